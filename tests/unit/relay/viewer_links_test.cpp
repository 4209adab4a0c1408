#include "tests/unit/relay/relay_world.h"

namespace gatehouse::relay_viewer_links_test {

using relay_world::kViewKey;
using relay_world::Peer;
using relay_world::World;
using wire::CloseReason;

// A viewer's link: what came in PAYLOAD records, and the GOODBYE.
struct Link {
  explicit Link(World& world_) : world(world_), peer(world_.connect("")) {}

  void view(relay::CallId call, const std::string& key = kViewKey, std::uint16_t version = wire::kVersion) {
    peer->send(wire::View{version, call, key});
  }
  bool joined() {
    return world.until([&] { return peer->got<wire::Joined>() || peer->closed; }) &&
           peer->got<wire::Joined>();
  }
  // Takes what has come since JOINED.
  void read() {
    records.feed(as_bytes(peer->session));
    peer->session.clear();
    while (const auto record = records.next()) {
      if (const auto* payload = std::get_if<wire::Payload>(&*record)) received += payload->bytes;
      if (const auto* goodbye = std::get_if<wire::Goodbye>(&*record)) reason = goodbye->reason;
    }
    CHECK_FALSE(records.broken());
  }
  bool closed_with(CloseReason wanted) {
    const bool closed = world.until([&] { return peer->closed; });
    read();
    return closed && reason == wanted;
  }

  World& world;
  std::unique_ptr<Peer> peer;
  wire::RecordReader records;
  std::string received;
  CloseReason reason = CloseReason::none;
};

struct Fixture : World {
  Fixture() { claimable[7] = {.call = 7, .device = 1, .ticket = ticket(7, 1)}; }
};

TEST_CASE("a viewer's link is let into its call and carries bytes both ways", "[relay]") {
  Fixture world;
  auto device = world.device("one");
  Link link(world);
  link.view(7);
  REQUIRE(link.joined());
  CHECK(link.peer->stream().peer_left_limits());
  link.peer->send("early ");
  auto data = world.join("one", world.ring_of(*device));
  REQUIRE(data->got<wire::Joined>());
  CHECK(world.opened == 1);
  link.peer->send("to device");
  const std::string much(100'000, 'x');
  data->send(much);
  CHECK(world.until([&] {
    link.read();
    return data->session == "early to device" && link.received == much;
  }));
  CHECK(world.until([&] { return world.progress == std::pair<std::uint64_t, std::uint64_t>{100'000, 15}; }));

  SECTION("it is closed by an administrator") {
    data->send("last words");
    world.settle();
    REQUIRE(world.relay->hang_up(7, CloseReason::ended_by_administrator));
    CHECK(link.closed_with(CloseReason::ended_by_administrator));
    CHECK(link.received == much + "last words");
  }
  SECTION("the appliance stops") {
    world.relay->stop();
    CHECK(link.closed_with(CloseReason::appliance_stopping));
  }
  SECTION("the machine is lost") {
    data->stream().cut();
    CHECK(link.closed_with(CloseReason::device_lost));
  }
  SECTION("the viewer leaves") {
    link.peer->stream().close();
    CHECK(world.until([&] { return data->closed; }));
    CHECK(world.ended[7] == CloseReason::ended_by_viewer);
  }
  SECTION("the viewer is lost") {
    link.peer->stream().cut();
    CHECK(world.until([&] { return world.ended.count(7) == 1; }));
    CHECK(world.ended[7] == CloseReason::viewer_lost);
  }
  CHECK(world.relay->counters().calls_open == 0);
}

TEST_CASE("a slow viewer's link slows the device down", "[relay]") {
  Fixture world;
  auto device = world.device("one");
  Link link(world);
  link.view(7);
  REQUIRE(link.joined());
  auto data = world.join("one", world.ring_of(*device));
  link.peer->stream().pause_reading();
  const std::string block(64 * 1024, 'x');
  std::size_t sent = 0;
  for (int round = 0; round < 100 && data->stream().pending() <= net::Stream::kHighWater; ++round) {
    data->send(block);
    sent += block.size();
    world.settle();
  }
  CHECK(sent <= 3 * net::Stream::kHighWater);
  link.peer->stream().resume_reading();
  CHECK(world.until([&] {
    link.read();
    return link.received.size() == sent;
  }));
}

TEST_CASE("a view key is good once, for its call alone", "[relay]") {
  Fixture world;
  auto device = world.device("one");
  const auto refused = [&](relay::CallId call, const std::string& key, std::uint16_t version) {
    Link link(world);
    link.view(call, key, version);
    REQUIRE(world.until([&] { return link.peer->closed; }));
    CHECK_FALSE(link.peer->got<wire::Joined>());
    return link.peer->goodbye();
  };
  CHECK(refused(8, kViewKey, wire::kVersion) == CloseReason::not_permitted);
  CHECK(refused(7, std::string(16, 'w'), wire::kVersion) == CloseReason::not_permitted);
  CHECK(refused(7, kViewKey, 2) == CloseReason::protocol_error);
  Link link(world);
  link.view(7);
  REQUIRE(link.joined());
  CHECK(refused(7, kViewKey, wire::kVersion) == CloseReason::not_permitted);
  CHECK(world.relay->counters().refused[static_cast<std::size_t>(CloseReason::not_permitted)] == 3);
  CHECK(world.relay->counters().calls_total == 1);
}

TEST_CASE("a viewer's link hears why its call can't be made", "[relay]") {
  Fixture world;
  CloseReason reason = CloseReason::device_offline;
  std::unique_ptr<Peer> device;
  SECTION("the device is not here") {}
  SECTION("the ticket is for another device") {
    device = world.device("one");
    world.claimable[7].ticket = world.ticket(7, 2);
    reason = CloseReason::bad_ticket;
  }
  SECTION("nobody answers") {
    device = world.device("one");
    reason = CloseReason::no_answer;
  }
  Link link(world);
  link.view(7);
  REQUIRE(link.joined());
  if (reason == CloseReason::no_answer) {
    world.ring_of(*device);
    world.clock.advance(std::chrono::seconds(20));
  }
  CHECK(link.closed_with(reason));
  if (reason == CloseReason::bad_ticket) CHECK_FALSE(device->got<wire::Ring>());
}

TEST_CASE("nothing follows VIEW before its answer", "[relay]") {
  Fixture world;
  Link link(world);
  Bytes both = wire::encode(wire::View{wire::kVersion, 7, kViewKey});
  both.push_back(0);
  link.peer->send(as_text(both));
  REQUIRE(world.until([&] { return link.peer->closed; }));
  CHECK(link.peer->goodbye() == CloseReason::protocol_error);
  CHECK(world.claimable.count(7) == 1);
}

}  // namespace gatehouse::relay_viewer_links_test
