// Input devices of our own, as the kernel has them (uinput): whatever reads the machine's keyboards and mice - the text console, a
// login screen, any desktop - takes them for some that were plugged in. They are there as long as the descriptor is open. Needs
// access to /dev/uinput; who is handed the descriptor can press keys and nothing else.
#pragma once
#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::hw {

// What an absolute position goes up to, either way, whatever the screen's size.
inline constexpr int kPointerRange = 32767;

// Makes none.
Result<void> can_make_devices();

// All keys of a PC keyboard but SysRq, with which one asks the kernel itself for things (admin-guide/sysrq). Non-blocking; readable
// when the kernel switches a light of it.
Result<UniqueFd> make_keyboard_device();
// An absolute pointer with the wheels in fine steps, as virtual machines have it. Non-blocking.
Result<UniqueFd> make_pointer_device();

}  // namespace gatehouse::hw
