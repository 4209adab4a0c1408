// Elevation as a viewer has it, frame by frame.
#include "tests/unit/agent/session_world.h"

namespace gatehouse::session_elevation_test {

using namespace session_world;

struct Elevating : World {
  Elevating() {
    admission.maximum = Permissions::all();
    open();
  }
  bool is(wire::Elevation::Is state) {
    return until([&] { return last<wire::Elevation>() && last<wire::Elevation>()->is == state; });
  }
  void turn_on() {
    send(wire::Elevate{wire::Elevate::Mode::viewer_names, "root", "right"});
    REQUIRE(is(wire::Elevation::Is::asked));
    consent.say(agent::ElevationAnswer::Said::yes);
    REQUIRE(is(wire::Elevation::Is::checking));
    check.waiting(agent::AdministratorVerdict::yes);
    REQUIRE(is(wire::Elevation::Is::on));
  }
};

TEST_CASE("a viewer becomes administrator, has a terminal, and loses both with the permission",
          "[agent][elevation]") {
  Elevating world;
  world.turn_on();
  CHECK(world.session->elevated() == true);
  world.send(wire::TerminalOpen{});
  REQUIRE(world.until([&] { return world.terminals.all.size() == 1; }));
  const auto terminal = world.terminals.all[0];
  terminal->events.output(as_bytes("# "));
  CHECK(world.until([&] { return world.received().terminal.size() == 1; }));
  world.session->choose(Permissions::available().without(Permission::elevation));
  CHECK(world.is(wire::Elevation::Is::off));
  CHECK(world.last<wire::Elevation>()->why == wire::Elevation::Why::ended_at_machine);
  CHECK(terminal->left);
  CHECK(world.session->elevated() == false);
  CHECK(world.ended.empty());
  world.send(wire::TerminalBytes{"on its way"});
  world.send(wire::Ping{1});
  CHECK(world.until([&] { return world.last<wire::Pong>().has_value(); }));
  CHECK(world.elevated == std::vector<std::pair<std::uint64_t, bool>>{{7, true}, {7, false}});
}

TEST_CASE("elevation ends with the session", "[agent][elevation]") {
  Elevating world;
  world.turn_on();
  world.send(wire::TerminalOpen{});
  REQUIRE(world.until([&] { return world.terminals.all.size() == 1; }));
  SECTION("the viewer leaves") {
    world.send(wire::Close{CloseReason::ended_by_viewer});
    world.check_ended(CloseReason::ended_by_viewer);
  }
  SECTION("the viewer is gone without a word") {
    world.viewer().stream().close();
    CHECK(world.until([&] { return !world.ended.empty(); }));
  }
  SECTION("the machine restarts") {
    world.terminals.all[0]->events.ended(0);
    CHECK(world.ended.empty());
    world.send(wire::TerminalOpen{wire::TerminalOpen::What::restart_machine, {}, ""});
    REQUIRE(world.until([&] { return world.terminals.all.size() == 2; }));
    world.terminals.all[1]->events.ended(0);
    world.check_ended(CloseReason::restarting);
  }
  CHECK(world.terminals.all.back()->left);
  CHECK(world.elevated.back() == std::pair<std::uint64_t, bool>(7, false));
}

TEST_CASE("elevation that a viewer must not ask for ends the session", "[agent][elevation]") {
  SECTION("before it is open") {
    SlowAdmission admission;
    World world(&admission);
    world.greet();
    CHECK(world.until([&] { return world.state() == SessionState::waiting; }));
    SECTION("to become administrator") {
      world.send(wire::Elevate{wire::Elevate::Mode::person_names, "", ""});
    }
    SECTION("a terminal") {
      world.send(wire::TerminalOpen{});
    }
    world.check_ended(CloseReason::protocol_error);
    CHECK(world.consent.questions.empty());
  }
  SECTION("a terminal without it") {
    Elevating world;
    world.send(wire::TerminalOpen{});
    world.check_ended(CloseReason::protocol_error);
    CHECK(world.terminals.all.empty());
  }
  SECTION("what only the machine says") {
    Elevating world;
    world.send(wire::Elevation{wire::Elevation::Is::on, wire::Elevation::Why::none, 0});
    world.check_ended(CloseReason::protocol_error);
    CHECK(world.elevated.empty());
  }
  SECTION("what is no message of a terminal") {
    Elevating world;
    world.turn_on();
    world.send_bytes(std::string_view("\x06\x00\x00\x01\x07", 5));
    world.check_ended(CloseReason::protocol_error);
  }
}

}  // namespace gatehouse::session_elevation_test
