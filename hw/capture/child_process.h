// A program of the virtual desktop: started as its user in a session of its own with a clean environment,
// ended with all of its group. Dies with the thread that started it.
#pragma once
#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "appliance/base/result.h"

namespace gatehouse::hw {

// Whom a program runs as.
struct RunAs {
  bool change = false;  // we are root: become the user
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name;
};
// `user` as VirtualDisplayOptions::user.
Result<RunAs> run_as(const std::string& user);

struct ChildOptions {
  std::vector<std::string> words;        // the program's path first
  std::vector<std::string> environment;  // all of it
  std::string directory;                 // to start in
  int keep_fd = -1;                      // stays open, under the same number
  int output_fd = -1;                    // standard output and error; -1: none
};

class ChildProcess {
 public:
  static Result<std::unique_ptr<ChildProcess>> start(const ChildOptions& options, const RunAs& who);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  // Ends it: asks, and insists after a second.
  ~ChildProcess();

  pid_t pid() const { return pid_; }
  // False once it has ended.
  bool running();

 private:
  explicit ChildProcess(pid_t pid) : pid_(pid), group_(pid) {}

  pid_t pid_;  // 0: reaped
  const pid_t group_;
};

}  // namespace gatehouse::hw
