#include "hw/kms/tiles.h"

#include <cstring>

#include "tests/support/catch.h"

namespace gatehouse::hw::kms::tiles_test {

constexpr int kWidth = 150, kHeight = 70;
constexpr std::size_t kPitch = 640;

struct Memory {
  std::vector<std::uint8_t> bytes = std::vector<std::uint8_t>(kPitch * kHeight);
  std::vector<std::uint32_t> frame = std::vector<std::uint32_t>(std::size_t{kWidth} * kHeight);

  void put(int x, int y, std::uint32_t pixel) {
    std::memcpy(bytes.data() + static_cast<std::size_t>(y) * kPitch + static_cast<std::size_t>(x) * 4, &pixel,
                4);
  }
  std::uint32_t at(int x, int y) const {
    return frame[static_cast<std::size_t>(y) * kWidth + static_cast<std::size_t>(x)];
  }
  std::vector<Rect> take() {
    return take_changes(bytes.data(), kPitch, PixelFormat::xrgb8888, kWidth, kHeight, frame);
  }
};

TEST_CASE("only the tiles with a pixel that changed are taken", "[hw]") {
  Memory memory;
  CHECK(memory.take().empty());
  memory.put(63, 63, 0x112233);
  memory.put(149, 69, 0x445566);
  CHECK(memory.take() == std::vector<Rect>{{0, 0, 64, 64}, {128, 64, 22, 6}});
  CHECK(memory.at(63, 63) == 0x112233);
  CHECK(memory.at(149, 69) == 0x445566);
  CHECK(memory.take().empty());
  memory.put(63, 63, 0);
  CHECK(memory.take() == std::vector<Rect>{{0, 0, 64, 64}});
  CHECK(memory.at(63, 63) == 0);
  memory.put(150, 0, 0xFFFFFF);  // between the end of the row and the next
  CHECK(memory.take().empty());
}

TEST_CASE("every format gives the colours that the screen has", "[hw]") {
  const auto convert = [](std::vector<std::uint8_t> bytes, PixelFormat format) {
    std::uint32_t pixel = 0;
    convert_row(bytes.data(), format, 1, &pixel);
    return pixel;
  };
  CHECK(convert({0x33, 0x22, 0x11, 0}, PixelFormat::xrgb8888) == 0x112233);
  CHECK(convert({0x33, 0x22, 0x11, 0x80}, PixelFormat::argb8888) == 0x80112233);
  CHECK((convert({0x33, 0x22, 0x11, 0}, PixelFormat::xbgr8888) & 0xFFFFFF) == 0x332211);
  CHECK(convert({0xFF, 0xFF}, PixelFormat::rgb565) == 0xFFFFFF);
  CHECK(convert({0x00, 0xF8}, PixelFormat::rgb565) == 0xFF0000);
  CHECK(convert({0xE0, 0x07}, PixelFormat::rgb565) == 0x00FF00);
  CHECK(convert({0x1F, 0x00}, PixelFormat::rgb565) == 0x0000FF);
}

TEST_CASE("a cursor covers as much as it is opaque", "[hw]") {
  CHECK(blend(0x00000000, 0x123456) == 0x123456);
  CHECK(blend(0xFFABCDEF, 0x123456) == 0xABCDEF);
  CHECK(blend(0x80800000, 0x0000FF) == 0x80007F);
  CHECK(blend(0x00FFFFFF, 0xFFFFFF) == 0xFFFFFF);  // not premultiplied, against the rule
}

}  // namespace gatehouse::hw::kms::tiles_test
