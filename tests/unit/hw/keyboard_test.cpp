#include "hw/input/keyboard_map.h"

#include "hw/input/keysym.h"
#include "hw/input/xt_codes.h"
#include "tests/support/catch.h"

namespace gatehouse::hw::keyboard_test {

using namespace modifier;

// A small German-like keyboard: 10: a A, 11: 7 / {, 12: KP_Home KP_7, 13: F1 (Ctrl+Alt: console), 14: Tab; 50
// Shift, 51 AltGr, 52 Lock, 53 Num Lock; 60 nothing.
KeyboardMap keyboard() {
  KeyboardMap map;
  map.first = 8;
  map.last = 60;
  map.types = {{0, {}},
               {kShift, {{kShift, 1}}},
               {kShift | kLock, {{kShift, 1}, {kLock, 1}}},
               {kShift | kMod5, {{kShift, 1}, {kMod5, 2}, {kShift | kMod5, 3}}},
               {kShift | kMod2, {{kShift, 1}, {kMod2, 1}}},
               {kControl | kMod1, {{kControl | kMod1, 1}}}};
  map.keys[10] = {1, {2}, 2, {'a', 'A'}, 0};
  map.keys[11] = {1, {3}, 4, {'7', '/', '{', 0}, 0};
  map.keys[12] = {1, {4}, 2, {0xFF95, 0xFFB7}, 0};
  map.keys[13] = {1, {5}, 2, {0xFFBE, 0x1008FE01}, 0};
  map.keys[14] = {1, {1}, 2, {0xFF09, 0xFE20}, 0};
  map.keys[50] = {1, {0}, 1, {keysym::kShiftLeft}, kShift};
  map.keys[51] = {1, {0}, 1, {keysym::kLevel3Shift}, kMod5};
  map.keys[52] = {1, {0}, 1, {0xFFE5}, kLock};
  map.keys[53] = {1, {0}, 1, {0xFF7F}, kMod2};
  return map;
}

TEST_CASE("a symbol is typed with the modifiers its place on the layout needs", "[hw]") {
  const KeyboardMap map = keyboard();
  const auto wanted = [&](std::uint32_t keysym, KeyboardState state) {
    const auto stroke = map.find(keysym, state);
    return stroke ? static_cast<int>(stroke->wanted) : -1;
  };
  CHECK(map.find('a', {})->keycode == 10);
  CHECK(wanted('a', {}) == 0);
  CHECK(wanted('A', {}) == kShift);
  CHECK(wanted('a', {kShift, 0, 0}) == 0);                    // held by the viewer, not wanted
  CHECK(wanted('a', {kLock, kLock, 0}) == (kShift | kLock));  // Caps Lock stays, Shift undoes it
  CHECK(wanted('A', {kLock, kLock, 0}) == kLock);
  CHECK(wanted('{', {}) == kMod5);
  CHECK(wanted('{', {kShift, 0, 0}) == kMod5);
  CHECK(wanted('a', {kShift, kShift, 0}) == -1);  // a locked Shift can't be let go
  CHECK(wanted(0xFFB7, {}) == kShift);            // KP_7 without Num Lock
  CHECK(wanted(0xFFB7, {kMod2, kMod2, 0}) == kMod2);
  CHECK(wanted(0xFF95, {kMod2, kMod2, 0}) == (kShift | kMod2));  // KP_Home with it
  CHECK_FALSE(map.find(0xE4, {}));
  CHECK(map.find(keysym::kUnicode + 'a', {})->keycode == 10);
}

TEST_CASE("keys that type nothing are pressed as they are", "[hw]") {
  const KeyboardMap map = keyboard();
  CHECK(map.find(0xFF09, {kShift, 0, 0}) == Keystroke{14, 0, 0});            // Shift+Tab stays Shift+Tab
  CHECK(map.find(0xFFBE, {kControl | kMod1, 0, 0}) == Keystroke{13, 0, 0});  // Ctrl+Alt+F1
  CHECK(map.find(keysym::kLevel3Shift, {})->keycode == 51);
}

TEST_CASE("a key with fewer layouts than are configured uses one it has", "[hw]") {
  KeyboardMap map = keyboard();
  CHECK(map.find('a', {0, 0, 3})->keycode == 10);
  map.keys[10] = {2, {2, 2}, 2, {'a', 'A', 0x6C6, 0x6E6}, 0};
  CHECK(map.find('a', {0, 0, 0}));
  CHECK_FALSE(map.find('a', {0, 0, 1}));
  CHECK(map.find(0x6C6, {0, 0, 1})->keycode == 10);
  CHECK(map.find(0x6C6, {0, 0, 3})->keycode == 10);  // wrapped
  CHECK(map.keys[10].effective_group(2) == 0);
}

TEST_CASE("spare keys are those without symbol and modifier", "[hw]") {
  const auto spare = keyboard().spare_keys();
  CHECK(spare.front() == 8);
  CHECK(spare.back() == 60);
  CHECK(std::find(spare.begin(), spare.end(), 50) == spare.end());
}

TEST_CASE("XT codes name keys", "[hw]") {
  CHECK(keycode_of_xt(0x1E) == 38);
  CHECK(keycode_of_xt(0xB8) == 108);
  CHECK(keycode_of_xt(0) == 0);
  CHECK(keycode_of_xt(0x1000) == 0);
}

}  // namespace gatehouse::hw::keyboard_test
