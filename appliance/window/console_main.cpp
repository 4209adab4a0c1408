#include <poll.h>
#include <sys/prctl.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <utility>

#include "appliance/base/secret.h"
#include "appliance/window/console_question.h"
#include "appliance/window/console_sessions.h"
#include "appliance/window/console_terminal.h"
#include "appliance/window/process.h"

namespace gatehouse::window {
namespace {

constexpr int kTick = 100;  // milliseconds
constexpr std::size_t kAnswerRows = 3;

class ConsoleMain {
 public:
  ConsoleMain(int control_fd, int terminal_fd, Language language)
      : control_fd_(control_fd),
        terminal_fd_(terminal_fd),
        language_(language),
        sessions_(language),
        terminal_(terminal_fd) {}

  int run() {
    say(Ready{});
    while (!over_) {
      draw();
      pollfd sources[] = {{control_fd_, POLLIN, 0}, {terminal_fd_, POLLIN, 0}};
      if (::poll(sources, 2, kTick) < 0 && errno != EINTR) break;
      // Keys first: none of them was meant for a question that only comes now.
      if (sources[1].revents != 0) hear_keys();
      if (sources[0].revents != 0) hear_agent();
      say(sessions_.tick(now()));
    }
    return 0;
  }

 private:
  using Time = ConsoleQuestion::Time;
  static Time now() { return std::chrono::steady_clock::now(); }

  void say(const Message& message) {
    if (!send(control_fd_, message)) over_ = true;
  }
  void say(const std::vector<Message>& messages) {
    for (const Message& message : messages) say(message);
  }

  void hear_agent() {
    bool would_block = false;
    const auto received = receive(control_fd_, would_block);
    if (!received || !*received) {
      over_ = true;
      return;
    }
    const Message& message = **received;
    if (const auto* ask = std::get_if<Ask>(&message)) {
      put(ConsoleQuestion::about(*ask, language_, now()));
    } else if (const auto* elevation = std::get_if<AskElevation>(&message)) {
      put(ConsoleQuestion::about(*elevation, language_, now()));
    } else if (const auto* withdraw = std::get_if<Withdraw>(&message)) {
      if (question_ && question_->call() == withdraw->call) remove_question();
    } else if (const auto* running = std::get_if<Running>(&message)) {
      sessions_.put(*running);
    } else if (const auto* gone = std::get_if<Over>(&message)) {
      say(sessions_.remove(gone->call));
    }
    // The rest is for windows.
  }

  void put(std::unique_ptr<ConsoleQuestion> question) {
    question_ = std::move(question);
    armed_ = false;
    terminal_.forget_keys();
    terminal_.come_to_front();
  }
  void remove_question() {
    question_.reset();
    terminal_.step_back();
  }

  void hear_keys() {
    bool gone = false;
    std::string typed = terminal_.read(gone);
    if (gone) over_ = true;
    for (const char byte : typed)
      if (const auto key = keys_.take(static_cast<std::uint8_t>(byte))) press(*key);
    wipe(typed.data(), typed.size());
  }

  void press(const Key& key) {
    if (!question_) return say(sessions_.press(key, now()));
    const auto answer = question_->press(key, now());
    if (!answer) return;
    say(*answer);
    remove_question();
  }

  void draw() {
    ConsoleSize size = terminal_.size();
    std::vector<ConsoleLine> lines;
    const std::string& key = terminal_.key();
    const std::string title = " Gatehouse: " + std::string(words_in(language_).title);
    lines.push_back(
        {filled(title, size.columns - std::min(size.columns, key.size() + 1)) + key, Look::warning});
    lines.push_back({});
    size.rows -= std::min(size.rows, lines.size());
    std::vector<ConsoleLine> rest = question_ ? of_question(size) : sessions_.lines(size);
    lines.insert(lines.end(), rest.begin(), rest.end());
    terminal_.show(lines);
  }

  std::vector<ConsoleLine> of_question(ConsoleSize size) {
    if (!std::exchange(armed_, question_->armed(now())) && armed_) terminal_.forget_keys();
    question_->can_accept(true);
    auto lines = question_->lines(size.columns, now());
    if (lines.size() > size.rows) std::erase(lines, ConsoleLine{});
    if (lines.size() <= size.rows) return lines;
    question_->can_accept(false);
    lines = question_->lines(size.columns, now());
    if (lines.size() <= size.rows) return lines;
    // Who asks, and how to say no.
    const std::size_t last = std::min({size.rows, lines.size(), kAnswerRows});
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(size.rows - last),
                lines.end() - static_cast<std::ptrdiff_t>(last));
    return lines;
  }

  const int control_fd_, terminal_fd_;
  const Language language_;
  ConsoleSessions sessions_;
  std::unique_ptr<ConsoleQuestion> question_;
  bool armed_ = false, over_ = false;
  KeyReader keys_;
  ConsoleTerminal terminal_;
};

}  // namespace

int run_console(int control_fd, int terminal_fd) {
  // As run_window() does, for the same reason.
  ::prctl(PR_SET_DUMPABLE, 0);
  bool would_block = false;
  const auto first = receive(control_fd, would_block);
  const auto* start = first && *first ? std::get_if<Start>(&**first) : nullptr;
  if (start == nullptr) {
    std::fputs("gatehouse consent-console: it is the agent that starts this\n", stderr);
    return 1;
  }
  return ConsoleMain(control_fd, terminal_fd, language_of(start->language)).run();
}

}  // namespace gatehouse::window
