#include "appliance/connect/terminal.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <optional>

#include "appliance/base/text.h"

namespace gatehouse::connect {
namespace {

constexpr std::size_t kLineCap = 4096;

// Echo is off while this lives.
class NoEcho {
 public:
  NoEcho() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios now = before_;
    now.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    now.c_lflag |= ECHONL;
    changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &now) == 0;
  }
  ~NoEcho() {
    if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

// Byte by byte, so that nothing beyond the line is taken and no buffer keeps a copy.
std::optional<std::string> read_line() {
  std::string line;
  line.reserve(kLineCap);
  for (char c = 0; line.size() < kLineCap;) {
    const ssize_t got = ::read(STDIN_FILENO, &c, 1);
    if (got <= 0 && line.empty()) return std::nullopt;
    if (got <= 0 || c == '\n') break;
    line.push_back(c);
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

}  // namespace

bool at_terminal() {
  return ::isatty(STDIN_FILENO) == 1;
}

std::string ask_line(const std::string& prompt) {
  std::fprintf(stderr, "%s", prompt.c_str());
  return std::string(trimmed(read_line().value_or("")));
}

bool ask_yes(const std::string& prompt) {
  return ask_line(prompt) == "yes";
}

Result<Secret> read_password(bool from_input) {
  if (!from_input && !at_terminal())
    return Error{"there is no terminal to ask for the password; give it with --password-stdin"};
  std::optional<std::string> line;
  if (from_input) {
    line = read_line();
  } else {
    const NoEcho hidden;
    std::fprintf(stderr, "Password: ");
    line = read_line();
  }
  if (!line || line->empty()) return Error{"no password was given"};
  return Secret(*std::move(line));
}

class TypedLine::Hidden : NoEcho {};

TypedLine::TypedLine(net::EventLoop& loop, const std::string& prompt, bool hidden,
                     std::function<void(Secret)> typed)
    : hidden_(hidden ? std::make_unique<Hidden>() : nullptr) {
  std::fprintf(stderr, "%s", prompt.c_str());
  // A terminal gives whole lines.
  watching_ = loop.on_readable(STDIN_FILENO, [this, typed = std::move(typed)] {
    const auto watched = std::move(watching_);
    auto line = read_line();
    const auto say = typed;
    if (line) say(Secret(*std::move(line)));
  });
}

TypedLine::~TypedLine() = default;

Result<Secret> read_token() {
  auto line = read_line();
  if (!line || line->empty()) return Error{"no token was given"};
  return Secret(*std::move(line));
}

Result<Secret> read_code(bool from_input) {
  if (!from_input) std::fprintf(stderr, "Code from your device, or a recovery code: ");
  std::optional<std::string> line = read_line();
  if (line && !trimmed(*line).empty()) return Secret(std::string(trimmed(*line)));
  return Error{from_input ? "this account wants a code; give it on a second line of standard input"
                          : "no code was given"};
}

}  // namespace gatehouse::connect
