// The X server that who sits at this machine looks at, found without being told: for a root agent that nobody gave a
// display. Display managers start X servers with `-auth FILE`, and that file's cookie lets us in.
//
// What a process says of itself is believed only as far as its own account goes: the cookie file must belong to the
// account that started the server (its real user), so that nobody gets the cookie of somebody else's screen sent to a
// server of his own. And only the servers of root (a display manager's) and of the person in front of the machine count,
// as far as they have a terminal or the first seat: not those that draw into memory, as Xvfb does for somebody's tests.
#pragma once
#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/base/result.h"
#include "hw/display.h"

namespace gatehouse::hw {

// A process with a server's socket, as /proc has it.
struct ServerProcess {
  std::string name;  // "Xorg"
  std::vector<std::string> words;
  uid_t real = 0, effective = 0;
};
// Nothing: there is no such process (any more).
std::optional<ServerProcess> server_process(const std::string& proc, pid_t pid);

// What follows -auth; empty: nothing does, or no absolute path.
std::string authority_file_of(const ServerProcess& server);
// Does it have a screen of this machine: a virtual terminal or the first seat that it was started on ("vt7", "-seat seat0"), or a
// terminal that it opened? What it was given as standard input and output does not count. `proc`: "/proc".
bool has_screen(const std::string& proc, pid_t pid, const ServerProcess& server);
// Is it started on this terminal? `terminal`: "tty7", as /sys/class/tty/tty0/active has it.
bool is_on(const ServerProcess& server, std::string_view terminal);

// The content of an authority file that belongs to `owner`, a file and no link.
Result<std::string> read_authority(const std::string& path, uid_t owner);

// The account of the session that is in front of a seat, by what logind keeps in /run/systemd/seats; nothing: nobody's.
std::optional<uid_t> person_at(const std::string& seat_file);

// Connects to the server `name` with the cookie file that its own process names, when it is root's or `person`'s.
Result<X11Socket> connect_x11_by_process(const std::string& name, std::optional<uid_t> person);

}  // namespace gatehouse::hw
