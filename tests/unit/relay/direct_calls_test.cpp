// Calls whose viewer reached the device by itself.
#include "tests/unit/relay/relay_world.h"

namespace gatehouse::relay_direct_calls_test {

using relay_world::kViewKey;
using relay_world::Peer;
using relay_world::World;
using wire::CloseReason;

// Call 7 waits for a viewer of device 1.
struct Fixture : World {
  explicit Fixture(relay::RelayLimits limits = {}) : World(limits) {
    claimable[7] = {.call = 7, .device = 1, .ticket = ticket(7, 1)};
  }

  // What the relay answers to a device that asks for a call.
  CloseReason ask(Peer& device, relay::CallId call, const std::string& from = "192.0.2.9") {
    const std::size_t before = answers(device).size();
    device.send(wire::Direct{call, from, 0, 0});
    REQUIRE(until([&] { return answers(device).size() > before; }));
    CHECK(answers(device).back().call_id == call);
    return answers(device).back().reason;
  }
  static std::vector<wire::DirectAnswer> answers(const Peer& device) {
    return device.all<wire::DirectAnswer>();
  }
};

TEST_CASE("a device lets in a viewer that came to it, and tells what became of it", "[relay]") {
  Fixture world;
  auto device = world.device("one");
  CHECK(world.ask(*device, 7) == CloseReason::none);
  CHECK(world.opened == 1);
  CHECK(world.direct_from == "192.0.2.9");
  CHECK(device->got<wire::Ring>() == nullptr);
  CHECK(world.relay->counters().calls_open == 1);
  CHECK(world.relay->counters().calls_direct == 1);

  device->send(wire::Direct{7, "192.0.2.9", 1000, 20});
  CHECK(world.until([&] { return world.progress == std::pair<std::uint64_t, std::uint64_t>{1000, 20}; }));
  // It can't take back what it said.
  device->send(wire::Direct{7, "192.0.2.9", 10, UINT64_MAX});
  CHECK(world.until([&] { return world.progress.second > 20; }));
  CHECK(world.progress == std::pair<std::uint64_t, std::uint64_t>{1000, std::uint64_t{1} << 60});
  CHECK(Fixture::answers(*device).size() == 1);
  CHECK(world.relay->counters().bytes_to_viewers == 0);  // which counts what passes here

  CloseReason reason = CloseReason::none;
  const auto hang_up = [&] { return device->got<wire::HangUp>(); };
  SECTION("the viewer leaves") {
    device->send(wire::HangUp{7, CloseReason::ended_by_viewer});
    reason = CloseReason::ended_by_viewer;
  }
  SECTION("the device names a reason that only the appliance can know") {
    device->send(wire::HangUp{7, CloseReason::ended_by_administrator});
    reason = CloseReason::ended_by_device;
  }
  SECTION("an administrator closes it") {
    CHECK(world.relay->hang_up(7, CloseReason::ended_by_administrator));
    CHECK_FALSE(world.relay->hang_up(7, CloseReason::ended_by_administrator));
    reason = CloseReason::ended_by_administrator;
    REQUIRE(world.until([&] { return hang_up() != nullptr; }));
    CHECK(hang_up()->call_id == 7);
    CHECK(hang_up()->reason == reason);
  }
  SECTION("the control link breaks") {
    device->stream().cut();
    reason = CloseReason::device_lost;
  }
  SECTION("the device is removed") {
    world.relay->drop_device(1, CloseReason::unknown_device);
    reason = CloseReason::unknown_device;
    REQUIRE(world.until([&] { return hang_up() != nullptr; }));
  }
  SECTION("the device comes anew") {
    auto rival = world.rival("one");
    world.clock.advance(std::chrono::seconds(4));
    reason = CloseReason::device_lost;
    CHECK(world.until([&] { return world.ended.contains(7); }));
  }
  SECTION("the appliance stops") {
    world.relay->stop();
    reason = CloseReason::appliance_stopping;
    REQUIRE(world.until([&] { return hang_up() != nullptr; }));
    CHECK(hang_up()->reason == reason);
  }
  CHECK(world.until([&] { return world.ended.contains(7); }));
  CHECK(world.ended[7] == reason);
  CHECK(world.progress.first == 1000);
  CHECK(world.relay->counters().calls_open == 0);
  CHECK(world.relay->counters().ended[static_cast<std::size_t>(reason)] == 1);
}

TEST_CASE("a device gets no call that was not made for it, is not waiting, or was used", "[relay]") {
  Fixture world;
  auto device = world.device("one"), other = world.device("two");
  CHECK(world.ask(*other, 7) == CloseReason::not_permitted);
  CHECK(world.ask(*device, 8) == CloseReason::not_permitted);
  CHECK(world.opened == 0);
  CHECK(world.relay->counters().calls_total == 0);
  CHECK(world.ask(*device, 7) == CloseReason::none);
  // What another says of it changes nothing.
  CHECK(world.ask(*other, 7) == CloseReason::not_permitted);
  other->send(wire::HangUp{7, CloseReason::ended_by_viewer});
  world.settle();
  CHECK(world.ended.empty());
  device->send(wire::HangUp{7, CloseReason::ended_by_viewer});
  CHECK(world.until([&] { return world.ended.contains(7); }));
  CHECK(world.ask(*device, 7) == CloseReason::not_permitted);
}

TEST_CASE("a call goes one way only", "[relay]") {
  Fixture world;
  auto device = world.device("one");
  const auto view = [&] {
    auto link = world.connect("");
    link->send(wire::View{wire::kVersion, 7, kViewKey});
    REQUIRE(world.until([&] { return link->got<wire::Joined>() || link->closed; }));
    return link;
  };
  SECTION("first through the appliance") {
    const auto link = view();
    REQUIRE(link->got<wire::Joined>());
    CHECK(world.ask(*device, 7) == CloseReason::not_permitted);
  }
  SECTION("first directly") {
    CHECK(world.ask(*device, 7) == CloseReason::none);
    CHECK(view()->goodbye() == CloseReason::not_permitted);
  }
  CHECK(world.ended.empty());
}

TEST_CASE("a direct call counts like every other, and its ticket like every other", "[relay]") {
  Fixture world({.calls = 3, .calls_per_device = 1});
  auto device = world.device("one"), other = world.device("two");
  CloseReason reason = CloseReason::none;
  std::unique_ptr<relay_world::Viewer> viewer;
  SECTION("the device has enough") {
    viewer = world.call(6, 1);
    world.ring_of(*device);
    reason = CloseReason::busy;
  }
  SECTION("the ticket is another's") {
    world.claimable[7].ticket = world.ticket(7, 2);
    reason = CloseReason::bad_ticket;
  }
  SECTION("the ticket is too old") {
    seal::Ticket old;
    old.viewer_id = 234'567'890;
    old.call = 7;
    old.device = 1;
    old.issued_at = world.clock.unix_seconds() - 70;
    world.claimable[7].ticket = world.signer.sign(old);
    reason = CloseReason::bad_ticket;
  }
  CHECK(world.ask(*device, 7) == reason);
  CHECK(world.opened == 0);
  CHECK(world.ended[7] == reason);  // it was taken out of the waiting ones
}

TEST_CASE("a direct call takes the place of one through the appliance", "[relay]") {
  Fixture world({.calls = 3, .calls_per_device = 1});
  auto device = world.device("one");
  REQUIRE(world.ask(*device, 7) == CloseReason::none);
  auto viewer = world.call(8, 1);
  CHECK(world.until([&] { return world.ended.contains(8); }));
  CHECK(world.ended[8] == CloseReason::busy);
}

TEST_CASE("where a device is, is told as far as it can be true", "[relay]") {
  Fixture world;
  auto device = world.device("one");
  const auto told = [&] { return world.relay->direct_addresses(1); };
  CHECK(told().empty());
  device->send(wire::Reachable{7070, {"192.0.2.7", "127.0.0.1", "2001:db8::1", "evil.example", "192.0.2.7"}});
  const std::vector<std::string> good = {"192.0.2.7:7070", "[2001:db8::1]:7070"};
  CHECK(world.until([&] { return told() == good; }));
  CHECK(world.relay->direct_addresses(2).empty());
  device->send(wire::Reachable{22, {"192.0.2.7"}});
  CHECK(world.until([&] { return told().empty(); }));
  device->send(wire::Reachable{7070, {"192.0.2.7"}});
  CHECK(world.until([&] { return !told().empty(); }));
  device->stream().cut();
  CHECK(world.until([&] { return told().empty(); }));
}

}  // namespace gatehouse::relay_direct_calls_test
