#include "appliance/window/console_terminal.h"

#include <fcntl.h>
#include <linux/vt.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>

#include "appliance/base/secret.h"

namespace gatehouse::window {
namespace {

constexpr int kFunctionKeys = 12;
constexpr unsigned kTerminals = 4;  // major number, Documentation/admin-guide/devices.txt

int terminal_number(int fd) {
  struct stat info {};
  vt_stat state{};
  if (::fstat(fd, &info) != 0 || !S_ISCHR(info.st_mode) || major(info.st_rdev) != kTerminals ||
      ::ioctl(fd, VT_GETSTATE, &state) != 0)
    return 0;
  return static_cast<int>(minor(info.st_rdev));
}

}  // namespace

ConsoleTerminal::ConsoleTerminal(int fd) : fd_(fd), number_(terminal_number(fd)), former_(in_front()) {
  if (number_ > 0)
    key_ = number_ <= kFunctionKeys ? "Alt+F" + std::to_string(number_) : "tty" + std::to_string(number_);
  termios settings{};
  if (::tcgetattr(fd_, &settings) == 0) {
    settings.c_iflag &= ~static_cast<tcflag_t>(ICRNL | INLCR | IGNCR | IXON | ISTRIP | IXOFF);
    settings.c_oflag &= ~static_cast<tcflag_t>(OPOST);
    settings.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    ::tcsetattr(fd_, TCSAFLUSH, &settings);
  }
  ::fcntl(fd_, F_SETFL, ::fcntl(fd_, F_GETFL) | O_NONBLOCK);
}

ConsoleTerminal::~ConsoleTerminal() {
  // With what has been scrolled out of sight.
  constexpr std::string_view kNothing = "\033[0m\033[H\033[2J\033[3J\033[?25h\033[?7h";
  (void)!::write(fd_, kNothing.data(), kNothing.size());
  forget_keys();
  // It is about to be nobody's, so nothing keeps the person here, whoever brought them.
  if (number_ > 0 && in_front() == number_) bring(former_ > 0 && former_ != number_ ? former_ : 1);
}

ConsoleSize ConsoleTerminal::size() const {
  winsize size{};
  if (::ioctl(fd_, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

void ConsoleTerminal::show(const std::vector<ConsoleLine>& lines) {
  if (stepping_back_ && in_front() != number_) stepping_back_ = false;
  const ConsoleSize now = size();
  if (now.columns != shown_size_.columns || now.rows != shown_size_.rows) shown_.clear();
  const std::string bytes = redrawn(shown_, lines, now);
  shown_size_ = now;
  shown_ = lines;
  // A terminal may stand still (Scroll Lock). Then all of it is drawn again, later.
  if (!bytes.empty() && ::write(fd_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
    shown_.clear();
}

std::string ConsoleTerminal::read(bool& gone) {
  char bytes[64];
  const ssize_t size = ::read(fd_, bytes, sizeof bytes);
  gone = size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR);
  std::string typed(bytes, size > 0 ? static_cast<std::size_t>(size) : 0);
  wipe(bytes, sizeof bytes);
  return typed;
}

void ConsoleTerminal::forget_keys() {
  ::tcflush(fd_, TCIFLUSH);
}

int ConsoleTerminal::in_front() const {
  vt_stat state{};
  return number_ > 0 && ::ioctl(fd_, VT_GETSTATE, &state) == 0 ? state.v_active : 0;
}

// Returns at once; the switch may come later, or not at all where a program in front keeps it.
void ConsoleTerminal::bring(int number) {
  (void)::ioctl(fd_, VT_ACTIVATE, number);
}

void ConsoleTerminal::come_to_front() {
  if (number_ == 0) return;
  if (const int front = in_front(); front != number_) {
    former_ = front;
    brought_ = true;
  } else if (stepping_back_) {
    brought_ = true;  // it was on its way
  }
  stepping_back_ = false;
  shown_.clear();  // what is drawn anew lights a dark screen
  bring(number_);
}

void ConsoleTerminal::step_back() {
  if (number_ == 0 || !brought_) return;
  brought_ = false;
  if (in_front() != number_) return;
  stepping_back_ = true;
  bring(former_);
}

}  // namespace gatehouse::window
