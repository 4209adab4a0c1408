#include "appliance/agent/desktop_host.h"

#include "tests/support/catch.h"
#include "tests/support/fake_desktop.h"
#include "tests/support/run_until.h"

namespace gatehouse::desktop_host_test {

using wire::CloseReason;

struct World {
  std::variant<UniqueFd, CloseReason> attach(std::uint64_t viewer) {
    return host.attach(viewer, policy::Permissions::all(), [this, viewer](CloseReason reason) {
      CHECK(lost.count(viewer) == 0);
      lost[viewer] = reason;
    });
  }
  bool attached(std::uint64_t viewer) { return std::holds_alternative<UniqueFd>(attach(viewer)); }
  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }

  net::EventLoop loop;
  test::FakeDisplays displays;
  test::FakeWorkers workers;
  agent::DesktopHost host{loop, displays, workers.starter(), std::chrono::milliseconds(30)};
  std::map<std::uint64_t, CloseReason> lost;
};

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
  CHECK(world.until([&] { return !world.workers.alive; }));
  CHECK(world.lost == std::map<std::uint64_t, CloseReason>{{1, CloseReason::desktop_failed},
                                                           {2, CloseReason::desktop_failed}});
  world.host.detach(1);  // harmless
  REQUIRE(world.attached(3));
  CHECK(world.workers.started == 2);
}

TEST_CASE("a screen that goes away is told, and is opened again for the next viewer", "[agent]") {
  World world;
  REQUIRE(world.attached(1));
  auto* worker = world.workers.last;
  worker->report([worker] { worker->events.display_lost(); });
  CHECK(world.until([&] { return !world.workers.alive; }));
  CHECK(world.lost[1] == CloseReason::display_lost);
  world.displays.gone = true;
  CHECK(std::get<CloseReason>(world.attach(2)) == CloseReason::display_lost);
  world.displays.gone = false;
  REQUIRE(world.attached(3));
  CHECK(world.displays.opened == 3);
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

}  // namespace gatehouse::desktop_host_test
