#include "hw/input/keyboard_map.h"

#include <algorithm>
#include <bit>

#include "hw/input/keysym.h"

namespace gatehouse::hw {
namespace {

constexpr std::uint8_t kClampGroups = 0x40, kRedirectGroups = 0x80;

std::uint8_t u8(int value) {
  return static_cast<std::uint8_t>(value);
}

bool shifts_level(std::uint32_t keysym) {
  return keysym == keysym::kShiftLeft || keysym == keysym::kShiftRight || keysym == keysym::kLevel3Shift ||
         keysym == keysym::kLevel5Shift || keysym == keysym::kModeSwitch;
}

}  // namespace

std::uint8_t KeyType::level(std::uint8_t modifiers) const {
  for (const Entry& entry : entries)
    if (entry.modifiers == (modifiers & mask)) return entry.level;
  return 0;
}

std::uint8_t Key::effective_group(std::uint8_t group) const {
  if (group < groups()) return group;
  if ((group_info & 0xC0) == kClampGroups) return u8(groups() - 1);
  if ((group_info & 0xC0) == kRedirectGroups) {
    const std::uint8_t target = (group_info >> 4) & 3;
    return target < groups() ? target : u8(0);
  }
  return group % groups();
}

std::uint32_t Key::symbol(std::uint8_t effective_group, std::uint8_t level) const {
  const std::size_t at = static_cast<std::size_t>(effective_group) * width + level;
  return level < width && at < symbols.size() ? symbols[at] : keysym::kNone;
}

std::optional<Keystroke> KeyboardMap::find(std::uint32_t keysym, const KeyboardState& state) const {
  keysym = canonical_keysym(keysym);
  if (is_character(keysym)) {
    // With Control or Alt held a key may do something else altogether (switch the console): then the key is
    // meant.
    if (const auto found = find_character(keysym, state)) return found;
    if ((state.modifiers & (modifier::kControl | modifier::kMod1)) == 0) return std::nullopt;
  }
  return find_anywhere(keysym, state.group);
}

std::optional<Keystroke> KeyboardMap::find_character(std::uint32_t keysym, const KeyboardState& state) const {
  const std::uint8_t changeable = level_shifts();
  std::optional<Keystroke> best;
  int least = 9;
  for (int keycode = first; keycode <= last; ++keycode) {
    const Key& key = keys[static_cast<std::size_t>(keycode)];
    if (key.groups() == 0) continue;
    const std::uint8_t group = key.effective_group(state.group);
    const std::uint8_t type_index = key.types[group & 3];
    if (type_index >= types.size()) continue;
    const KeyType& type = types[type_index];
    // Every choice of the modifiers that matter to this key, from all of them down to none.
    for (std::uint8_t wanted = type.mask;; wanted = (wanted - 1) & type.mask) {
      const std::uint8_t change = (state.modifiers ^ wanted) & type.mask;
      const bool possible = (change & ~changeable) == 0 && (change & state.fixed) == 0;
      const int cost = std::popcount(change);
      if (possible && cost < least && canonical_keysym(key.symbol(group, type.level(wanted))) == keysym) {
        least = cost;
        best = Keystroke{u8(keycode), type.mask, wanted};
      }
      if (wanted == 0) break;
    }
  }
  return best;
}

// In the current group before the others, on a low level before a high one.
std::optional<Keystroke> KeyboardMap::find_anywhere(std::uint32_t keysym, std::uint8_t group) const {
  std::optional<Keystroke> best;
  int least = 1000;
  for (int keycode = first; keycode <= last; ++keycode) {
    const Key& key = keys[static_cast<std::size_t>(keycode)];
    for (std::uint8_t g = 0; g < key.groups(); ++g)
      for (std::uint8_t level = 0; level < key.width; ++level) {
        const int rank = (g == key.effective_group(group) ? 0 : 100) + level;
        if (rank < least && canonical_keysym(key.symbol(g, level)) == keysym) {
          least = rank;
          best = Keystroke{u8(keycode), 0, 0};
        }
      }
  }
  return best;
}

std::uint8_t KeyboardMap::modifier_key(std::uint8_t modifier) const {
  for (int keycode = first; keycode <= last; ++keycode) {
    const Key& key = keys[static_cast<std::size_t>(keycode)];
    if (key.modifiers == modifier && key.groups() > 0 && shifts_level(key.symbol(0, 0))) return u8(keycode);
  }
  return 0;
}

std::uint8_t KeyboardMap::level_shifts() const {
  std::uint8_t bits = 0;
  for (int bit = 1; bit < 256; bit <<= 1)
    if (modifier_key(u8(bit)) != 0) bits |= u8(bit);
  return bits & u8(~(modifier::kLock | modifier::kControl));
}

std::vector<std::uint8_t> KeyboardMap::spare_keys() const {
  std::vector<std::uint8_t> spare;
  for (int keycode = first; keycode <= last; ++keycode) {
    const Key& key = keys[static_cast<std::size_t>(keycode)];
    const bool empty =
        std::all_of(key.symbols.begin(), key.symbols.end(), [](auto symbol) { return symbol == 0; });
    if (empty && key.modifiers == 0) spare.push_back(u8(keycode));
  }
  return spare;
}

}  // namespace gatehouse::hw
