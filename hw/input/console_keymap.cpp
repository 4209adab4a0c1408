#include "hw/input/console_keymap.h"

#include <linux/input-event-codes.h>
#include <linux/kd.h>
#include <linux/keyboard.h>
#include <sys/ioctl.h>

#include <string_view>

#include "hw/input/keysym.h"

namespace gatehouse::hw {
namespace {

constexpr std::uint8_t kTableOf[ConsoleKeymap::kTables] = {0, 1 << KG_SHIFT, 1 << KG_ALTGR,
                                                           1 << KG_SHIFT | 1 << KG_ALTGR};
constexpr int kFirstCode = 8;  // of X keycodes

// The keys of a keyboard that types nothing in their own letters: one keysym, whatever is held.
struct Named {
  std::uint8_t code;
  std::uint32_t keysym;
  std::uint8_t modifiers;
};
constexpr Named kNamed[] = {
    {KEY_LEFTSHIFT, keysym::kShiftLeft, modifier::kShift},
    {KEY_RIGHTSHIFT, keysym::kShiftRight, modifier::kShift},
    {KEY_LEFTCTRL, 0xFFE3, modifier::kControl},
    {KEY_RIGHTCTRL, 0xFFE4, modifier::kControl},
    {KEY_CAPSLOCK, 0xFFE5, modifier::kLock},
    {KEY_LEFTALT, 0xFFE9, modifier::kMod1},
    {KEY_LEFTMETA, 0xFFEB, modifier::kMod4},
    {KEY_RIGHTMETA, 0xFFEC, modifier::kMod4},
    {KEY_COMPOSE, 0xFF67, 0},  // Menu
    {KEY_ESC, 0xFF1B, 0},
    {KEY_BACKSPACE, 0xFF08, 0},
    {KEY_TAB, 0xFF09, 0},
    {KEY_ENTER, 0xFF0D, 0},
    {KEY_KPENTER, 0xFF8D, 0},
    {KEY_NUMLOCK, 0xFF7F, 0},
    {KEY_SCROLLLOCK, 0xFF14, 0},
    {KEY_PAUSE, 0xFF13, 0},
    {KEY_HOME, 0xFF50, 0},
    {KEY_LEFT, 0xFF51, 0},
    {KEY_UP, 0xFF52, 0},
    {KEY_RIGHT, 0xFF53, 0},
    {KEY_DOWN, 0xFF54, 0},
    {KEY_PAGEUP, 0xFF55, 0},
    {KEY_PAGEDOWN, 0xFF56, 0},
    {KEY_END, 0xFF57, 0},
    {KEY_INSERT, 0xFF63, 0},
    {KEY_DELETE, 0xFFFF, 0},
    {KEY_F11, 0xFFC8, 0},
    {KEY_F12, 0xFFC9, 0},
};
constexpr std::uint32_t kF1 = 0xFFBE;
constexpr std::uint32_t kAltRight = 0xFFEA;

bool is_named(int code) {
  if (code >= KEY_F1 && code <= KEY_F10) return true;
  for (const Named& named : kNamed)
    if (named.code == code) return true;
  return code == KEY_RIGHTALT || code == KEY_SYSRQ;
}

// A row of keys that follow each other, without and with Shift.
void put_row(ConsoleKeymap& keymap, int first, std::string_view plain, std::string_view shifted) {
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const auto at = static_cast<std::size_t>(first) + i;
    const auto symbol = [](char character) {
      const auto byte = static_cast<std::uint8_t>(character);
      const bool letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
      return static_cast<std::uint16_t>(K(letter ? KT_LETTER : KT_LATIN, byte));
    };
    keymap.tables[0][at] = symbol(plain[i]);
    keymap.tables[1][at] = symbol(shifted[i]);
  }
}

ConsoleKeymap make_us_keymap() {
  ConsoleKeymap keymap;
  put_row(keymap, KEY_1, "1234567890-=", "!@#$%^&*()_+");
  put_row(keymap, KEY_Q, "qwertyuiop[]", "QWERTYUIOP{}");
  put_row(keymap, KEY_A, "asdfghjkl;'`", "ASDFGHJKL:\"~");
  put_row(keymap, KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?");
  put_row(keymap, KEY_SPACE, " ", " ");
  return keymap;
}

// What no character is left out.
std::uint32_t character(std::uint32_t code_point) {
  if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0)) return keysym::kNone;
  return code_point < 0x100 ? code_point : keysym::kUnicode + code_point;
}

}  // namespace

const ConsoleKeymap& us_keymap() {
  static const ConsoleKeymap keymap = make_us_keymap();
  return keymap;
}

ConsoleKeymap read_console_keymap(int terminal) {
  ConsoleKeymap keymap;
  for (std::size_t table = 0; table < ConsoleKeymap::kTables; ++table)
    for (int key = 1; key < ConsoleKeymap::kKeys; ++key) {
      kbentry entry{kTableOf[table], static_cast<unsigned char>(key), 0};
      if (::ioctl(terminal, KDGKBENT, &entry) != 0) return us_keymap();
      keymap.tables[table][static_cast<std::size_t>(key)] = entry.kb_value;
    }
  return keymap;
}

std::uint32_t keysym_of_console(std::uint16_t symbol) {
  const unsigned type = KTYP(symbol), value = KVAL(symbol);
  // What has no type of the kernel's is a code point, with these bits turned over (drivers/tty/vt/keyboard.c).
  if (type > KT_BRL) return character(symbol ^ 0xF000U);
  constexpr std::uint32_t kDead[] = {0xFE50, 0xFE51, 0xFE52, 0xFE53, 0xFE57, 0xFE5B};
  switch (type) {
    case KT_LATIN:
    case KT_LETTER:
      return character(value);
    case KT_PAD:
      if (value <= 9) return 0xFFB0 + value;
      if (symbol == K_PPLUS) return 0xFFAB;
      if (symbol == K_PMINUS) return 0xFFAD;
      if (symbol == K_PSTAR) return 0xFFAA;
      if (symbol == K_PSLASH) return 0xFFAF;
      if (symbol == K_PCOMMA || symbol == K_PDOT) return 0xFFAE;
      return keysym::kNone;
    case KT_DEAD:
      return value < std::size(kDead) ? kDead[value] : keysym::kNone;
    default:
      return keysym::kNone;
  }
}

KeyboardMap keyboard_map_of(const ConsoleKeymap& keymap) {
  constexpr std::uint8_t kAltGr = modifier::kMod5, kShift = modifier::kShift, kLock = modifier::kLock;
  constexpr std::uint8_t kOneLevel = 0, kCharacters = 1, kLetters = 2;
  KeyboardMap map;
  map.types.resize(3);
  map.types[kOneLevel] = {0, {}};
  map.types[kCharacters] = {kShift | kAltGr, {{kShift, 1}, {kAltGr, 2}, {kShift | kAltGr, 3}}};
  map.types[kLetters] = {kShift | kLock | kAltGr,
                         {{kShift, 1},
                          {kLock, 1},
                          {kAltGr, 2},
                          {kLock | kAltGr, 2},
                          {kShift | kAltGr, 3},
                          {kShift | kLock | kAltGr, 3}}};
  map.first = kFirstCode + 1;
  map.last = kFirstCode + ConsoleKeymap::kKeys - 1;
  const auto at = [&](int code) -> Key& { return map.keys[static_cast<std::size_t>(code + kFirstCode)]; };
  const auto put_named = [&](int code, std::uint32_t keysym, std::uint8_t modifiers) {
    at(code) = Key{1, {kOneLevel}, 1, {keysym}, modifiers};
  };
  for (const Named& named : kNamed) put_named(named.code, named.keysym, named.modifiers);
  for (int code = KEY_F1; code <= KEY_F10; ++code)
    put_named(code, kF1 + static_cast<std::uint32_t>(code - KEY_F1), 0);
  const bool alt_gr = keymap.tables[0][KEY_RIGHTALT] == K_ALTGR;
  put_named(KEY_RIGHTALT, alt_gr ? keysym::kLevel3Shift : kAltRight, alt_gr ? kAltGr : modifier::kMod1);
  for (int code = 1; code < ConsoleKeymap::kKeys; ++code) {
    if (is_named(code)) continue;
    const auto key = static_cast<std::size_t>(code);
    std::vector<std::uint32_t> symbols;
    bool any = false;
    for (const auto& table : keymap.tables) {
      symbols.push_back(keysym_of_console(table[key]));
      any = any || symbols.back() != keysym::kNone;
    }
    if (!any) continue;
    const bool letter = KTYP(keymap.tables[0][key]) == KT_LETTER;
    at(code) = Key{1, {letter ? kLetters : kCharacters}, ConsoleKeymap::kTables, std::move(symbols), 0};
  }
  return map;
}

}  // namespace gatehouse::hw
