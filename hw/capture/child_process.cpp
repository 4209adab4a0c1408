#include "hw/capture/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "appliance/base/clock.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::hw {
namespace {

constexpr std::chrono::milliseconds kLook{10};
constexpr std::chrono::seconds kEndPatience{1};

// Does not reap it: only until then its number, and its group's, are given to nobody else.
bool runs(pid_t pid) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
}

bool ends_by(pid_t pid, SteadyTime deadline) {
  while (runs(pid)) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(kLook);
  }
  return true;
}

// Kills what is left of its group, though its leader may have gone.
int end_group(pid_t pid) {
  ::kill(-pid, SIGKILL);
  ::kill(pid, SIGKILL);  // it may not lead a group yet
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const SpawnOptions& options) {
  const Result<pid_t> pid = spawn(options);
  if (!pid) return pid.error();
  return std::unique_ptr<ChildProcess>(new ChildProcess(*pid));
}

bool ChildProcess::running() const {
  return runs(pid_);
}

ChildProcess::~ChildProcess() {
  if (runs(pid_)) {
    ::kill(-pid_, SIGTERM);
    ends_by(pid_, std::chrono::steady_clock::now() + kEndPatience);
  }
  end_group(pid_);
}

Result<Outcome> run_to_end(SpawnOptions options, std::chrono::milliseconds patience) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return errno_error("cannot make a pipe");
  const UniqueFd said(ends[0]);
  UniqueFd say(ends[1]);
  ::fcntl(said.get(), F_SETFL, O_NONBLOCK);
  const SteadyTime deadline = std::chrono::steady_clock::now() + patience;
  options.error = say.get();
  const Result<pid_t> pid = spawn(options);
  if (!pid) return pid.error();
  say.reset();
  Outcome outcome;
  char chunk[512];
  for (ssize_t got = -1; got != 0;) {
    got = ::read(said.get(), chunk, sizeof chunk);
    if (got > 0) outcome.said.append(chunk, static_cast<std::size_t>(got));
    if (got >= 0) continue;
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) break;
    pollfd readable{said.get(), POLLIN, 0};
    ::poll(&readable, 1, static_cast<int>(left.count()));
  }
  const bool ended = ends_by(*pid, deadline);
  const int status = end_group(*pid);
  if (ended) outcome.status = status;
  return outcome;
}

}  // namespace gatehouse::hw
