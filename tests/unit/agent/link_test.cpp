#include "appliance/agent/link.h"

#include "appliance/agent/enrolment.h"
#include "tests/support/catch.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_dial.h"
#include "tests/support/run_until.h"

namespace gatehouse::link_test {

using wire::CloseReason;

// No waiting between attempts, but the windows are remembered.
struct Waits {
  agent::Backoff backoff() {
    return agent::Backoff([this](std::uint64_t bound) {
      windows.push_back(bound - 1);
      return std::uint64_t{0};
    });
  }
  std::vector<std::uint64_t> windows;
};

struct World {
  World() {
    link = std::make_unique<agent::Link>(
        loop, clock, relay.dial(),
        [] {
          wire::Facts facts;
          facts.host_name = "desk";
          return wire::Hello{wire::kVersion, std::string(32, 'd'), facts};
        },
        agent::Link::Events{
            .online = [this](const wire::Welcome& welcome) { alias = welcome.alias; },
            .ring = [this](const wire::Ring& ring) { rung = ring.call_id; },
            .hung_up =
                [this](std::uint64_t call, CloseReason reason) {
                  hung_up = {call, reason};
                },
            .renewed = [this](const wire::Renewed& answer) { renewed = answer.certificate_pem; },
            .authorities = [this](const wire::Authorities& named) { authorities = named.certificates_pem; },
            .relays = [this](const wire::Relays& named) { relays = named.relays.size(); },
            .unknown_here = [this] { unknown = true; },
        },
        waits.backoff());
    link->start();
  }

  test::RecordPeer& connection(std::size_t number = 1) {
    REQUIRE(test::run_until(loop, [&] {
      return relay.connections.size() >= number && relay.connections[number - 1]->got<wire::Hello>();
    }));
    return *relay.connections[number - 1];
  }
  test::RecordPeer& online() {
    auto& found = connection();
    found.send(wire::Welcome{42, "desk@example", 25, 0, {}});
    REQUIRE(until([&] { return link->is_online(); }));
    return found;
  }
  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }

  net::EventLoop loop;
  test::FakeClock clock;
  test::FakeRelay relay{loop};
  Waits waits;
  std::string alias, renewed, authorities;
  std::uint64_t rung = 0;
  std::size_t relays = 0;
  std::pair<std::uint64_t, CloseReason> hung_up;
  bool unknown = false;
  std::unique_ptr<agent::Link> link;
};

TEST_CASE("the link says hello, is welcomed, hears rings and hang-ups, answers pings", "[agent]") {
  World world;
  auto& relay = world.online();
  CHECK(relay.got<wire::Hello>()->facts.host_name == "desk");
  CHECK(world.alias == "desk@example");
  relay.send(wire::Ring{7, std::string(16, 'k'), "ticket", 0, ""});
  relay.send(wire::Relays{{{7, "a.example:443"}}});
  relay.send(wire::HangUp{8, CloseReason::ended_by_viewer});
  relay.send(wire::Renewed{"certificate"});
  relay.send(wire::Authorities{"new and old"});
  relay.send(wire::Ping{5});
  CHECK(world.until([&] { return relay.got<wire::Pong>() != nullptr; }));
  CHECK(relay.got<wire::Pong>()->opaque == 5);
  CHECK(world.renewed == "certificate");
  CHECK(world.authorities == "new and old");
  CHECK(world.relays == 1);
  CHECK(world.rung == 7);
  CHECK(world.hung_up == std::pair{std::uint64_t{8}, CloseReason::ended_by_viewer});
}

TEST_CASE("the wait between attempts doubles up to a minute and begins anew after a welcome", "[agent]") {
  World world;
  world.relay.unreachable = true;
  CHECK(world.until([&] { return world.waits.windows.size() >= 11; }));
  CHECK(std::vector(world.waits.windows.begin(), world.waits.windows.begin() + 11) ==
        std::vector<std::uint64_t>{250, 500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000});
  world.relay.unreachable = false;
  auto& relay = world.online();
  world.waits.windows.clear();
  relay.stream().cut();
  world.connection(2);
  CHECK(world.waits.windows == std::vector<std::uint64_t>{250});
  CHECK_FALSE(world.link->is_online());
}

TEST_CASE("what a link must not hear ends it, and it is made again", "[agent]") {
  World world;
  SECTION("a ring before the welcome") {
    world.connection().send(wire::Ring{7, std::string(16, 'k'), "ticket", 0, ""});
    world.connection(2);
    CHECK(world.rung == 0);
  }
  SECTION("a record that only agents send") {
    world.online().send(wire::Hello{wire::kVersion, std::string(32, 'd'), {}});
    world.connection(2);
  }
  SECTION("no record at all") {
    world.online().stream().write(as_bytes(std::string_view("\xff\xff\xff\xff", 4)));
    world.connection(2);
  }
}

TEST_CASE("a second welcome says what has changed", "[agent]") {
  World world;
  world.online().send(wire::Welcome{42, "front@example", 25, 0, {}});
  CHECK(world.until([&] { return world.alias == "front@example"; }));
  CHECK(world.link->is_online());
  CHECK(world.relay.dials == 1);
}

TEST_CASE("a machine that was replaced or is not known does not hurry back", "[agent]") {
  World world;
  SECTION("replaced") {
    world.online().send(wire::Goodbye{CloseReason::replaced, "A newer connection took over."});
    CHECK(world.until([&] { return !world.waits.windows.empty(); }));
    CHECK(world.waits.windows == std::vector<std::uint64_t>{60000});
  }
  SECTION("unknown") {
    world.connection().send(wire::Goodbye{CloseReason::unknown_device, "Not here."});
    CHECK(world.until([&] { return world.unknown; }));
    test::settle(world.loop);
    CHECK(world.relay.dials == 1);
  }
}

TEST_CASE("a silent appliance is asked, then given up", "[agent]") {
  World world;
  auto& relay = world.online();
  world.clock.advance(std::chrono::seconds(25));
  CHECK(world.until([&] { return relay.got<wire::Ping>() != nullptr; }));
  world.clock.advance(std::chrono::seconds(25));
  world.connection(2);
}

TEST_CASE("a token becomes a certificate, a refused one an error, a broken connection another attempt",
          "[agent]") {
  net::EventLoop loop;
  test::FakeRelay relay(loop);
  Waits waits;
  std::optional<Result<std::string>> done;
  wire::Enrol request;
  request.token = "token";
  agent::Enrolment enrolment(
      loop, relay.dial(), request, [&](Result<std::string> answer) { done = std::move(answer); },
      waits.backoff());
  const auto asked = [&](std::size_t number) {
    return relay.connections.size() == number && relay.connections.back()->got<wire::Enrol>();
  };
  REQUIRE(test::run_until(loop, [&] { return asked(1); }));
  relay.connections[0]->stream().cut();
  REQUIRE(test::run_until(loop, [&] { return asked(2); }));
  CHECK(relay.connections[1]->got<wire::Enrol>()->token == "token");
  SECTION("good") {
    relay.connections[1]->send(wire::Enrolled{3, "certificate"});
    REQUIRE(test::run_until(loop, [&] { return done.has_value(); }));
    REQUIRE(*done);
    CHECK(**done == "certificate");
  }
  SECTION("bad") {
    relay.connections[1]->send(wire::Goodbye{CloseReason::bad_token, "This token was used already."});
    REQUIRE(test::run_until(loop, [&] { return done.has_value(); }));
    REQUIRE_FALSE(*done);
    CHECK(done->error().message == "This token was used already.");
  }
}

}  // namespace gatehouse::link_test
