// A session among others, and what its viewer and the person at the machine say to each other.
#include "tests/unit/agent/session_world.h"

namespace gatehouse::session_company_test {

using namespace session_world;
using Holder = wire::Controls::Holder;

struct Among : World {
  // `first`: another session has the controls.
  explicit Among(bool first = true) {
    if (first) controls.add(1, "Ada", "1", [this](const wire::Controls& now) { ada = now; });
    open();
  }
  bool has_controls() {
    return until([&] { return last<wire::Controls>() && last<wire::Controls>()->holder == Holder::you; });
  }
  Permissions enforced() const { return workers.last->rights.at(7); }
  Permissions said() { return Permissions::from_bits(last<wire::State>()->permissions); }
  void answers() {
    const std::uint64_t number = ++pings;
    send(wire::Ping{number});
    REQUIRE(until([&] { return last<wire::Pong>() && last<wire::Pong>()->opaque == number; }));
  }

  wire::Controls ada;
  std::uint64_t pings = 0;
};

TEST_CASE("alone, a viewer has the controls at once", "[agent][controls]") {
  Among world(false);
  REQUIRE(world.has_controls());
  CHECK(world.enforced() == world.said());
  CHECK(world.enforced().has(Permission::keyboard));
}

TEST_CASE("while another has the controls, keys and buttons of this viewer are dropped by the worker",
          "[agent][controls]") {
  Among world;
  REQUIRE(world.until([&] { return world.last<wire::Controls>().has_value(); }));
  CHECK(*world.last<wire::Controls>() == wire::Controls{Holder::another, "Ada", false, "", true});
  CHECK(world.said().has(Permission::keyboard));
  CHECK(world.enforced() == world.said().without_controls());
  world.send(wire::Wish{wire::Wish::What::have});
  REQUIRE(world.has_controls());  // Ada is silent
  CHECK(world.enforced() == world.said());
  CHECK(world.ada == wire::Controls{Holder::another, "Anna", false, "", true});
  world.controls.give(1);
  CHECK(world.until([&] { return world.last<wire::Controls>()->holder == Holder::another; }));
  CHECK(world.enforced() == world.said().without_controls());
}

TEST_CASE("a session that may neither type nor point is not among the controls", "[agent][controls]") {
  Among world(false);
  REQUIRE(world.has_controls());
  world.controls.add(2, "Bo", "2", [](const wire::Controls&) {});
  const Permissions all = Permissions::available();
  SECTION("one of the two is enough") {
    world.session->choose(all.without(Permission::keyboard));
    CHECK(world.controls.holder() == 7);
    CHECK(world.enforced().has(Permission::pointer));
  }
  SECTION("neither, and both again") {
    world.session->choose(all.without_input());
    CHECK(world.controls.holder() == 2);
    world.session->choose(all);
    CHECK(world.controls.holder() == 2);
    CHECK_FALSE(world.enforced().has(Permission::keyboard));
  }
  SECTION("held for a question it keeps them") {
    world.session->hold_input(true);
    CHECK(world.controls.holder() == 7);
    CHECK_FALSE(world.enforced().has(Permission::keyboard));
    world.session->hold_input(false);
    CHECK(world.enforced().has(Permission::keyboard));
  }
  SECTION("it leaves") {
    world.session->end(CloseReason::ended_by_device);
    CHECK(world.controls.holder() == 2);
  }
}

TEST_CASE("viewer and person talk while both are there", "[agent][chat]") {
  Among world;
  world.send(wire::Chat{"nobody reads this"});
  world.answers();
  CHECK(world.heard.empty());
  CHECK_FALSE(world.last<wire::Person>());
  world.session->person_there(true);
  REQUIRE(world.until([&] { return world.last<wire::Person>() && world.last<wire::Person>()->there; }));
  world.send(wire::Chat{"Where is\nthe printer?"});
  CHECK(world.until([&] { return world.heard == std::vector<std::string>{"Where is\nthe printer?"}; }));
  world.session->say("Behind you");
  CHECK(world.until(
      [&] { return world.last<wire::Chat>() && world.last<wire::Chat>()->words == "Behind you"; }));
  world.session->person_there(false);
  CHECK(world.until([&] { return !world.last<wire::Person>()->there; }));
  world.send(wire::Chat{"Hello?"});
  world.answers();
  CHECK(world.heard.size() == 1);
  world.session->say("");
  world.session->say(std::string(2 * wire::kChatCap, 'x'));
  CHECK(world.until([&] { return world.last<wire::Chat>()->words.size() == wire::kChatCap; }));
}

TEST_CASE("nobody can flood the others with words or wishes", "[agent][chat][controls]") {
  Among world;
  world.session->person_there(true);
  const auto say = [&](int number) {
    if (number % 2 == 0) return world.send(wire::Chat{"x"});
    world.send(wire::Wish{number % 4 == 1 ? wire::Wish::What::have : wire::Wish::What::let_go});
  };
  for (int i = 0; i < agent::Talk::kAtOnce; ++i) say(i);
  world.answers();
  CHECK(world.ended.empty());
  for (int i = 0; i < agent::Talk::kAtOnce; ++i) say(i);
  world.check_ended(CloseReason::protocol_error);
}

TEST_CASE("what is said before the screen is open ends the session", "[agent][chat][controls]") {
  SlowAdmission admission;
  World world(&admission);
  world.greet();
  REQUIRE(world.until([&] { return world.state() == SessionState::waiting; }));
  SECTION("words") {
    world.send(wire::Chat{"let me in"});
  }
  SECTION("a wish") {
    world.send(wire::Wish{wire::Wish::What::have});
  }
  SECTION("what only a machine says") {
    world.send(wire::Person{true});
  }
  world.check_ended(CloseReason::protocol_error);
}

TEST_CASE("how much may be said comes back with time", "[agent][chat]") {
  agent::Talk talk;
  const auto begin = std::chrono::steady_clock::time_point(std::chrono::hours(9));
  for (int i = 0; i < agent::Talk::kAtOnce; ++i) CHECK(talk.allows(begin));
  CHECK_FALSE(talk.allows(begin));
  CHECK_FALSE(talk.allows(begin + std::chrono::milliseconds(400)));
  CHECK(talk.allows(begin + std::chrono::milliseconds(600)));
  CHECK_FALSE(talk.allows(begin + std::chrono::milliseconds(600)));
  int later = 0;
  while (talk.allows(begin + std::chrono::hours(1))) ++later;
  CHECK(later == agent::Talk::kAtOnce);
}

}  // namespace gatehouse::session_company_test
