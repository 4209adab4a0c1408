// The CLIPBOARD selection of an X server.
#pragma once
#include <memory>

#include "hw/clipboard/clipboard.h"
#include "hw/x11/connection.h"

namespace gatehouse::hw {

// The server has XFIXES (open_x11_capture has seen to that).
std::unique_ptr<Clipboard> open_x11_clipboard(X11Connection& connection);

}  // namespace gatehouse::hw
