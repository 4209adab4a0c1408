#include "appliance/desktop/region.h"

#include "tests/support/catch.h"

namespace gatehouse::region_test {

TEST_CASE("a region of very many pieces becomes the box around them", "[desktop]") {
  desktop::Region region;
  for (int i = 0; i < 5; ++i) region.add(hw::Rect{10 * i, 10 * i, 1, 1});
  region.coarsen(5);
  CHECK(region.rects().size() == 5);
  region.coarsen(4);
  CHECK(region.rects() == std::vector<hw::Rect>{{0, 0, 41, 41}});
}

}  // namespace gatehouse::region_test
