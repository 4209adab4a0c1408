#include "appliance/agent/relay_distances.h"

#include <map>

#include "appliance/net/listener.h"
#include "tests/support/catch.h"
#include "tests/support/run_until.h"

namespace gatehouse::relay_distances_test {

struct Fixture {
  std::string address() const { return "127.0.0.1:" + std::to_string(there->port()); }
  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }
  std::map<std::uint64_t, std::uint32_t> times() const {
    std::map<std::uint64_t, std::uint32_t> found;
    for (const auto& time : told.back().times) found[time.relay_id] = time.microseconds;
    return found;
  }

  net::EventLoop loop;
  int connections = 0;
  const std::unique_ptr<net::Listener> there =
      *net::Listener::open(loop, "127.0.0.1:0", [this](UniqueFd, const net::PeerAddress&) { ++connections; });
  std::vector<wire::Measured> told;
  agent::RelayDistances distances{loop, {"127.0.0.1", there->port()}, [this](const wire::Measured& measured) {
                                    told.push_back(measured);
                                  }};
};

TEST_CASE("the appliance is measured as the relays are, when there is one to compare with", "[agent]") {
  Fixture world;
  world.distances.learn({{{7, world.address()}, {8, "127.0.0.1:1"}}});
  REQUIRE(world.until([&] { return !world.told.empty(); }));
  const auto times = world.times();
  CHECK(times.size() == 2);  // nobody answers at the second
  CHECK(times.contains(7));
  CHECK(times.contains(wire::kApplianceItself));
  CHECK(world.connections == 2);

  world.told.clear();
  world.distances.learn({});
  REQUIRE(world.until([&] { return !world.told.empty(); }));
  CHECK(world.times().empty());
  CHECK(world.connections == 2);
}

}  // namespace gatehouse::relay_distances_test
