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

}  // namespace gatehouse::hw
