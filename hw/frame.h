// What a screen looks like in memory, the same for every back-end.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace gatehouse::hw {

struct Rect {
  int x = 0, y = 0, width = 0, height = 0;
  bool operator==(const Rect&) const = default;
};

// 32 bits a pixel, little-endian 0xXXRRGGBB; the top byte means nothing. Not owned; valid until the next call
// that changes the source.
struct Frame {
  const std::uint8_t* pixels = nullptr;
  int width = 0, height = 0;
  std::size_t stride = 0;  // bytes from one row to the next
};

// A cursor shape: 0xAARRGGBB, premultiplied alpha, row by row without gaps.
struct CursorShape {
  int width = 0, height = 0;
  int hot_x = 0, hot_y = 0;
  std::vector<std::uint32_t> pixels;
  std::uint32_t serial = 0;  // changes with every new shape
};

}  // namespace gatehouse::hw
