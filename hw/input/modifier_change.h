// What has to be done to the modifiers around a keystroke, and undone after it. Pure.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "hw/input/keyboard_map.h"

namespace gatehouse::hw {

// Keycodes to press and to let go before; afterwards the other way round.
struct ModifierChange {
  std::vector<std::uint8_t> pressed, released;
};
// `held`: keycodes that are down.
ModifierChange modifier_change(const KeyboardMap& map, const Keystroke& stroke, const KeyboardState& state,
                               std::span<const std::uint8_t> held);

}  // namespace gatehouse::hw
