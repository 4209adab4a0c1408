// What a keysym (X11/keysymdef.h, X protocol appendix A) stands for, as far as typing needs it.
#pragma once
#include <cstdint>

namespace gatehouse::hw {

namespace keysym {
inline constexpr std::uint32_t kNone = 0;
inline constexpr std::uint32_t kUnicode = 0x01000000;  // plus the code point
inline constexpr std::uint32_t kModeSwitch = 0xFF7E;
inline constexpr std::uint32_t kShiftLeft = 0xFFE1;
inline constexpr std::uint32_t kShiftRight = 0xFFE2;
inline constexpr std::uint32_t kLevel3Shift = 0xFE03;
inline constexpr std::uint32_t kLevel5Shift = 0xFE11;
}  // namespace keysym

// The same symbol under its other number: Latin-1 and the euro sign have an old keysym and a Unicode one. Two
// keysyms mean the same when this makes them equal.
std::uint32_t canonical_keysym(std::uint32_t keysym);

// Whether it is a character (dead keys and the keypad included), for which Shift and AltGr are a matter of
// the layout. For the others, say F10 or Tab, Shift is part of what the person wants.
bool is_character(std::uint32_t keysym);

}  // namespace gatehouse::hw
