// Keys and pointer by input devices of the kernel's (uinput_device.h), for screens that no display server lets us into. A character
// that the layout does not have can't be typed.
#pragma once
#include <functional>
#include <memory>

#include "appliance/base/unique_fd.h"
#include "hw/input/console_keymap.h"
#include "hw/input/input.h"

namespace gatehouse::hw {

struct ScreenSize {
  int width = 0, height = 0;
};

// `keyboard`, `pointer`: of make_keyboard_device() and make_pointer_device(). `size`: of the screen now, in pixels; asked at every
// movement. `acted`: runs after every action.
std::unique_ptr<Input> open_uinput_input(UniqueFd keyboard, UniqueFd pointer, const ConsoleKeymap& keymap,
                                         std::function<ScreenSize()> size, std::function<void()> acted);

}  // namespace gatehouse::hw
