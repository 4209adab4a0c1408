// The root window of an X server: MIT-SHM, DAMAGE, the cursor by XFIXES, its size by RandR.
#pragma once
#include <memory>

#include "hw/capture/capture.h"
#include "hw/x11/connection.h"

namespace gatehouse::hw {

// Error: the server lacks an extension or has not 24-bit colour.
Result<std::unique_ptr<Capture>> open_x11_capture(X11Connection& connection, bool resizable);

}  // namespace gatehouse::hw
