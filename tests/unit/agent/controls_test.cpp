#include "appliance/agent/controls.h"

#include <map>

#include "tests/support/catch.h"
#include "tests/support/run_until.h"

namespace gatehouse::controls_test {

using Holder = wire::Controls::Holder;
using What = wire::Wish::What;

struct World {
  explicit World(std::chrono::milliseconds within = std::chrono::hours(1),
                 std::chrono::milliseconds not_again = agent::Controls::kNotAgainFor)
      : controls(loop, within, not_again) {
    controls.on_holder([this] { holders.push_back(controls.holder()); });
  }
  void come(std::uint64_t call) { come(call, "viewer " + std::to_string(call)); }
  void come(std::uint64_t call, const std::string& viewer) {
    controls.add(call, "N" + std::to_string(call), viewer, [this, call](const wire::Controls& now) {
      told[call] = now;
      waited[call] = waited[call] || now.wish;
      ++messages;
    });
  }
  wire::Controls expected(Holder holder, const std::string& name = "", bool wish = false,
                          const std::string& asking = "") const {
    return {holder, name, wish, asking, told.size() > 1 && !alone};
  }

  net::EventLoop loop;
  agent::Controls controls;
  std::map<std::uint64_t, wire::Controls> told;
  std::map<std::uint64_t, bool> waited;  // did it hear that its wish waits?
  std::vector<std::uint64_t> holders;
  int messages = 0;
  bool alone = false;  // again
};

TEST_CASE("the first has the controls, and who comes later sees whose they are", "[agent][controls]") {
  World world;
  world.come(1);
  CHECK(world.told[1] == world.expected(Holder::you));
  world.come(2);
  CHECK(world.told[2] == world.expected(Holder::another, "N1"));
  CHECK(world.controls.holder() == 1);
  CHECK(world.messages == 3);  // the first hears that it is not alone any more
  world.come(2);               // again
  CHECK(world.messages == 3);
}

TEST_CASE("a holder who is asked gives, keeps, or is silent", "[agent][controls]") {
  World world(std::chrono::milliseconds(20));
  world.come(1);
  world.come(2);
  world.controls.wish(2, What::have);
  CHECK(world.told[1] == world.expected(Holder::you, "", false, "N2"));
  CHECK(world.told[2] == world.expected(Holder::another, "N1", true));
  SECTION("gives") {
    world.controls.wish(1, What::let_go);
    CHECK(world.controls.holder() == 2);
  }
  SECTION("is silent") {
    CHECK(test::run_until(world.loop, [&] { return world.controls.holder() == 2; }));
  }
  SECTION("leaves") {
    world.controls.remove(1);
    world.alone = true;
    CHECK(world.controls.holder() == 2);
  }
  SECTION("keeps") {
    world.controls.wish(1, What::keep);
    CHECK(world.told[1] == world.expected(Holder::you));
    CHECK(world.told[2] == world.expected(Holder::another, "N1"));
    test::settle(world.loop);
    CHECK(world.controls.holder() == 1);
    return;
  }
  SECTION("who asks takes it back") {
    world.controls.wish(2, What::let_go);
    CHECK(world.told[1] == world.expected(Holder::you));
    CHECK(world.controls.holder() == 1);
    return;
  }
  CHECK(world.told[2] == world.expected(Holder::you));
  CHECK(world.holders == std::vector<std::uint64_t>{1, 2});
}

TEST_CASE("wishes are served in the order in which they came", "[agent][controls]") {
  World world;
  for (const std::uint64_t call : {1, 2, 3, 4}) world.come(call);
  for (const std::uint64_t call : {3, 2, 3, 4}) world.controls.wish(call, What::have);
  CHECK(world.told[1].asking == "N3");
  world.controls.remove(3);
  CHECK(world.told[1].asking == "N2");
  world.controls.wish(1, What::let_go);
  CHECK(world.told[2] == world.expected(Holder::you, "", false, "N4"));
  CHECK(world.told[1] == world.expected(Holder::another, "N2"));
  CHECK(world.told[4] == world.expected(Holder::another, "N2", true));
}

TEST_CASE("a wish has its whole time with each holder", "[agent][controls]") {
  World world(std::chrono::milliseconds(60));
  for (const std::uint64_t call : {1, 2, 3}) world.come(call);
  world.controls.wish(2, What::have);
  const auto begin = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point given;
  REQUIRE(test::run_until(world.loop, [&] {
    given = std::chrono::steady_clock::now();
    return given - begin > std::chrono::milliseconds(40);
  }));
  world.controls.give(3);
  REQUIRE(test::run_until(world.loop, [&] { return world.controls.holder() == 2; }));
  CHECK(std::chrono::steady_clock::now() - given >= std::chrono::milliseconds(50));
}

TEST_CASE("a wish that reads like the one that was refused is said again", "[agent][controls]") {
  World world;
  world.come(1);
  for (const std::uint64_t call : {2, 3}) {
    world.controls.add(call, "Sam", std::to_string(call), [](const wire::Controls&) {});
    world.controls.wish(call, What::have);
  }
  CHECK(world.told[1].asking == "Sam");
  const int before = world.messages;
  world.controls.wish(1, What::keep);
  CHECK(world.told[1].asking == "Sam");
  CHECK(world.messages == before + 1);
}

TEST_CASE("a holder who said no is not asked again at once", "[agent][controls]") {
  World world(std::chrono::hours(1), std::chrono::milliseconds(200));
  world.come(1);
  world.come(2);
  world.come(3);
  world.controls.wish(2, What::have);
  if (GENERATE(true, false)) {
    world.controls.wish(1, What::keep);
  } else {  // is asked, and not any more, again and again
    for (int i = 0; i < agent::Controls::kTakenBack; ++i) {
      CHECK(world.told[1].asking == "N2");
      world.controls.wish(2, What::let_go);
      if (i + 1 < agent::Controls::kTakenBack) world.controls.wish(2, What::have);
    }
  }
  const auto said = std::chrono::steady_clock::now();
  world.waited.clear();
  world.controls.wish(2, What::have);
  CHECK(world.told[1].asking.empty());
  CHECK(world.waited[2]);  // so that its viewer says that it was refused
  CHECK(world.told[2] == world.expected(Holder::another, "N1"));
  CHECK_FALSE(world.waited[3]);
  // Nor by another session of the same viewer; others are heard.
  world.come(4, "viewer 2");
  world.controls.wish(4, What::have);
  CHECK(world.told[1].asking.empty());
  world.controls.wish(3, What::have);
  CHECK(world.told[1].asking == "N3");
  SECTION("later") {
    world.controls.wish(3, What::let_go);
    REQUIRE(test::run_until(world.loop, [&] {
      return std::chrono::steady_clock::now() - said > std::chrono::milliseconds(210);
    }));
    world.controls.wish(2, What::have);
    CHECK(world.told[1].asking == "N2");
  }
  SECTION("of another holder") {
    world.controls.wish(1, What::let_go);
    REQUIRE(world.controls.holder() == 3);
    world.controls.wish(2, What::have);
    CHECK(world.told[3].asking == "N2");
  }
}

TEST_CASE("controls that nobody has go to the first who wants them", "[agent][controls]") {
  World world;
  world.come(1);
  world.come(2);
  world.controls.wish(1, What::let_go);
  CHECK(world.controls.holder() == 0);
  CHECK(world.told[1] == world.expected(Holder::nobody));
  CHECK(world.told[2] == world.expected(Holder::nobody));
  world.controls.wish(2, What::have);
  CHECK(world.controls.holder() == 2);
  CHECK(world.told[2] == world.expected(Holder::you));
}

TEST_CASE("who is not among them changes nothing", "[agent][controls]") {
  World world;
  world.come(1);
  world.come(2);
  const int before = world.messages;
  for (const What what : {What::have, What::let_go, What::keep}) world.controls.wish(9, what);
  world.controls.wish(2, What::keep);
  world.controls.wish(2, What::let_go);
  world.controls.wish(1, What::have);
  world.controls.wish(1, What::keep);
  world.controls.give(9);
  world.controls.remove(9);
  CHECK(world.controls.holder() == 1);
  CHECK(world.messages == before);
}

TEST_CASE("the person gives them to whom they want", "[agent][controls]") {
  World world;
  for (const std::uint64_t call : {1, 2, 3}) world.come(call);
  world.controls.wish(2, What::have);
  world.controls.give(3);
  CHECK(world.controls.holder() == 3);
  CHECK(world.told[3].asking == "N2");
  world.controls.remove(3);
  CHECK(world.controls.holder() == 2);
  world.controls.remove(2);
  CHECK(world.controls.holder() == 1);
  world.controls.remove(1);
  CHECK(world.controls.holder() == 0);
}

}  // namespace gatehouse::controls_test
