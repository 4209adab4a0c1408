// A program of the virtual desktop: ended with all of its group. Dies with the thread that started it.
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "appliance/base/spawn.h"

namespace gatehouse::hw {

class ChildProcess {
 public:
  static Result<std::unique_ptr<ChildProcess>> start(const SpawnOptions& options);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  // Ends it: asks, and insists after a second.
  ~ChildProcess();

  // False once it has ended. Its number stays its own until this object goes.
  bool running() const;

 private:
  explicit ChildProcess(pid_t pid) : pid_(pid) {}

  const pid_t pid_;
};

struct Outcome {
  std::optional<int> status;  // as waitpid(2) tells it; none: it did not end in time and was killed
  std::string said;           // on standard error
};
// Runs a program to its end, which we wait for.
Result<Outcome> run_to_end(SpawnOptions options, std::chrono::milliseconds patience);

}  // namespace gatehouse::hw
