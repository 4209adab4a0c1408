// Connecting to an X server whose socket is not at the usual place. The usual place: connect_x11() of
// hw/display.h.
#pragma once
#include <string>

#include "hw/display.h"

namespace gatehouse::hw {

// To the server `name` (":0") by its socket in the directory `sockets`, with the cookie from the file
// `xauthority`.
Result<X11Socket> connect_x11_at(const std::string& sockets, const std::string& name,
                                 const std::string& xauthority);

// A display number for a server that has its socket in a directory of its own: one that no other X server of this
// machine has as a name in the abstract namespace, where X clients look first.
int free_display_number();

}  // namespace gatehouse::hw
