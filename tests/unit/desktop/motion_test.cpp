#include "appliance/desktop/motion.h"

#include "tests/support/catch.h"

namespace gatehouse::motion_test {

using desktop::Motion;
using desktop::Region;
using hw::Rect;
using std::chrono::milliseconds;

struct Screen {
  Screen() { motion.start(1366, 768); }

  // Each of these changes at every picture.
  std::optional<Rect> play(int pictures, const std::vector<Rect>& moving,
                           milliseconds apart = milliseconds(33)) {
    std::optional<Rect> part;
    for (int i = 0; i < pictures; ++i) {
      now += apart;
      Region changed;
      for (const Rect& rect : moving) changed.add(rect);
      motion.note(changed, now);
      part = motion.part(now);
    }
    return part;
  }

  Motion motion;
  SteadyTime now{std::chrono::hours(1)};
};

TEST_CASE("the part of a screen that keeps moving", "[desktop]") {
  Screen screen;
  SECTION("a film is found at its third picture, in whole tiles") {
    CHECK_FALSE(screen.play(2, {{70, 70, 600, 400}}));
    CHECK(screen.play(1, {{70, 70, 600, 400}}) == Rect{64, 64, 640, 448});
  }
  SECTION("up to the edge of the screen, and even") {
    CHECK(screen.play(3, {{700, 300, 666, 468}}) == Rect{640, 256, 726, 512});
    screen.motion.start(1367, 769);
    CHECK(screen.play(3, {{700, 300, 667, 469}}) == Rect{640, 256, 726, 512});
  }
  SECTION("typing, a clock and a blinking cursor are none") {
    CHECK_FALSE(screen.play(30, {{100, 100, 120, 20}, {1300, 10, 60, 20}}));
  }
  SECTION("one change of everything is none, nor are slides") {
    CHECK_FALSE(screen.play(1, {{0, 0, 1366, 768}}));
    CHECK_FALSE(screen.play(10, {{0, 0, 1366, 768}}, milliseconds(500)));
  }
  SECTION("what moves elsewhere does not widen it") {
    CHECK(screen.play(5, {{0, 0, 640, 384}, {1300, 700, 60, 60}}) == Rect{0, 0, 640, 384});
  }
  SECTION("it stays while less of it moves") {
    screen.play(5, {{0, 0, 640, 384}});
    CHECK(screen.play(20, {{64, 64, 100, 60}}) == Rect{0, 0, 640, 384});
  }
  SECTION("it shrinks when it was too large for long") {
    screen.play(5, {{0, 0, 1366, 768}});
    CHECK(screen.play(80, {{0, 0, 320, 320}}) == Rect{0, 0, 320, 320});
  }
  SECTION("it grows, not at once") {
    screen.play(5, {{0, 0, 320, 320}});
    CHECK(screen.play(5, {{0, 0, 640, 320}}) == Rect{0, 0, 320, 320});
    CHECK(screen.play(20, {{0, 0, 640, 320}}) == Rect{0, 0, 640, 320});
  }
  SECTION("it moves away") {
    screen.play(5, {{0, 0, 320, 320}});
    CHECK(screen.play(20, {{640, 384, 320, 320}}) == Rect{640, 384, 320, 320});
  }
  SECTION("it comes to rest") {
    REQUIRE(screen.play(5, {{0, 0, 320, 320}}));
    CHECK(screen.motion.part(screen.now + Motion::kStill - milliseconds(1)));
    CHECK_FALSE(screen.motion.part(screen.now + Motion::kStill));
  }
  SECTION("damage outside the screen is nobody's") {
    CHECK_FALSE(screen.play(5, {{5000, 5000, 300, 300}, {-400, -400, 300, 300}}));
  }
}

}  // namespace gatehouse::motion_test
