// The process between the agent and what runs in an administrator's terminal: it alone knows all that was started there,
// and leaves nothing of it behind.
#pragma once
#include <string>

#include "appliance/wire/terminal.h"

namespace gatehouse::agent {

// The hidden command `root-terminal WHAT [ARGUMENT]`. Its standard output is the terminal; on the socket `control` it says
// one byte, the exit status, when it is over. As soon as the agent closes its end, or is gone, whatever runs is hung up, then
// killed, unless it is of the kind that goes on to its end. Returns the exit status.
int run_root_terminal(int control, wire::TerminalOpen::What what, const std::string& argument);

}  // namespace gatehouse::agent
