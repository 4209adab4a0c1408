// A new size for an X screen with one output, through RandR.
#pragma once
#include "hw/x11/connection.h"

namespace gatehouse::hw {

// Brought within kSmallestScreen and kLargestScreen (capture.h) and what the server says it can. Modes of our
// own making that are no longer used are deleted.
Result<void> resize_x11_screen(X11Connection& connection, int width, int height);

}  // namespace gatehouse::hw
