// The keyboard map of an X server as XKB describes it (protocol specification, chapter 7 and 12): which key,
// with which modifiers, types a symbol. Pure data; x11_keyboard.h reads it from a server.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace gatehouse::hw {

// Real modifier bits, as in the core protocol.
namespace modifier {
inline constexpr std::uint8_t kShift = 1, kLock = 2, kControl = 4, kMod1 = 8, kMod2 = 16, kMod3 = 32,
                              kMod4 = 64, kMod5 = 128;
}

struct KeyboardState {
  std::uint8_t modifiers = 0;  // in effect
  std::uint8_t fixed = 0;      // of these, locked or latched: letting a key go does not clear them
  std::uint8_t group = 0;      // in effect: the layout that is chosen
};

struct KeyType {
  struct Entry {
    std::uint8_t modifiers = 0, level = 0;
  };
  std::uint8_t mask = 0;  // the modifiers that matter to keys of this type
  std::vector<Entry> entries;

  std::uint8_t level(std::uint8_t modifiers) const;
};

struct Key {
  std::uint8_t group_info = 0;  // number of groups in the low four bits, and what is done with a group beyond
  std::array<std::uint8_t, 4> types{};
  std::uint8_t width = 0;  // levels a group
  std::vector<std::uint32_t> symbols;
  std::uint8_t modifiers = 0;  // that it sets while it is down

  std::uint8_t groups() const { return group_info & 0x0F; }
  std::uint8_t effective_group(std::uint8_t group) const;
  std::uint32_t symbol(std::uint8_t effective_group, std::uint8_t level) const;
};

// How to type a symbol: this key, while the modifiers in `mask` are as in `wanted`.
struct Keystroke {
  std::uint8_t keycode = 0;
  std::uint8_t mask = 0, wanted = 0;
  bool operator==(const Keystroke&) const = default;
};

struct KeyboardMap {
  std::vector<KeyType> types;
  std::array<Key, 256> keys;  // by keycode
  std::uint8_t first = 0, last = 0;

  // With the fewest changes to the modifiers that are in effect; only Shift and the level shifts (AltGr) are
  // ever changed. Keysyms that are no characters take the key that has them and no change at all. Nothing:
  // the map has no such symbol.
  std::optional<Keystroke> find(std::uint32_t keysym, const KeyboardState& state) const;
  // A key that sets `modifier` (one bit) while it is down and does not lock it; 0: none.
  std::uint8_t modifier_key(std::uint8_t modifier) const;
  // Keys without any symbol.
  std::vector<std::uint8_t> spare_keys() const;

 private:
  std::uint8_t level_shifts() const;
  std::optional<Keystroke> find_character(std::uint32_t keysym, const KeyboardState& state) const;
  std::optional<Keystroke> find_anywhere(std::uint32_t keysym, std::uint8_t group) const;
};

}  // namespace gatehouse::hw
