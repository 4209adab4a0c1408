// Which way a session goes: real ports on loopback, which is near; how far the machine is from each is said.
#include "appliance/connect/relay_choice.h"

#include "appliance/net/listener.h"
#include "tests/support/catch.h"
#include "tests/support/full_queue.h"
#include "tests/support/run_until.h"

namespace gatehouse::relay_choice_test {

using connect::RelayChoice;
using connect::RelayOffer;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr milliseconds kNear{1}, kFar{300};

std::string at(std::uint16_t port) {
  return "127.0.0.1:" + std::to_string(port);
}

struct World {
  std::unique_ptr<net::Listener> listen() {
    auto opened = net::Listener::open(loop, "127.0.0.1:0", [](UniqueFd, const net::PeerAddress&) {});
    REQUIRE(opened);
    return *std::move(opened);
  }
  // The one that was chosen; 0: the appliance.
  std::uint64_t choose(std::vector<RelayOffer> offers, std::optional<microseconds> appliance_from_machine) {
    std::optional<std::uint64_t> chosen;
    const RelayChoice choice(loop, std::move(offers), appliance, appliance_from_machine,
                             [&](std::optional<RelayOffer> offer) { chosen = offer ? offer->id : 0; });
    CHECK_FALSE(chosen);
    REQUIRE(test::run_until(loop, [&] { return chosen.has_value(); }));
    return *chosen;
  }

  net::EventLoop loop;
  std::unique_ptr<net::Listener> first = listen(), second = listen(), own = listen();
  const RelayOffer near{1, "near", at(first->port()), kNear}, far{2, "far", at(second->port()), kFar};
  std::string appliance = at(own->port());
};

TEST_CASE("a session goes the way that is the shortest in sum", "[connect]") {
  World world;
  CHECK(world.choose({world.far, world.near}, milliseconds(600)) == 1);
  CHECK(world.choose({world.far}, milliseconds(600)) == 2);
  CHECK(world.choose({world.far}, kNear) == 0);
  CHECK(world.choose({}, kNear) == 0);
}

TEST_CASE("a relay that does not answer is not chosen", "[connect]") {
  World world;
  SECTION("because nobody is there") {
    world.first.reset();
  }
  SECTION("because it says nothing") {
    const test::FullQueue silent;
    const RelayOffer dead{3, "dead", at(silent.port()), microseconds(0)};
    CHECK(world.choose({dead, world.far}, milliseconds(600)) == 2);
  }
  SECTION("because its address is none") {
    CHECK(world.choose({{4, "odd", "no address/", microseconds(0)}}, kFar) == 0);
  }
  if (!world.first) CHECK(world.choose({world.near}, milliseconds(600)) == 0);
}

TEST_CASE("an appliance that does not answer now is no reason to stay with it", "[connect]") {
  World world;
  world.own.reset();
  CHECK(world.choose({world.far}, kNear) == 2);
  world.second.reset();
  CHECK(world.choose({world.far}, kNear) == 0);  // nobody answers: it is tried all the same
}

}  // namespace gatehouse::relay_choice_test
