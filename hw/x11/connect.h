// Connecting to an X server whose socket is not at the usual place, or whose process is to be looked at first. The usual
// way: connect_x11() of hw/display.h.
#pragma once
#include <sys/socket.h>
#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>

#include "hw/display.h"

namespace gatehouse::hw {

// To the server `name` (":0") by its socket in the directory `sockets`, with the cookie from the file
// `xauthority`.
Result<X11Socket> connect_x11_at(const std::string& sockets, const std::string& name,
                                 const std::string& xauthority);

// To the server `name` at the usual place, with the cookie from `authority`, which is told who made the server's socket and
// gives the content of an authority file. The connection that is returned leads to that same process.
Result<X11Socket> connect_x11_seen(const std::string& name,
                                   const std::function<Result<std::string>(const ucred& server)>& authority);
// Who made the socket of the server `name`; nothing: nobody is there.
std::optional<pid_t> x11_server_pid(const std::string& name);

// A display number for a server that has its socket in a directory of its own: one that no other X server of this
// machine has as a name in the abstract namespace, where X clients look first.
int free_display_number();

}  // namespace gatehouse::hw
