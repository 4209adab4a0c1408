// A program of the virtual desktop: ended with all of its group. Dies with the thread that started it.
#pragma once
#include <memory>

#include "appliance/base/spawn.h"

namespace gatehouse::hw {

class ChildProcess {
 public:
  static Result<std::unique_ptr<ChildProcess>> start(const SpawnOptions& options);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  // Ends it: asks, and insists after a second.
  ~ChildProcess();

  // False once it has ended.
  bool running();

 private:
  explicit ChildProcess(pid_t pid) : pid_(pid), group_(pid) {}

  pid_t pid_;  // 0: reaped
  const pid_t group_;
};

}  // namespace gatehouse::hw
