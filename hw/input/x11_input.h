// Keys and pointer of an X server by XTEST.
#pragma once
#include <memory>

#include "hw/input/input.h"
#include "hw/x11/connection.h"

namespace gatehouse::hw {

// Error: the server lacks XTEST or XKEYBOARD.
Result<std::unique_ptr<Input>> open_x11_input(X11Connection& connection);

}  // namespace gatehouse::hw
