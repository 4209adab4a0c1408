// Where keys and pointer go. One thread, the capture's.
#pragma once
#include <cstdint>

#include "appliance/base/result.h"

namespace gatehouse::hw {

class Input {
 public:
  virtual ~Input() = default;

  // `keysym` as RFC 6143 7.5.4 (X11 keysym, 0x01000000+code point for the rest of Unicode) decides what is
  // typed, whatever the layouts on both sides. `xt_code` (QEMU extended key event; 0: unknown) is used when
  // there is no keysym.
  virtual void key(std::uint32_t keysym, std::uint32_t xt_code, bool down) = 0;
  // Position in frame pixels; `buttons` as RFC 6143 7.5.5 (bit 0 left, 1 middle, 2 right, 3-6 wheel up, down,
  // left, right), plus bits 7 and 8 for back and forward.
  virtual void pointer(int x, int y, std::uint32_t buttons) = 0;
  // Of the buttons, only these stay down; the pointer stays where it is.
  virtual void release_buttons(std::uint32_t left) = 0;
  // Lets go of every key and button that is still down. After a viewer left or lost the right.
  virtual void release_all() = 0;
};

}  // namespace gatehouse::hw
