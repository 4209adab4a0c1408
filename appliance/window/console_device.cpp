#include "appliance/window/console_device.h"

#include <fcntl.h>
#include <linux/kd.h>
#include <linux/vt.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

namespace gatehouse::window {
namespace {

constexpr int kFirst = 8, kLast = 12;
constexpr int kTries = 3;

Result<UniqueFd> open_terminal(int number) {
  const std::string path = "/dev/tty" + std::to_string(number);
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (!fd) return errno_error("cannot open " + path);
  return fd;
}

Result<vt_stat> state_of(const UniqueFd& console) {
  vt_stat state{};
  if (::ioctl(console.get(), VT_GETSTATE, &state) != 0)
    return errno_error("this machine has no virtual terminals");
  return state;
}

int free_one(const UniqueFd& console, const vt_stat& state) {
  for (int number = kFirst; number <= kLast; ++number)
    if ((state.v_state >> number & 1) == 0) return number;
  int number = -1;
  return ::ioctl(console.get(), VT_OPENQRY, &number) == 0 ? number : -1;
}

}  // namespace

Result<void> console_can_ask() {
  if (::geteuid() != 0) return Error{"only root can ask at the text console"};
  const auto console = open_terminal(0);
  if (!console) return console.error();
  const auto state = state_of(*console);
  if (!state) return state.error();
  int mode = 0;
  const auto front = open_terminal(state->v_active);
  if (!front) return front.error();
  if (::ioctl(front->get(), KDGETMODE, &mode) != 0)
    return errno_error("cannot see what the text console shows");
  if (mode != KD_TEXT)
    return Error{"a program has the screen at tty" + std::to_string(state->v_active) + " in graphics mode"};
  return {};
}

Result<TakenTerminal> TakenTerminal::take(UniqueFd terminal) {
  struct stat before {};
  if (::fstat(terminal.get(), &before) != 0) return errno_error("cannot look at a terminal");
  TakenTerminal taken(std::move(terminal), before);
  const int fd = taken.fd();
  // Root's before it is closed to others: its owner could give it to everybody again.
  if (::ioctl(fd, TIOCEXCL) != 0 || ::fchown(fd, ::geteuid(), ::getegid()) != 0 ||
      ::fchmod(fd, S_IRUSR | S_IWUSR) != 0)
    return errno_error("cannot have a terminal alone");
  struct stat now {};
  if (::fstat(fd, &now) != 0 || now.st_uid != ::geteuid() || (now.st_mode & 07777) != (S_IRUSR | S_IWUSR))
    return Error{"a terminal did not become ours"};
  return taken;
}

TakenTerminal::TakenTerminal(UniqueFd terminal, const struct stat& before)
    : terminal_(std::move(terminal)),
      owner_(before.st_uid),
      group_(before.st_gid),
      mode_(before.st_mode & 07777) {}

TakenTerminal::~TakenTerminal() {
  if (!terminal_) return;
  ::ioctl(terminal_.get(), TIOCNXCL);
  (void)!::fchmod(terminal_.get(), mode_);
  (void)!::fchown(terminal_.get(), owner_, group_);
}

Result<ConsoleDevice> take_console() {
  const auto console = open_terminal(0);
  if (!console) return console.error();
  for (int again = 0; again < kTries; ++again) {
    const auto state = state_of(*console);
    if (!state) return state.error();
    const int number = free_one(*console, *state);
    if (number < 0) break;
    auto terminal = open_terminal(number);
    if (!terminal) return terminal.error();
    // A login or a screen may have come there first.
    int mode = KD_GRAPHICS;
    if (::ioctl(terminal->get(), KDGETMODE, &mode) != 0 || mode != KD_TEXT) continue;
    auto taken = TakenTerminal::take(*std::move(terminal));
    if (!taken) return taken.error();
    return ConsoleDevice{*std::move(taken), number};
  }
  return Error{"no virtual terminal is free"};
}

}  // namespace gatehouse::window
