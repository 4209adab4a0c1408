#include "hw/input/modifier_change.h"

namespace gatehouse::hw {

ModifierChange modifier_change(const KeyboardMap& map, const Keystroke& stroke, const KeyboardState& state,
                               std::span<const std::uint8_t> held) {
  const std::uint8_t change = (state.modifiers ^ stroke.wanted) & stroke.mask;
  ModifierChange result;
  for (int bit = 1; bit < 256; bit <<= 1)
    if ((change & stroke.wanted & bit) != 0)
      if (const std::uint8_t keycode = map.modifier_key(static_cast<std::uint8_t>(bit)))
        result.pressed.push_back(keycode);
  for (const std::uint8_t keycode : held)
    if ((map.keys[keycode].modifiers & change & ~stroke.wanted) != 0) result.released.push_back(keycode);
  return result;
}

}  // namespace gatehouse::hw
