#include "hw/capture/child_process.h"

#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <thread>

namespace gatehouse::hw {
namespace {

constexpr int kEndPatience = 100;  // times 10 ms

}  // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const SpawnOptions& options) {
  const Result<pid_t> pid = spawn(options);
  if (!pid) return pid.error();
  return std::unique_ptr<ChildProcess>(new ChildProcess(*pid));
}

bool ChildProcess::running() {
  if (pid_ == 0) return false;
  const pid_t ended = ::waitpid(pid_, nullptr, WNOHANG);
  if (ended == pid_ || (ended < 0 && errno == ECHILD)) pid_ = 0;
  return pid_ != 0;
}

ChildProcess::~ChildProcess() {
  for (int i = 0; i < kEndPatience && running(); ++i) {
    if (i == 0) ::kill(-group_, SIGTERM);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  // What is left of the group, though its leader has gone.
  ::kill(-group_, SIGKILL);
  if (pid_ != 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

}  // namespace gatehouse::hw
