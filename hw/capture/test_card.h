// The picture of the test card: which colour every pixel has, so that a test can compare what a viewer shows,
// pixel for pixel, and see input arrive.
#pragma once
#include <cstdint>

namespace gatehouse::hw {

// What input has done so far.
struct TestCardMarks {
  std::uint32_t keys_pressed = 0;  // key(down) calls
  std::uint32_t last_keysym = 0;
  std::uint32_t buttons = 0;  // as last given to pointer()
  int x = -1, y = -1;         // the pointer; outside: none yet
};

// Three cells of kTestCardCell pixels square in the top left corner show keys_pressed, last_keysym (lowest 24
// bits) and buttons as their colours, e.g. keys_pressed 3 is 0x000003.
inline constexpr int kTestCardCell = 16;
// Half the side of the square drawn around the pointer: it covers x-3 .. x+3, y-3 .. y+3. White without a
// button, else red.
inline constexpr int kTestCardMark = 3;

// The untouched card: red grows to the right, green downwards (both modulo 256), blue is a chequer board of
// 32-pixel squares.
constexpr std::uint32_t test_card_pixel(int x, int y) {
  const std::uint32_t blue = ((x >> 5) ^ (y >> 5)) & 1 ? 0xC0 : 0x40;
  return static_cast<std::uint32_t>(x & 255) << 16 | static_cast<std::uint32_t>(y & 255) << 8 | blue;
}

// The card with its marks: the cells lie over the pointer, the pointer over the pattern.
constexpr std::uint32_t test_card_pixel(int x, int y, const TestCardMarks& marks) {
  if (y < kTestCardCell && x < 3 * kTestCardCell) {
    const std::uint32_t cells[] = {marks.keys_pressed, marks.last_keysym, marks.buttons};
    return cells[x / kTestCardCell] & 0xFFFFFF;
  }
  const auto near = [](int a, int b) { return a - b <= kTestCardMark && b - a <= kTestCardMark; };
  if (marks.x >= 0 && near(x, marks.x) && near(y, marks.y)) return marks.buttons == 0 ? 0xFFFFFF : 0xFF0000;
  return test_card_pixel(x, y);
}

}  // namespace gatehouse::hw
