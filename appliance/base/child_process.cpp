#include "appliance/base/child_process.h"

#include <signal.h>
#include <sys/wait.h>

#include <cerrno>

#include "appliance/base/datagram.h"

namespace gatehouse {

Result<ChildProcess> ChildProcess::start(const Options& options) {
  auto ends = datagram_pair(options.words);
  if (!ends) return ends.error();
  SpawnOptions child;
  child.program = options.program;
  child.words = {"gatehouse", options.command};
  child.environment.emplace();  // nothing
  child.account = options.account;
  child.error = STDERR_FILENO;
  child.passed = ends->second.get();
  child.death_signal = SIGKILL;
  const Result<pid_t> pid = spawn(child);
  if (!pid) return pid.error();
  return ChildProcess(*pid, std::move(ends->first));
}

void ChildProcess::kill() const {
  if (pid_ >= 0) ::kill(pid_, SIGKILL);
}

int ChildProcess::reap() {
  if (pid_ < 0) return status_;
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return status_;
}

}  // namespace gatehouse
