#include "hw/capture/damage.h"

#include <random>
#include <vector>

#include "tests/support/catch.h"

namespace gatehouse::hw::damage_test {

constexpr int kWidth = 97, kHeight = 83;

std::vector<int> cover(const std::vector<Rect>& rects) {
  std::vector<int> count(kWidth * kHeight, 0);
  for (const Rect& rect : rects)
    for (int y = std::max(rect.y, 0); y < std::min(rect.y + rect.height, kHeight); ++y)
      for (int x = std::max(rect.x, 0); x < std::min(rect.x + rect.width, kWidth); ++x)
        ++count[static_cast<std::size_t>(y * kWidth + x)];
  return count;
}

TEST_CASE("damage becomes disjoint, covers the same pixels and stays inside", "[hw]") {
  std::mt19937 random(7);
  const auto in = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  for (int round = 0; round < 200; ++round) {
    std::vector<Rect> rects;
    for (int i = in(0, 40); i > 0; --i) rects.push_back({in(-20, 110), in(-20, 100), in(-2, 40), in(0, 30)});
    const std::vector<Rect> disjoint = disjoint_rects(rects, kWidth, kHeight);
    const std::vector<Rect> few = few_rects(disjoint);
    REQUIRE(few.size() <= kFewRects);
    const std::vector<int> before = cover(rects), exact = cover(disjoint), after = cover(few);
    int not_exact = 0, not_covered_once = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
      not_exact += exact[i] != (before[i] > 0 ? 1 : 0);
      not_covered_once += after[i] > 1 || after[i] < exact[i];
    }
    REQUIRE(not_exact == 0);
    REQUIRE(not_covered_once == 0);
    for (const Rect& rect : few) {
      REQUIRE((rect.x >= 0 && rect.y >= 0 && rect.width > 0 && rect.height > 0));
      REQUIRE((rect.x + rect.width <= kWidth && rect.y + rect.height <= kHeight));
    }
  }
}

TEST_CASE("rectangles far apart are not merged without need", "[hw]") {
  const std::vector<Rect> rects = {{0, 0, 10, 10}, {900, 0, 10, 10}, {0, 500, 10, 10}};
  CHECK(few_rects(disjoint_rects(rects, 1000, 1000)) == rects);
}

}  // namespace gatehouse::hw::damage_test
