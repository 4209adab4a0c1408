#include "appliance/agent/desktop_host.h"

#include "tests/support/catch.h"
#include "tests/support/fake_desktop.h"
#include "tests/support/run_until.h"

namespace gatehouse::desktop_host_test {

using wire::CloseReason;

struct World {
  void attach(std::uint64_t viewer, const std::string& screen = {}) {
    host.attach(viewer, policy::Permissions::all(), screen,
                {
                    .shown = [this, viewer](UniqueFd rfb) { shown[viewer] = std::move(rfb); },
                    .lost =
                        [this, viewer](CloseReason reason) {
                          CHECK(lost.count(viewer) == 0);
                          lost[viewer] = reason;
                          if (on_lost) on_lost(viewer);
                        },
                });
    CHECK(lost.count(viewer) == 0);
  }
  bool attached(std::uint64_t viewer) {
    attach(viewer);
    return shown.count(viewer) == 1;
  }
  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }

  net::EventLoop loop;
  test::FakeDisplays displays;
  test::FakeWorkers workers;
  agent::DesktopHost host{loop, displays, workers.starter(), std::chrono::milliseconds(30)};
  std::map<std::uint64_t, UniqueFd> shown;
  std::map<std::uint64_t, CloseReason> lost;
  std::function<void(std::uint64_t)> on_lost;
};

TEST_CASE("a viewer sees the screen it was let in to, and no other", "[agent]") {
  World world;
  world.displays.name = ":5";
  world.attach(1, ":5");
  CHECK(world.shown.count(1) == 1);
  world.attach(2, ":6");
  CHECK(world.shown.count(2) == 0);
  REQUIRE(world.until([&] { return world.lost.count(2) == 1; }));
  CHECK(world.lost[2] == CloseReason::display_lost);
  CHECK(world.lost.count(1) == 0);
}

TEST_CASE("viewers share one worker, which stays warm for a while and then goes", "[agent]") {
  World world;
  CHECK(world.workers.started == 0);
  REQUIRE(world.attached(1));
  REQUIRE(world.attached(2));
  CHECK(world.workers.started == 1);
  CHECK(world.workers.last->viewers.size() == 2);
  world.host.set_permissions(2, policy::Permissions::view_only());
  CHECK(world.workers.last->rights[2] == policy::Permissions::view_only());
  world.host.detach(1);
  world.host.detach(2);
  CHECK(world.workers.last->viewers.empty());
  REQUIRE(world.attached(3));  // before it got cold
  CHECK(world.workers.started == 1);
  world.host.detach(3);
  CHECK(world.until([&] { return !world.workers.alive; }));
  REQUIRE(world.attached(4));
  CHECK(world.workers.started == 2);
  CHECK(world.lost.empty());
}

TEST_CASE("a worker that dies takes its viewers along, and the next viewer gets a new one", "[agent]") {
  World world;
  REQUIRE(world.attached(1));
  REQUIRE(world.attached(2));
  auto* worker = world.workers.last;
  worker->report([worker] { worker->events.exited("killed by signal 9"); });
  CHECK(world.until([&] { return !world.workers.alive && world.lost.size() == 2; }));
  CHECK(world.lost == std::map<std::uint64_t, CloseReason>{{1, CloseReason::desktop_failed},
                                                           {2, CloseReason::desktop_failed}});
  world.host.detach(1);  // harmless
  REQUIRE(world.attached(3));
  CHECK(world.workers.started == 2);
}

TEST_CASE("a worker of another screen than the next viewer is to see is let go, if nobody looks", "[agent]") {
  World world;
  world.displays.name = ":5";
  CHECK(world.host.will_show(":9"));  // nothing is shown yet
  REQUIRE(world.attached(1));
  CHECK(world.host.will_show(":5"));
  CHECK_FALSE(world.host.will_show(":6"));
  world.host.detach(1);
  CHECK(world.host.will_show(":5"));
  CHECK(world.workers.started == 1);
  world.displays.name = ":6";
  CHECK(world.host.will_show(":6"));
  REQUIRE(world.attached(2));
  CHECK(world.workers.started == 2);
  CHECK_FALSE(world.host.will_show(":5"));
}

TEST_CASE("a screen that goes away is told, and is opened again for the next viewer", "[agent]") {
  World world;
  REQUIRE(world.attached(1));
  auto* worker = world.workers.last;
  worker->report([worker] {
    worker->events.display_lost();
    worker->events.exited("exited with status 0");
  });
  CHECK(world.until([&] { return !world.workers.alive && world.lost.size() == 1; }));
  CHECK(world.lost[1] == CloseReason::display_lost);
  world.displays.gone = true;
  world.attach(2);
  CHECK(world.until([&] { return world.lost.count(2) == 1; }));
  CHECK(world.lost[2] == CloseReason::display_lost);
  world.displays.gone = false;
  REQUIRE(world.attached(3));
  CHECK(world.displays.opened == 3);
}

TEST_CASE("a viewer that leaves when another is told of the loss hears nothing more", "[agent]") {
  World world;
  world.on_lost = [&](std::uint64_t viewer) { world.host.detach(3 - viewer); };
  REQUIRE(world.attached(1));
  REQUIRE(world.attached(2));
  auto* worker = world.workers.last;
  worker->report([worker] { worker->events.exited("killed by signal 9"); });
  CHECK(world.until([&] { return !world.lost.empty(); }));
  world.host.set_permissions(1, policy::Permissions::view_only());  // harmless
  test::settle(world.loop);
  CHECK(world.lost.size() == 1);
}

TEST_CASE("one viewer's end is its own", "[agent]") {
  World world;
  REQUIRE(world.attached(1));
  REQUIRE(world.attached(2));
  auto* worker = world.workers.last;
  worker->report([worker] {
    worker->events.viewer_ended(1, "");
    worker->events.viewer_ended(2, "a message that is not permitted");
    worker->events.viewer_ended(3, "nobody");
  });
  CHECK(world.until([&] { return world.lost.size() == 2; }));
  CHECK(world.lost[1] == CloseReason::ended_by_viewer);
  CHECK(world.lost[2] == CloseReason::protocol_error);
}

TEST_CASE("the worker's word about the screen is kept", "[agent]") {
  World world;
  REQUIRE(world.attached(1));
  world.workers.last->events.ready(1920, 1080, "x11");
  CHECK(world.host.screen().width == 1920);
  CHECK(world.host.screen().capture == "x11");
}

TEST_CASE("a screen of the machine and one that the agent made are told apart", "[agent]") {
  World world;
  world.displays.resizable = true;
  REQUIRE(world.attached(1));
  world.workers.last->events.ready(1280, 800, "X11 (DAMAGE)");
  CHECK(world.host.screen().capture == "virtual desktop, X11 (DAMAGE)");
}

TEST_CASE("viewers wait together for a screen that takes its time, and may leave meanwhile", "[agent]") {
  World world;
  world.displays.slow = true;
  for (std::uint64_t viewer = 1; viewer <= 3; ++viewer) world.attach(viewer);
  world.host.set_permissions(2, policy::Permissions::view_only());
  world.host.detach(3);
  CHECK(world.displays.opened == 1);
  CHECK(world.workers.started == 0);
  SECTION("it comes") {
    world.displays.finish(world.displays.waiting);
    CHECK(world.workers.started == 1);
    CHECK((world.shown.count(1) == 1 && world.shown.count(2) == 1 && world.shown.count(3) == 0));
    CHECK(world.workers.last->rights[2] == policy::Permissions::view_only());
    CHECK(world.lost.empty());
  }
  SECTION("it does not come") {
    world.displays.gone = true;
    world.displays.finish(world.displays.waiting);
    world.host.detach(1);  // before it has been told
    CHECK(world.until([&] { return world.lost.size() == 1; }));
    CHECK(world.lost[2] == CloseReason::display_lost);
    world.displays.slow = world.displays.gone = false;
    REQUIRE(world.attached(4));
  }
}

TEST_CASE("a probe tells about the screen without a viewer, and leaves a warm worker", "[agent]") {
  World world;
  int changes = 0;
  world.host.on_screen([&] { ++changes; });
  world.host.probe();
  world.host.probe();
  REQUIRE(world.workers.started == 1);
  auto* worker = world.workers.last;
  worker->report([worker] { worker->events.ready(1280, 800, "x11"); });
  CHECK(world.until([&] { return changes == 1; }));
  worker->events.ready(1280, 800, "x11");
  CHECK(changes == 1);
  worker->events.ready(1440, 900, "x11");
  CHECK(changes == 2);
  CHECK(world.host.screen().height == 900);
  CHECK(world.until([&] { return !world.workers.alive; }));  // it got cold
}

}  // namespace gatehouse::desktop_host_test
