// The keyboard layout of the machine's text console, as the kernel has it (ioctl_console(2), KDGKBENT). Systems set it up with the
// layout that their desktops start with.
#pragma once
#include <array>
#include <cstdint>

#include "hw/input/keyboard_map.h"

namespace gatehouse::hw {

struct ConsoleKeymap {
  // By the modifiers that are held: none, Shift, AltGr, Shift and AltGr.
  static constexpr int kTables = 4, kKeys = 128;
  std::array<std::array<std::uint16_t, kKeys>, kTables>
      tables{};  // by input code (linux/input-event-codes.h)
};

// That of a US keyboard, where the machine has no text console or it does not say.
const ConsoleKeymap& us_keymap();
// `terminal`: of a virtual terminal, e.g. /dev/tty0.
ConsoleKeymap read_console_keymap(int terminal);

// The keysym of a symbol of the kernel's (linux/keyboard.h); 0: it types nothing that a viewer would ask for. Pure.
std::uint32_t keysym_of_console(std::uint16_t symbol);

// Keycodes are input codes plus 8. The modifiers are as in KeyboardMap: AltGr is Mod5, Alt Mod1.
KeyboardMap keyboard_map_of(const ConsoleKeymap& keymap);

}  // namespace gatehouse::hw
