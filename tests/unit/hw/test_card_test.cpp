#include "hw/capture/test_card.h"

#include <cstring>

#include "hw/display.h"
#include "tests/support/catch.h"

namespace gatehouse::hw::test_card_test {

std::uint32_t pixel(const Frame& frame, int x, int y) {
  std::uint32_t value = 0;
  std::memcpy(&value,
              frame.pixels + static_cast<std::size_t>(y) * frame.stride + static_cast<std::size_t>(x) * 4, 4);
  return value;
}

bool matches(const Frame& frame, const TestCardMarks& marks) {
  for (int y = 0; y < frame.height; ++y)
    for (int x = 0; x < frame.width; ++x)
      if (pixel(frame, x, y) != test_card_pixel(x, y, marks)) return false;
  return true;
}

TEST_CASE("the test card is the documented pattern and shows input", "[hw]") {
  Result<Display> display = open_test_card(320, 240);
  REQUIRE(display);
  Capture& capture = *display->capture;
  REQUIRE(capture.due());
  Result<Capture::Changes> changes = capture.poll();
  CHECK(changes->resized);
  CHECK(changes->damaged);
  CHECK_FALSE(capture.due());
  CHECK(*capture.grab() == std::vector<Rect>{{0, 0, 320, 240}});
  TestCardMarks marks;
  CHECK(matches(capture.frame(), marks));

  display->input->key(0xFF0D, 0, true);
  display->input->key(0xFF0D, 0, false);
  display->input->pointer(100, 50, 1);
  REQUIRE(capture.due());
  CHECK(capture.poll()->damaged);
  CHECK_FALSE(capture.poll()->resized);
  CHECK(*capture.grab() == std::vector<Rect>{{0, 0, 48, 16}, {97, 47, 7, 7}});
  marks = {.keys_pressed = 1, .last_keysym = 0xFF0D, .buttons = 1, .x = 100, .y = 50};
  CHECK(matches(capture.frame(), marks));

  display->input->release_all();
  REQUIRE(capture.grab());
  marks.buttons = 0;
  CHECK(matches(capture.frame(), marks));
  CHECK(capture.grab()->empty());
}

TEST_CASE("the test card takes every size within the limits", "[hw]") {
  Result<Display> display = open_test_card(320, 240);
  Capture& capture = *display->capture;
  REQUIRE(capture.poll());
  REQUIRE(capture.resize(641, 5));
  CHECK(capture.poll()->resized);
  CHECK(capture.frame().width == 641);
  CHECK(capture.frame().height == kSmallestScreen);
  REQUIRE(capture.grab());
  CHECK(matches(capture.frame(), {}));
  REQUIRE(capture.resize(641, kSmallestScreen));
  CHECK_FALSE(capture.poll()->resized);
}

}  // namespace gatehouse::hw::test_card_test
