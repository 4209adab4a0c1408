#include "appliance/desktop/repaint.h"

#include "tests/support/catch.h"

namespace gatehouse::repaint_test {

using desktop::Difference;
using desktop::Region;
using desktop::Repaint;
using hw::Rect;
using std::chrono::milliseconds;

constexpr Rect kScreen{0, 0, 1280, 768}, kFilm{64, 64, 640, 384}, kWord{900, 700, 40, 12};

struct Viewer {
  Viewer() {
    wishes.encoding = desktop::kTight;
    wishes.quality = 8;
    wishes.video = true;
    repaint.start(kScreen.width, kScreen.height);
    step({});  // the first picture
    rest(milliseconds(2000));
  }

  // One update after this was drawn anew.
  Repaint::Step step(const Region& drawn) {
    repaint.damaged(drawn);
    Repaint::Step made = repaint.plan(kScreen, wishes, now);
    repaint.settle(made, Difference{std::nullopt, made.fresh}, wishes, now);
    return made;
  }
  Repaint::Step play(int pictures, const Region& drawn) {
    Repaint::Step last;
    for (int i = 0; i < pictures; ++i) {
      now += milliseconds(33);
      last = step(drawn);
    }
    return last;
  }
  // What is painted again while nothing happens.
  Region rest(milliseconds time) {
    Region refined;
    const SteadyTime end = now + time;
    while (repaint.next_due() && *repaint.next_due() <= end) {
      now = *repaint.next_due();
      const auto made = step({});
      CHECK_FALSE(made.lossy);
      CHECK(made.video.changed.empty());
      refined.add(made.refined);
    }
    now = end;
    return refined;
  }

  desktop::Wishes wishes;
  Repaint repaint;
  SteadyTime now{std::chrono::hours(1)};
};

std::size_t overlap(Region a, const Region& b) {
  a.clip_to(b);
  return a.pixels();
}

TEST_CASE("what keeps moving goes out as video, the rest as tiles", "[desktop]") {
  Viewer viewer;
  Region drawn(kFilm);
  drawn.add(kWord);
  CHECK(viewer.play(1, drawn).lossy);
  const auto made = viewer.play(10, drawn);
  CHECK(made.video.part == kFilm);
  CHECK(made.video.changed.pixels() == Region(kFilm).pixels());
  CHECK_FALSE(made.video.again);
  CHECK_FALSE(made.lossy);
  CHECK(overlap(made.tiles, kFilm) == 0);
  CHECK(overlap(made.tiles, kWord) == Region(kWord).pixels());
}

TEST_CASE("a viewer without video gets none", "[desktop]") {
  Viewer viewer;
  viewer.wishes.video = false;
  const auto made = viewer.play(10, Region(kFilm));
  CHECK(made.video.part.width == 0);
  CHECK(made.lossy);
}

TEST_CASE("a video that comes to rest is painted again without loss, soon", "[desktop]") {
  Viewer viewer;
  viewer.play(30, Region(kFilm));
  CHECK(overlap(viewer.rest(milliseconds(249)), kFilm) == 0);
  const Region refined = viewer.rest(milliseconds(51));
  CHECK(overlap(refined, kFilm) == Region(kFilm).pixels());
  CHECK_FALSE(viewer.repaint.next_due());
}

TEST_CASE("while it moves nothing of it is painted again, and what is beside it is", "[desktop]") {
  Viewer viewer;
  const Rect page{704, 0, 576, 700};
  viewer.play(10, Region(kFilm));
  Region both(kFilm);
  both.add(page);
  viewer.play(1, both);
  Region refined;
  for (int i = 0; i < 30; ++i) {
    const auto made = viewer.play(1, Region(kFilm));
    CHECK(overlap(made.refined, kFilm) == 0);
    refined.add(made.refined);
  }
  CHECK(overlap(refined, page) == Region(page).pixels());
}

TEST_CASE("a little within a video is exact, and is not lost to the video", "[desktop]") {
  Viewer viewer;
  viewer.play(10, Region(kFilm));
  const Rect letter{100, 100, 10, 16};
  const auto little = viewer.play(1, Region(letter));
  CHECK(little.video.changed.empty());
  CHECK(little.tiles.pixels() == Region(letter).pixels());
  const Rect lower{64, 256, 640, 128};
  const auto next = viewer.play(1, Region(lower));
  CHECK(overlap(next.video.changed, letter) == Region(letter).pixels());
  CHECK(overlap(next.video.changed, lower) == Region(lower).pixels());
}

TEST_CASE("who can't go on decoding gets the video from its beginning", "[desktop]") {
  Viewer viewer;
  viewer.play(10, Region(kFilm));
  viewer.repaint.demand(kScreen);
  const auto made = viewer.step({});
  CHECK(made.video.again);
  CHECK_FALSE(made.video.changed.empty());
  CHECK_FALSE(viewer.play(1, Region(kFilm)).video.again);
}

TEST_CASE("a new screen has no video", "[desktop]") {
  Viewer viewer;
  viewer.play(10, Region(kFilm));
  viewer.repaint.start(640, 480);
  CHECK(viewer.step({}).video.part.width == 0);
}

}  // namespace gatehouse::repaint_test
