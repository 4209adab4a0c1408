// The machine's text console as the agent finds it: whether a person can be asked there, and a virtual terminal to do it on
// (console_ioctl(4)). Needs root.
#pragma once
#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::window {

// The machine has virtual terminals, and the one in front shows text: a program that has it in graphics mode, an X server
// or a Wayland compositor, has the person, and is not to be pushed aside. The error says what is in the way.
Result<void> console_can_ask();

struct ConsoleDevice {
  UniqueFd terminal;  // not our controlling terminal
  int number = 0;
};
// One that nobody has open, nor can read from then on but root: of those that Alt with F8 to F12 leads to, where no login waits,
// else any.
Result<ConsoleDevice> take_console();

}  // namespace gatehouse::window
