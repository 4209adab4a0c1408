#include "appliance/app/in_box_agent.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "appliance/base/log.h"
#include "appliance/base/result.h"

namespace gatehouse::app {
namespace {

constexpr std::chrono::seconds kLongestDelay{60};
constexpr std::chrono::seconds kLivedLong{30};
constexpr std::chrono::milliseconds kPoll{20};
constexpr int kPolls = 250;  // 5 s to end in good order

// In the child: only what is async-signal-safe. Dies with the appliance.
[[noreturn]] void become_agent(const char* program, char* const* argv, int parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(1);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::close_range(3, ~0u, 0);
  ::execv(program, argv);
  ::_exit(127);
}

}  // namespace

InBoxAgent::InBoxAgent(net::EventLoop& loop, std::string program, std::vector<std::string> arguments,
                       std::function<void()> prepare)
    : loop_(loop),
      program_(std::move(program)),
      arguments_(std::move(arguments)),
      prepare_(std::move(prepare)) {}

InBoxAgent::~InBoxAgent() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  for (int i = 0; i < kPolls; ++i) {
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) return;
    ::usleep(static_cast<useconds_t>(std::chrono::microseconds(kPoll).count()));
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void InBoxAgent::start() {
  restart_.reset();
  if (pid_ > 0) return;
  prepare_();
  std::vector<char*> argv = {program_.data()};
  for (std::string& argument : arguments_) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const int parent = ::getpid();
  const int pid = ::fork();
  if (pid == 0) become_agent(program_.c_str(), argv.data(), parent);
  if (pid < 0) log::error("appliance", errno_error("cannot start the agent of this machine").message);
  pid_ = pid;
  started_ = std::chrono::steady_clock::now();
}

void InBoxAgent::reap() {
  int status = 0;
  if (pid_ <= 0 || ::waitpid(pid_, &status, WNOHANG) != pid_) return;
  pid_ = -1;
  const bool lived = std::chrono::steady_clock::now() - started_ > kLivedLong;
  delay_ =
      lived ? std::chrono::milliseconds(500) : std::min<std::chrono::milliseconds>(delay_ * 2, kLongestDelay);
  const std::string how = WIFSIGNALED(status) ? "was killed by signal " + std::to_string(WTERMSIG(status))
                                              : "ended with status " + std::to_string(WEXITSTATUS(status));
  log::warning("appliance", "the agent of this machine " + how + "; starting it again in " +
                                std::to_string(delay_.count()) + " ms");
  restart_ = loop_.after(delay_, [this] { start(); });
}

}  // namespace gatehouse::app
