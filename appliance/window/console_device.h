// The machine's text console as the agent finds it: whether a person can be asked there, and a virtual terminal to do it on
// (console_ioctl(4)). Needs root.
#pragma once
#include <sys/stat.h>

#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::window {

// The machine has virtual terminals, and the one in front shows text: a program that has it in graphics mode, an X server
// or a Wayland compositor, has the person, and is not to be pushed aside. The error says what is in the way.
Result<void> console_can_ask();

// A terminal that is root's alone as long as this lives: nobody else may open it, nor does who had it before.
class TakenTerminal {
 public:
  // `terminal`: not our controlling terminal. It was ours to take, or the error says why not.
  static Result<TakenTerminal> take(UniqueFd terminal);
  TakenTerminal(TakenTerminal&&) noexcept = default;
  TakenTerminal& operator=(TakenTerminal&&) = delete;
  ~TakenTerminal();  // gives it back

  int fd() const { return terminal_.get(); }

 private:
  TakenTerminal(UniqueFd terminal, const struct stat& before);

  UniqueFd terminal_;
  uid_t owner_;
  gid_t group_;
  mode_t mode_;
};

struct ConsoleDevice {
  TakenTerminal terminal;
  int number = 0;
};
// One that nobody has open: of those that Alt with F8 to F12 leads to, where no login waits, else any.
Result<ConsoleDevice> take_console();

}  // namespace gatehouse::window
