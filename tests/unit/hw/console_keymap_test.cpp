#include "hw/input/console_keymap.h"

#include <linux/input-event-codes.h>
#include <linux/keyboard.h>

#include "hw/input/keysym.h"
#include "tests/support/catch.h"

namespace gatehouse::hw::console_keymap_test {

constexpr std::uint8_t kA = KEY_A + 8, kQ = KEY_Q + 8, kTwo = KEY_2 + 8;

TEST_CASE("the US layout types letters, signs and keys", "[hw]") {
  const KeyboardMap map = keyboard_map_of(us_keymap());
  CHECK(map.find('a', {})->keycode == kA);
  CHECK(map.find('a', {})->wanted == 0);
  CHECK(map.find('A', {})->keycode == kA);
  CHECK(map.find('A', {})->wanted == modifier::kShift);
  CHECK(map.find('@', {})->keycode == kTwo);
  CHECK(map.find(0xFF0D, {})->keycode == KEY_ENTER + 8);
  CHECK(map.find(0xFFC9, {})->keycode == KEY_F12 + 8);
  CHECK_FALSE(map.find(0xE4, {}));  // a umlaut
  CHECK(map.modifier_key(modifier::kShift) == KEY_LEFTSHIFT + 8);
}

TEST_CASE("Caps Lock turns letters over, and nothing else", "[hw]") {
  const KeyboardMap map = keyboard_map_of(us_keymap());
  const KeyboardState caps{.modifiers = modifier::kLock, .fixed = modifier::kLock};
  CHECK(map.find('A', caps)->wanted == modifier::kLock);
  CHECK(map.find('a', caps)->wanted == (modifier::kLock | modifier::kShift));
  CHECK((map.find('2', caps)->wanted & modifier::kShift) == 0);
}

TEST_CASE("a layout with AltGr and dead keys", "[hw]") {
  ConsoleKeymap german = us_keymap();
  german.tables[0][KEY_RIGHTALT] = K_ALTGR;
  german.tables[0][KEY_APOSTROPHE] = K(KT_LETTER, 0xE4);
  german.tables[1][KEY_APOSTROPHE] = K(KT_LETTER, 0xC4);
  german.tables[2][KEY_Q] = K(KT_LATIN, '@');
  german.tables[2][KEY_E] = 0x20AC ^ 0xF000;
  german.tables[0][KEY_GRAVE] = K_DCIRCM;
  german.tables[1][KEY_2] = K(KT_LATIN, '"');
  const KeyboardMap map = keyboard_map_of(german);
  CHECK(map.find(0xE4, {})->keycode == KEY_APOSTROPHE + 8);
  const auto at = map.find('@', {});
  REQUIRE(at);
  CHECK(at->keycode == kQ);
  CHECK(at->wanted == modifier::kMod5);
  CHECK(map.find(0x20AC, {})->keycode == KEY_E + 8);  // the euro's old keysym
  CHECK(map.find(0x010020AC, {})->keycode == KEY_E + 8);
  CHECK(map.find(0xFE52, {})->keycode == KEY_GRAVE + 8);
  CHECK(map.modifier_key(modifier::kMod5) == KEY_RIGHTALT + 8);
}

TEST_CASE("SysRq is no key of any layout", "[hw]") {
  ConsoleKeymap keymap = us_keymap();
  keymap.tables[0][KEY_SYSRQ] = K(KT_LATIN, 0x1C);
  keymap.tables[2][KEY_SYSRQ] = K(KT_LATIN, 'x');
  const KeyboardMap map = keyboard_map_of(keymap);
  CHECK(map.keys[KEY_SYSRQ + 8].groups() == 0);
  CHECK_FALSE(map.find(0xFF61, {}));  // Print
}

TEST_CASE("what types nothing has no keysym", "[hw]") {
  CHECK(keysym_of_console(K(KT_LATIN, 0x1B)) == 0);
  CHECK(keysym_of_console(K_HOLE) == 0);
  CHECK(keysym_of_console(K(KT_CONS, 3)) == 0);
  CHECK(keysym_of_console(K(KT_PAD, 7)) == 0xFFB7);
  CHECK(keysym_of_console(K_PDOT) == 0xFFAE);
  CHECK(keysym_of_console(K(KT_DEAD, 200)) == 0);
}

}  // namespace gatehouse::hw::console_keymap_test
