#include "appliance/base/child_process.h"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
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
  child.terminal = options.terminal;
  child.passed = ends->second.get();
  child.death_signal = options.leaves_within.count() > 0 ? 0 : SIGKILL;
  const Result<pid_t> pid = spawn(child);
  if (!pid) return pid.error();
  return ChildProcess(*pid, std::move(ends->first), options.leaves_within);
}

void ChildProcess::kill() const {
  if (pid_ >= 0) ::kill(pid_, SIGKILL);
}

int ChildProcess::reap() {
  if (pid_ < 0) return status_;
  if (leaves_within_.count() > 0) {
    ::shutdown(socket_.get(), SHUT_WR);
    pollfd hung_up{socket_.get(), 0, 0};
    ::poll(&hung_up, 1, static_cast<int>(leaves_within_.count()));
  }
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return status_;
}

}  // namespace gatehouse
