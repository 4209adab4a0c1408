#include "appliance/desktop/difference.h"

#include <algorithm>
#include <vector>

#include "tests/support/catch.h"

namespace gatehouse::difference_test {

using desktop::bring_up_to_date;
using desktop::Difference;
using desktop::Picture;
using desktop::Region;

constexpr int kWidth = 400, kHeight = 300;
constexpr hw::Rect kAll{0, 0, kWidth, kHeight};

struct Image {
  std::vector<std::uint32_t> pixels = std::vector<std::uint32_t>(kWidth * kHeight);

  std::uint32_t& at(int x, int y) { return pixels[static_cast<std::size_t>(y) * kWidth + x]; }
  hw::Frame frame() const {
    return {reinterpret_cast<const std::uint8_t*>(pixels.data()), kWidth, kHeight, kWidth * 4};
  }
  Picture picture() { return {reinterpret_cast<std::uint8_t*>(pixels.data()), kWidth, kHeight, kWidth * 4}; }
  // Every row unlike any other.
  void fill_with_rows(int first) {
    for (int y = 0; y < kHeight; ++y)
      for (int x = 0; x < kWidth; ++x)
        at(x, y) = static_cast<std::uint32_t>((first + y) * 2654435761u + x * 7u);
  }
};

TEST_CASE("what is drawn again as it was is not sent", "[desktop]") {
  Image screen, viewer;
  screen.fill_with_rows(0);
  viewer = screen;
  const Difference difference = bring_up_to_date(viewer.picture(), screen.frame(), Region(kAll), true);
  CHECK_FALSE(difference.scroll);
  CHECK(difference.changed.empty());
}

TEST_CASE("a changed pixel is sent with the block around it, and nothing outside the region", "[desktop]") {
  Image screen, viewer;
  screen.at(70, 20) = 1;
  screen.at(399, 299) = 2;
  const Difference difference =
      bring_up_to_date(viewer.picture(), screen.frame(), Region(hw::Rect{0, 0, 300, 200}), false);
  CHECK(difference.changed.rects() == std::vector<hw::Rect>{{64, 16, 64, 16}});
  CHECK(viewer.at(70, 20) == 1);
  CHECK(viewer.at(399, 299) == 0);
}

TEST_CASE("a scroll is a copy and the rows that came", "[desktop]") {
  const int down = GENERATE(-13, 40);
  Image screen, viewer;
  viewer.fill_with_rows(1000);
  screen.fill_with_rows(1000 - down);
  for (int y = 0; y < kHeight; ++y) screen.at(kWidth - 1, y) = viewer.at(kWidth - 1, y);  // a bar that stays
  const Difference difference = bring_up_to_date(viewer.picture(), screen.frame(), Region(kAll), true);
  REQUIRE(difference.scroll);
  CHECK(difference.scroll->down == down);
  CHECK(difference.scroll->to == hw::Rect{0, std::max(down, 0), kWidth, kHeight - std::abs(down)});
  CHECK(difference.changed.pixels() < kAll.width * kAll.height / 2);
  CHECK(viewer.pixels == screen.pixels);
}

TEST_CASE("a film is no scroll, nor is anything where the viewer can't move pixels", "[desktop]") {
  Image screen, viewer;
  viewer.fill_with_rows(1000);
  screen.fill_with_rows(1013);
  CHECK_FALSE(bring_up_to_date(viewer.picture(), screen.frame(), Region(kAll), false).scroll);
  CHECK(viewer.pixels == screen.pixels);
  screen.fill_with_rows(5000);
  CHECK_FALSE(bring_up_to_date(viewer.picture(), screen.frame(), Region(kAll), true).scroll);
  CHECK(viewer.pixels == screen.pixels);
}

}  // namespace gatehouse::difference_test
