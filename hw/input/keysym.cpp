#include "hw/input/keysym.h"

namespace gatehouse::hw {
namespace {

bool between(std::uint32_t value, std::uint32_t low, std::uint32_t high) {
  return value >= low && value <= high;
}

}  // namespace

std::uint32_t canonical_keysym(std::uint32_t keysym) {
  const std::uint32_t code = keysym - keysym::kUnicode;
  const bool unicode = keysym >= keysym::kUnicode;
  if (unicode && (between(code, 0x20, 0x7E) || between(code, 0xA0, 0xFF) || code == 0x20AC)) return code;
  return keysym;
}

bool is_character(std::uint32_t keysym) {
  return between(keysym, 0x20, 0xFCFF) || between(keysym, 0xFE50, 0xFE9F) ||  // dead keys
         between(keysym, 0xFF80, 0xFFBD) ||                                   // keypad
         between(keysym, keysym::kUnicode + 0x20, keysym::kUnicode + 0x10FFFF);
}

}  // namespace gatehouse::hw
