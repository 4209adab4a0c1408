#include "appliance/window/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstdlib>

#include "appliance/base/log.h"
#include "appliance/base/spawn.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::window {
namespace {

Result<std::optional<Account>> account_for(const std::string& user, const Screen& screen) {
  if (::geteuid() != 0) return std::optional<Account>();
  std::optional<Account> account = find_account(user);
  if (screen.auth_data.empty() && screen.server.value_or(0) != 0) account = find_account(*screen.server);
  if (!account || account->uid == 0) return Error{"there is no account to run the consent window as"};
  return account;
}

// Of those that the person at the screen may have set; the agent's own, as good as any.
std::string our_language() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return value;
  }
  return "";
}

class ForkedWindow final : public WindowProcess {
 public:
  ForkedWindow(pid_t pid, UniqueFd control, WindowEvents events)
      : pid_(pid), control_(std::move(control)), events_(std::move(events)) {}
  ~ForkedWindow() override { reap(); }

  int control_fd() const override { return control_.get(); }

  void on_readable() override {
    const auto life = std::weak_ptr(life_);
    for (;;) {
      bool would_block = false;
      auto received = receive(control_.get(), would_block);
      if (would_block) return;
      if (!received) log::error("agent", received.error().message);
      if (!received || !*received) break;
      events_.said(**received);
      if (life.expired()) return;
    }
    const int status = reap();
    const auto exited = events_.exited;  // its owner may destroy this object now
    exited(exit_words(status));
  }

  void send(const Message& message) override {
    if (window::send(control_.get(), message)) return;
    log::error("agent", "the consent window does not listen; it is ended");
    if (pid_ >= 0) ::kill(pid_, SIGKILL);
  }

 private:
  int reap() {
    if (pid_ < 0) return status_;
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status_;
  }

  pid_t pid_;
  int status_ = 0;
  UniqueFd control_;
  const WindowEvents events_;
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
};

}  // namespace

Result<std::unique_ptr<WindowProcess>> WindowProcess::start(const std::string& program,
                                                            const std::string& user, const Screen& screen,
                                                            WindowEvents events) {
  auto account = account_for(user, screen);
  if (!account) return account.error();
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return errno_error("cannot make a socket for the consent window");
  UniqueFd ours(ends[0]), theirs(ends[1]);
  ::fcntl(ours.get(), F_SETFL, O_NONBLOCK);

  static_assert(kWindowControlFd == kPassedFd);
  SpawnOptions child;
  child.program = program;
  child.words = {"gatehouse", "consent-window"};
  child.environment.emplace();  // nothing
  child.account = std::move(*account);
  child.error = STDERR_FILENO;
  child.passed = theirs.get();
  child.death_signal = SIGKILL;
  const Result<pid_t> pid = spawn(child);
  if (!pid) return pid.error();
  theirs.reset();
  auto process = std::make_unique<ForkedWindow>(*pid, std::move(ours), std::move(events));
  process->send(Start{screen.display, screen.auth_name, screen.auth_data, our_language()});
  return std::unique_ptr<WindowProcess>(std::move(process));
}

}  // namespace gatehouse::window
