// Relays of their own, as the appliance sees them.
#include "appliance/base/text.h"
#include "tests/unit/relay/relay_world.h"

namespace gatehouse::relay_nodes_test {

using relay_world::kViewKey;
using relay_world::Peer;
using relay_world::World;
using wire::CloseReason;

const std::string kJoinKey(16, 'j');
const std::string kOne = hex(std::string(32, '1'));  // the key of device 1

struct Fixture : World {
  explicit Fixture(relay::RelayLimits limits = {},
                   std::chrono::milliseconds tick = std::chrono::milliseconds(1))
      : World(limits, tick) {
    add("berlin", 5);
    nodes["berlin"].certificate_pem = "chain";
    known[kOne] = 1;
    claimable[7] = {.call = 7, .device = 1, .ticket = ticket(7, 1)};
  }
  void add(const std::string& name, relay::NodeId id, std::uint64_t organization = 9) {
    relay::Needs::NodePapers& papers = nodes[name];
    papers.node = id;
    papers.organization = organization;
    papers.address = name + ".example:443";
  }
  std::unique_ptr<Peer> node(const std::string& link_key = "berlin") {
    auto peer = connect(link_key);
    peer->send(wire::Node{});
    REQUIRE(until([&] { return peer->got<wire::NodeWelcome>() || peer->closed; }));
    return peer;
  }
  // The node's viewer has come, and the device was rung.
  wire::Ring claimed(Peer& node, const Peer& device) {
    node.send(wire::Claim{7, kViewKey, kJoinKey, ""});
    REQUIRE(until([&] { return node.got<wire::Claimed>() != nullptr; }));
    return ring_of(device);
  }
  bool ended_with(CloseReason reason) {
    return until([&] { return ended.contains(7) && ended[7] == reason; });
  }
};

TEST_CASE("a relay of its own is let in by its certificate, and gets its papers", "[relay]") {
  Fixture world;
  auto node = world.node();
  CHECK(node->got<wire::NodeWelcome>()->node_id == 5);
  CHECK(node->got<wire::NodeWelcome>()->certificate_pem == "chain");
  CHECK(node->got<wire::NodeWelcome>()->ticket_keys == as_text(world.signer.public_key()));
  CHECK(world.relay->node_state(5).online);
  CHECK(world.node_changes == 1);
  node->answer_pings();
  CHECK(world.until([&] { return world.relay->node_state(5).round_trip.has_value(); }));
  CHECK(world.node("stranger")->goodbye() == CloseReason::unknown_device);
  CHECK(world.node("one")->goodbye() == CloseReason::unknown_device);  // a device is none
  SECTION("the later of two with one key stays") {
    auto again = world.node();
    CHECK(world.until([&] { return node->closed; }));
    CHECK(node->goodbye() == CloseReason::replaced);
    CHECK(world.relay->node_state(5).online);
  }
  SECTION("and is gone when its link is") {
    node->stream().cut();
    CHECK(world.until([&] { return !world.relay->node_state(5).online; }));
  }
  SECTION("and says what only machines say once") {
    node->send(wire::Update{});
    CHECK(world.until([&] { return node->closed; }));
    CHECK(node->goodbye() == CloseReason::protocol_error);
  }
}

TEST_CASE("a relay gets new papers on its link, once an hour", "[relay]") {
  Fixture world({.heartbeat = std::chrono::hours(3)});
  auto node = world.node();
  world.clock.advance(std::chrono::seconds(3600));
  world.nodes["berlin"].certificate_pem = "later chain";
  node->send(wire::Node{});
  CHECK(world.until([&] { return node->last<wire::NodeWelcome>()->certificate_pem == "later chain"; }));
  CHECK(world.node_changes == 1);  // it was there all the time
  node->send(wire::Node{});
  CHECK(world.until([&] { return node->closed; }));
  CHECK(node->goodbye() == CloseReason::protocol_error);
}

TEST_CASE("a relay is seen for as long as it is there, and for the last time when its link ends", "[relay]") {
  Fixture world({.heartbeat = std::chrono::hours(3)});
  auto node = world.node();
  CHECK(world.nodes_seen.empty());  // its papers say so already
  world.clock.advance(std::chrono::seconds(60));
  CHECK(world.until([&] { return world.nodes_seen == std::vector<relay::NodeId>{5}; }));
  node->stream().cut();
  CHECK(world.until([&] { return !world.relay->node_state(5).online; }));
  CHECK(world.nodes_seen.size() == 2);
}

TEST_CASE("a relay that is removed while it is let in stays out", "[relay]") {
  Fixture world;
  auto peer = world.connect("berlin");
  world.on_admit = [&] {
    world.nodes.erase("berlin");
    world.relay->drop_node(5);
  };
  peer->send(wire::Node{});
  CHECK(world.until([&] { return peer->closed; }));
  CHECK(peer->goodbye() == CloseReason::unknown_device);
  CHECK_FALSE(world.relay->node_state(5).online);
}

TEST_CASE("the relays of an organization that was removed are cut, and nobody else's", "[relay]") {
  Fixture world;
  world.add("paris", 6, 10);
  auto ours = world.node();
  auto theirs = world.node("paris");
  world.relay->drop_organization(10);
  CHECK(world.until([&] { return theirs->closed; }));
  CHECK(theirs->goodbye() == CloseReason::unknown_device);
  CHECK(world.relay->node_state(5).online);
  CHECK_FALSE(world.relay->node_state(6).online);
}

TEST_CASE("a device is told the relays of its organization, and those it reaches are offered", "[relay]") {
  Fixture world;
  world.add("paris", 6, 9);
  world.add("foreign", 7, 10);
  auto before = world.device("one");
  auto node = world.node(), paris = world.node("paris"), foreign = world.node("foreign");
  CHECK(world.until([&] { return before->got<wire::Relays>() != nullptr; }));
  auto after = world.device("two");
  REQUIRE(world.until([&] { return after->got<wire::Relays>() != nullptr; }));
  REQUIRE(after->got<wire::Relays>()->relays.size() == 2);
  CHECK(after->got<wire::Relays>()->relays[0].address == "berlin.example:443");
  CHECK(world.relay->nodes_near(2).empty());
  CHECK_FALSE(world.relay->appliance_from(2));
  after->send(wire::Measured{{{5, 900}, {wire::kApplianceItself, 700}, {6, 400}, {99, 1}}});
  CHECK(world.until([&] { return world.relay->nodes_near(2).size() == 2; }));
  CHECK(world.relay->nodes_near(2)[0].address == "paris.example:443");
  CHECK(world.relay->nodes_near(2)[1].from_device == std::chrono::microseconds(900));
  CHECK(world.relay->appliance_from(2) == std::chrono::microseconds(700));
  paris->stream().cut();
  CHECK(world.until([&] { return world.relay->nodes_near(2).size() == 1; }));
  after->stream().cut();
  CHECK(world.until([&] { return !world.relay->appliance_from(2); }));
}

TEST_CASE("a call at a relay of its own is decided and written down as all others", "[relay]") {
  Fixture world;
  auto device = world.device(kOne);
  auto node = world.node();
  const wire::Ring ring = world.claimed(*node, *device);
  CHECK(ring.relay_id == 5);
  CHECK(ring.relay == "berlin.example:443");
  CHECK(ring.join_key == kJoinKey);
  CHECK(node->got<wire::Claimed>()->device_id == 1);
  CHECK(world.relay->node_state(5).calls == 1);
  CHECK(world.opened == 0);
  node->send(wire::Carried{7, 0, 0});
  CHECK(world.until([&] { return world.opened == 1; }));
  CHECK(world.opened_at == 5);
  node->send(wire::Carried{7, 1000, 20});
  node->send(wire::Carried{7, 10, 20});  // never less
  CHECK(world.until([&] { return world.progress == std::pair<std::uint64_t, std::uint64_t>(1000, 20); }));
  SECTION("the relay says that it is over") {
    node->send(wire::HangUp{7, CloseReason::ended_by_viewer});
    CHECK(world.ended_with(CloseReason::ended_by_viewer));
    CHECK(world.until([&] { return device->got<wire::HangUp>() != nullptr; }));
    CHECK(world.progress.first == 1000);
  }
  SECTION("the relay names an end that it can't know") {
    node->send(wire::HangUp{7, CloseReason::ended_by_administrator});
    CHECK(world.ended_with(CloseReason::relay_lost));
  }
  SECTION("the relay names an end that the machine did not name") {
    node->send(wire::HangUp{7, CloseReason::display_lost});
    CHECK(world.ended_with(CloseReason::relay_lost));
  }
  SECTION("the relay names more bytes than there can be") {
    node->send(wire::Carried{7, std::uint64_t{1} << 59, 30});
    node->send(wire::HangUp{7, CloseReason::viewer_lost});
    CHECK(world.ended_with(CloseReason::viewer_lost));
    CHECK(world.progress == std::pair<std::uint64_t, std::uint64_t>(1000, 20));
  }
  SECTION("an administrator ends it") {
    CHECK(world.relay->hang_up(7, CloseReason::ended_by_administrator));
    CHECK(world.ended_with(CloseReason::ended_by_administrator));
    CHECK(world.until([&] { return node->got<wire::HangUp>() && device->got<wire::HangUp>(); }));
  }
  SECTION("the device ends it, and the relay says how") {
    device->send(wire::HangUp{7, CloseReason::display_lost});
    CHECK(world.until([&] { return node->got<wire::Decline>() != nullptr; }));
    node->send(wire::HangUp{7, node->got<wire::Decline>()->reason});
    CHECK(world.ended_with(CloseReason::display_lost));
  }
  SECTION("the device ends it again and again, and the relay hears of it once") {
    for (int i = 0; i < 3; ++i) device->send(wire::HangUp{7, CloseReason::display_lost});
    device->send(wire::Decline{7, CloseReason::declined});
    world.settle();
    CHECK(node->all<wire::Decline>().size() == 1);
    CHECK(node->got<wire::Decline>()->reason == CloseReason::display_lost);
    node->send(wire::HangUp{7, CloseReason::display_lost});
    CHECK(world.ended_with(CloseReason::display_lost));
    CHECK(device->got<wire::HangUp>() == nullptr);
  }
  SECTION("the relay goes away") {
    node->stream().cut();
    CHECK(world.ended_with(CloseReason::relay_lost));
    CHECK(world.until([&] { return device->got<wire::HangUp>() != nullptr; }));
  }
  SECTION("the device is removed") {
    world.relay->drop_device(1, CloseReason::unknown_device);
    CHECK(world.ended_with(CloseReason::unknown_device));
  }
  SECTION("the appliance stops") {
    world.relay->stop();
    CHECK(world.ended_with(CloseReason::appliance_stopping));
  }
  CHECK(world.relay->counters().calls_open == 0);
}

TEST_CASE("however often a relay says how many bytes went, the store hears of it once a tick", "[relay]") {
  Fixture world({}, std::chrono::milliseconds(300));
  auto device = world.device(kOne);
  auto node = world.node();
  world.claimed(*node, *device);
  for (std::uint64_t i = 0; i < 500; ++i) node->send(wire::Carried{7, i, i});
  CHECK(world.until([&] { return world.progresses > 0; }));
  CHECK(world.progresses <= 2);
  CHECK(world.progress == std::pair<std::uint64_t, std::uint64_t>(499, 499));
  CHECK(world.opened == 1);
}

TEST_CASE("a relay of its own gets no call that is not for it to carry", "[relay]") {
  Fixture world;
  auto node = world.node();
  const auto refused = [&](const wire::Claim& claim, CloseReason reason) {
    node->send(claim);
    return world.until(
        [&] { return node->got<wire::HangUp>() && node->got<wire::HangUp>()->reason == reason; });
  };
  SECTION("with another key") {
    CHECK(refused({7, std::string(16, 'x'), kJoinKey, ""}, CloseReason::not_permitted));
    CHECK(world.claimable.contains(7));
  }
  SECTION("from another page") {
    world.claim_origin = "https://box.example";
    CHECK(refused({7, kViewKey, kJoinKey, "https://evil.example"}, CloseReason::not_permitted));
  }
  SECTION("to a machine that is not there") {
    CHECK(refused({7, kViewKey, kJoinKey, ""}, CloseReason::device_offline));
    CHECK(world.ended[7] == CloseReason::device_offline);
  }
  SECTION("that another relay carries") {
    auto device = world.device(kOne);
    world.add("paris", 6, 9);
    auto paris = world.node("paris");
    world.claimed(*node, *device);
    paris->send(wire::Carried{7, 1, 1});
    paris->send(wire::HangUp{7, CloseReason::ended_by_viewer});
    world.settle();
    CHECK(world.opened == 0);
    CHECK(world.ended.empty());
  }
}

}  // namespace gatehouse::relay_nodes_test
