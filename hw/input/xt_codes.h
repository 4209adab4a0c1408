// The numbers that QEMU's extended key event gives to keys: those of the PC XT keyboard, 0x80 added where it
// sent 0xE0 first.
#pragma once
#include <cstdint>

namespace gatehouse::hw {

// The X keycode (evdev: Linux input code plus 8, as every X server on Linux has it). 0: unknown.
constexpr std::uint8_t keycode_of_xt(std::uint32_t xt_code) {
  if (xt_code >= 0x01 && xt_code <= 0x58) return static_cast<std::uint8_t>(xt_code + 8);
  switch (xt_code) {
    case 0x9C:
      return 104;  // keypad Enter
    case 0x9D:
      return 105;  // right Control
    case 0xB5:
      return 106;  // keypad divide
    case 0xB7:
      return 107;  // Print
    case 0xB8:
      return 108;  // right Alt
    case 0xC7:
      return 110;  // Home
    case 0xC8:
      return 111;  // Up
    case 0xC9:
      return 112;  // Page Up
    case 0xCB:
      return 113;  // Left
    case 0xCD:
      return 114;  // Right
    case 0xCF:
      return 115;  // End
    case 0xD0:
      return 116;  // Down
    case 0xD1:
      return 117;  // Page Down
    case 0xD2:
      return 118;  // Insert
    case 0xD3:
      return 119;  // Delete
    case 0xDB:
      return 133;  // left Super
    case 0xDC:
      return 134;  // right Super
    case 0xDD:
      return 135;  // Menu
    default:
      return 0;
  }
}

}  // namespace gatehouse::hw
