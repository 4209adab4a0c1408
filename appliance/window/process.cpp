#include "appliance/window/process.h"

#include "appliance/base/child_process.h"
#include "appliance/base/log.h"
#include "appliance/window/console_device.h"
#include "appliance/window/words.h"

namespace gatehouse::window {
namespace {

// It brings the person back to where they were.
constexpr std::chrono::milliseconds kConsoleLeaves{300};

Result<std::optional<Account>> account_for(const std::string& user, const Screen& screen) {
  if (::geteuid() != 0) return std::optional<Account>();
  std::optional<Account> account = find_account(user);
  if (screen.auth_data.empty() && screen.server.value_or(0) != 0) account = find_account(*screen.server);
  if (!account || account->uid == 0) return Error{"there is no account to run the consent window as"};
  return account;
}

static_assert(kWindowControlFd == kPassedFd);

Result<ChildProcess> start_on_screen(const std::string& program, const std::string& user,
                                     const Screen& screen) {
  auto account = account_for(user, screen);
  if (!account) return account.error();
  ChildProcess::Options options{program, "consent-window", "the consent window", std::move(*account)};
  return ChildProcess::start(options);
}

// It becomes nobody before it is the program: leave to bring its terminal to the front it has by that being its own.
Result<ChildProcess> start_on_console(const std::string& program, const std::string& user,
                                      std::optional<ConsoleDevice>& console) {
  std::optional<Account> account = find_account(user);
  if (!account || account->uid == 0) return Error{"there is no account to ask at the text console as"};
  auto taken = take_console();
  if (!taken) return taken.error();
  console.emplace(*std::move(taken));
  ChildProcess::Options options{program, "consent-console", "the prompt at the text console",
                                std::move(account)};
  options.terminal = console->terminal.fd();
  options.leaves_within = kConsoleLeaves;
  auto child = ChildProcess::start(options);
  const std::string number = std::to_string(console->number);
  if (child)
    log::info("agent",
              "the person at the text console finds Gatehouse at tty" + number + " (Alt+F" + number + ")");
  return child;
}

class ForkedWindow final : public WindowProcess {
 public:
  ForkedWindow(std::optional<ConsoleDevice> console, ChildProcess child, WindowEvents events)
      : console_(std::move(console)), child_(std::move(child)), events_(std::move(events)) {}

  int control_fd() const override { return child_.socket(); }

  void on_readable() override {
    const auto life = std::weak_ptr(life_);
    for (;;) {
      bool would_block = false;
      auto received = receive(child_.socket(), would_block);
      if (would_block) return;
      if (!received) log::error("agent", received.error().message);
      if (!received || !*received) break;
      events_.said(**received);
      if (life.expired()) return;
    }
    const int status = child_.reap();
    const auto exited = events_.exited;  // its owner may destroy this object now
    exited(exit_words(status));
  }

  void send(const Message& message) override {
    if (window::send(child_.socket(), message)) return;
    if (std::holds_alternative<Chat>(message)) return;  // words of a stranger end nothing
    log::error("agent", "the consent window does not listen; it is ended");
    child_.kill();
  }

 private:
  const std::optional<ConsoleDevice> console_;  // until its process is gone
  ChildProcess child_;
  const WindowEvents events_;
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
};

}  // namespace

Result<std::unique_ptr<WindowProcess>> WindowProcess::start(const std::string& program,
                                                            const std::string& user, const Screen& screen,
                                                            WindowEvents events) {
  std::optional<ConsoleDevice> console;
  auto child =
      screen.console ? start_on_console(program, user, console) : start_on_screen(program, user, screen);
  if (!child) return child.error();
  auto process = std::make_unique<ForkedWindow>(std::move(console), *std::move(child), std::move(events));
  process->send(Start{screen.display, screen.auth_name, screen.auth_data, locale_here()});
  return std::unique_ptr<WindowProcess>(std::move(process));
}

}  // namespace gatehouse::window
