#include "tests/unit/relay/relay_world.h"

namespace gatehouse::relay_devices_test {

using relay_world::World;
using wire::CloseReason;

TEST_CASE("a device says hello and is online until its link ends", "[relay]") {
  World world;
  CHECK_FALSE(world.relay->is_online(1));
  auto one = world.device("one");
  auto two = world.device("two");
  CHECK(one->got<wire::Welcome>()->device_id == 1);
  CHECK(one->got<wire::Welcome>()->alias == "desk@example");
  CHECK(one->got<wire::Welcome>()->heartbeat_seconds == 25);
  CHECK(world.online == std::map<relay::DeviceId, std::string>{{1, "one"}, {2, "two"}});
  CHECK(world.relay->counters().devices_online == 2);
  one->stream().cut();
  CHECK(world.until([&] { return !world.relay->is_online(1); }));
  CHECK(world.relay->is_online(2));
  CHECK(world.online.count(1) == 0);
}

TEST_CASE("what a device says of itself is passed on, the last word of a tick only", "[relay]") {
  World world;
  auto one = world.device("one");
  Bytes many;
  for (const char* capture : {"nothing", "test card", "x11"}) {
    wire::Update update;
    update.facts.capture = capture;
    const Bytes record = wire::encode(update);
    many.insert(many.end(), record.begin(), record.end());
  }
  one->stream().write(many);
  CHECK(world.until([&] { return !world.updates.empty(); }));
  CHECK(world.updates == std::vector<std::pair<relay::DeviceId, std::string>>{{1, "x11"}});
  CHECK(world.relay->is_online(1));
}

TEST_CASE("what a device says it encodes a call with is passed on with whose word it is", "[relay]") {
  World world;
  auto one = world.device("one");
  one->send(wire::Encodes{7, "tight"});
  one->send(wire::Encodes{8, "zrle"});
  CHECK(world.until([&] { return world.encoders.size() == 2; }));
  CHECK(world.encoders.front() == std::tuple<relay::DeviceId, relay::CallId, std::string>{1, 7, "tight"});
  CHECK(world.relay->is_online(1));
}

TEST_CASE("what a device says it grants is passed on with whose word it is", "[relay]") {
  World world;
  auto one = world.device("one");
  one->send(wire::Grants{7, 63, "Default"});
  CHECK(world.until([&] { return world.grants.size() == 1; }));
  CHECK(world.grants.front() ==
        std::tuple<relay::DeviceId, relay::CallId, std::uint32_t, std::string>{1, 7, 63, "Default"});
  CHECK(world.relay->is_online(1));
}

TEST_CASE("a device says whether a viewer acts as its administrator", "[relay][elevation]") {
  World world;
  auto one = world.device("one");
  one->send(wire::Elevated{7, true});
  one->send(wire::Elevated{7, false});
  CHECK(world.until([&] { return world.elevated.size() == 2; }));
  CHECK(world.elevated ==
        std::vector<std::tuple<relay::DeviceId, relay::CallId, bool>>{{1, 7, true}, {1, 7, false}});
  CHECK(world.relay->is_online(1));
}

TEST_CASE("a device says whether one may come in with nobody asked", "[relay][unattended]") {
  World world;
  auto one = world.device("one");
  one->send(wire::Unattended{false});
  one->send(wire::Unattended{true});  // the last one counts
  CHECK(world.until([&] { return world.unattended.size() == 1; }));
  one->send(wire::Unattended{true});
  one->send(wire::Unattended{false});
  CHECK(world.until([&] { return world.unattended.size() == 2; }));
  CHECK(world.unattended == std::vector<std::pair<relay::DeviceId, bool>>{{1, true}, {1, false}});
  CHECK(world.relay->is_online(1));
}

TEST_CASE("a device that asks for help is heard, answered, and told when that is over", "[relay]") {
  World world;
  auto one = world.device("one");
  const auto last = [&] {
    const auto said = one->all<wire::Help>();
    return said.empty() ? -1 : said.back().wanted ? 1 : 0;
  };
  REQUIRE(world.until([&] { return last() == 0; }));  // nobody asks yet
  Bytes many;                                         // the last word of a tick only
  for (const char* words : {"a", "b", "No sound"}) {
    const Bytes record = wire::encode(wire::Help{true, words});
    many.insert(many.end(), record.begin(), record.end());
  }
  one->stream().write(many);
  REQUIRE(world.until([&] { return last() == 1; }));
  CHECK(world.helps == std::vector<std::pair<relay::DeviceId, std::string>>{{1, "No sound"}});
  world.relay->help_over(1);
  REQUIRE(world.until([&] { return last() == 0; }));
  world.relay->help_over(2);  // who is not online hears it later
  one->send(wire::Help{});
  REQUIRE(world.until([&] { return world.helps.size() == 2; }));
  CHECK(world.helps.back().second == "-");
  CHECK(world.relay->is_online(1));
}

TEST_CASE("a device gets a later certificate, once a link", "[relay]") {
  World world;
  auto one = world.device("one");
  SECTION("for its own key") {
    one->send(wire::Renew{"request"});
    REQUIRE(world.until([&] { return one->got<wire::Renewed>() != nullptr; }));
    CHECK(one->got<wire::Renewed>()->certificate_pem == "certificate of 1 for request");
    one->send(wire::Renew{"request"});
    CHECK(world.until([&] { return one->closed; }));
    CHECK(one->goodbye() == CloseReason::protocol_error);
  }
  SECTION("and no answer for another's") {
    one->send(wire::Renew{"foreign"});
    one->send(wire::Ping{5});
    CHECK(world.until([&] { return one->got<wire::Pong>() != nullptr; }));
    CHECK(one->got<wire::Renewed>() == nullptr);
    CHECK_FALSE(one->closed);
  }
  SECTION("and is gone before the answer comes") {
    one->send(wire::Renew{"request"});
    one->stream().cut();
    CHECK(world.until([&] { return !world.relay->is_online(1); }));
  }
}

TEST_CASE("devices are told the authorities to trust, also those that come later", "[relay]") {
  World world;
  auto one = world.device("one");
  world.relay->set_authorities("new and old");
  CHECK(world.until([&] { return one->got<wire::Authorities>() != nullptr; }));
  auto two = world.device("two");
  CHECK(world.until([&] { return two->got<wire::Authorities>() != nullptr; }));
  CHECK(two->got<wire::Authorities>()->certificates_pem == "new and old");
}

TEST_CASE("a certificate nobody knows, or none, is sent away with a reason that is counted", "[relay]") {
  World world;
  for (const std::string fingerprint : {"stranger", ""}) {
    auto peer = world.connect(fingerprint);
    peer->send(wire::Hello{wire::kVersion, relay_world::kDeviceKey, {}});
    CHECK(world.until([&] { return peer->closed; }));
    CHECK(peer->goodbye() == CloseReason::unknown_device);
    CHECK_FALSE(peer->got<wire::Goodbye>()->words.empty());
  }
  CHECK(world.relay->counters().refused[static_cast<std::size_t>(CloseReason::unknown_device)] == 2);
  CHECK(world.online.empty());
}

TEST_CASE("a certificate alone lifts no limit: the device must be known here", "[relay]") {
  World world;
  auto silent = world.connect("one");
  auto removed = world.connect("removed");
  removed->send(wire::Hello{wire::kVersion, relay_world::kDeviceKey, {}});
  CHECK(world.until([&] { return removed->closed; }));
  CHECK_FALSE(removed->stream().peer_left_limits());
  CHECK_FALSE(silent->stream().peer_left_limits());
  auto known = world.device("one");
  CHECK(known->stream().peer_left_limits());
  auto viewer = world.call(7, 1);
  const wire::Ring ring = world.ring_of(*known);
  CHECK(world.join("one", ring)->stream().peer_left_limits());
  CHECK_FALSE(world.join("two", ring)->stream().peer_left_limits());
}

TEST_CASE("of links that say nothing only so many are kept, the youngest", "[relay]") {
  World world({.strangers = 2});
  auto first = world.connect("one"), second = world.connect("removed");
  auto third = world.connect("");
  CHECK(world.until([&] { return first->closed; }));
  CHECK(first->goodbye() == CloseReason::busy);
  CHECK_FALSE(second->closed);
  CHECK(world.device("two")->got<wire::Welcome>());
}

TEST_CASE("of one address only so many strangers may be silent", "[relay]") {
  World world({.silent_per_address = 2});
  auto known = world.connect("one");
  auto first = world.connect(""), second = world.connect(""), third = world.connect("");
  CHECK(world.until([&] { return first->closed; }));
  CHECK(first->goodbye() == CloseReason::busy);
  CHECK_FALSE(second->closed);
  CHECK_FALSE(third->closed);
  CHECK_FALSE(known->closed);
}

TEST_CASE("a machine enrols with its token, once it is good", "[relay]") {
  World world;
  auto peer = world.connect("");
  peer->send(wire::Enrol{wire::kVersion, "good", "request", {}});
  CHECK(world.until([&] { return peer->closed; }));
  REQUIRE(peer->got<wire::Enrolled>());
  CHECK(peer->got<wire::Enrolled>()->certificate_pem == "certificate");
  CHECK(world.relay->counters().enrolments == 1);
  auto other = world.connect("");
  other->send(wire::Enrol{wire::kVersion, "bad", "request", {}});
  CHECK(world.until([&] { return other->closed; }));
  CHECK(other->goodbye() == CloseReason::bad_token);
  CHECK(other->got<wire::Goodbye>()->words == "This token was used already.");
}

TEST_CASE("what is no first record ends the connection", "[relay]") {
  World world;
  SECTION("another record") {
    auto peer = world.connect("one");
    peer->send(wire::Ping{1});
    CHECK(world.until([&] { return peer->closed; }));
    CHECK(peer->goodbye() == CloseReason::protocol_error);
  }
  SECTION("an oversized one, before it arrives") {
    auto peer = world.connect("one");
    peer->send(std::string_view("\x00\x01\x00\x01", 4));
    CHECK(world.until([&] { return peer->closed; }));
    CHECK(peer->goodbye() == CloseReason::protocol_error);
  }
  SECTION("something after it") {
    auto peer = world.connect("one");
    peer->send(wire::Hello{wire::kVersion, relay_world::kDeviceKey, {}});
    peer->send(wire::Ping{1});
    CHECK(world.until([&] { return peer->closed; }));
    CHECK(peer->goodbye() == CloseReason::protocol_error);
    world.settle();  // the answer to who this is finds nobody
    CHECK(world.online.empty());
  }
  SECTION("another version") {
    auto peer = world.connect("one");
    peer->send(wire::Hello{2, relay_world::kDeviceKey, {}});
    CHECK(world.until([&] { return peer->closed; }));
    CHECK(peer->goodbye() == CloseReason::protocol_error);
    CHECK(peer->got<wire::Goodbye>()->words.find("version 1") != std::string::npos);
  }
  SECTION("silence") {
    auto peer = world.connect("one");
    world.settle();
    CHECK_FALSE(peer->closed);
    world.clock.advance(std::chrono::seconds(10));
    CHECK(world.until([&] { return peer->closed; }));
    CHECK(peer->goodbye() == CloseReason::timed_out);
  }
}

TEST_CASE("pings are answered, silence is asked and then ends the link", "[relay]") {
  World world;
  auto device = world.device("one");
  device->send(wire::Ping{99});
  CHECK(world.until([&] { return device->got<wire::Pong>() != nullptr; }));
  CHECK(device->got<wire::Pong>()->opaque == 99);
  world.clock.advance(std::chrono::seconds(25));
  CHECK(world.until([&] { return device->got<wire::Ping>() != nullptr; }));
  device->send(wire::Pong{device->got<wire::Ping>()->opaque});
  world.settle();
  world.clock.advance(std::chrono::seconds(49));
  world.settle();
  CHECK(world.relay->is_online(1));
  world.clock.advance(std::chrono::seconds(1));
  CHECK(world.until([&] { return device->closed; }));
  CHECK(device->goodbye() == CloseReason::timed_out);
  CHECK_FALSE(world.relay->is_online(1));
}

TEST_CASE("devices are told when the appliance's clock is set", "[relay]") {
  World world;
  auto device = world.device("one");
  const auto told = [&] { return static_cast<std::int64_t>(device->last<wire::Welcome>()->unix_time); };
  const auto before = told();
  world.clock.advance(std::chrono::seconds(10));
  world.settle();
  CHECK(told() == before);
  world.clock.set_forward(std::chrono::minutes(10));
  CHECK(world.until([&] { return told() == world.clock.unix_seconds(); }));
  world.clock.set_forward(-std::chrono::minutes(20));
  CHECK(world.until([&] { return told() == world.clock.unix_seconds(); }));
}

TEST_CASE("a second hello replaces a link that does not answer any more", "[relay]") {
  World world;
  auto first = world.device("one");
  auto second = world.rival("one");
  CHECK_FALSE(second->got<wire::Welcome>());
  CHECK_FALSE(first->closed);
  world.clock.advance(std::chrono::seconds(3));
  CHECK(world.until([&] { return first->closed; }));
  CHECK(first->goodbye() == CloseReason::replaced);
  CHECK(second->got<wire::Welcome>());
  const relay::RelayCounters counters = world.relay->counters();
  CHECK(counters.dismissed[static_cast<std::size_t>(CloseReason::replaced)] == 1);
  CHECK(counters.refused[static_cast<std::size_t>(CloseReason::replaced)] == 0);
  world.settle();
  CHECK(world.relay->is_online(1));
  CHECK(world.online.count(1) == 1);
  CHECK(world.clones.empty());
  auto viewer = world.call(7, 1);
  world.ring_of(*second);
  CHECK_FALSE(first->got<wire::Ring>());
}

TEST_CASE("of two machines with one certificate the second is refused, and told of", "[relay]") {
  World world;
  auto first = world.device("one");
  auto second = world.rival("one");
  auto third = world.rival("one");
  CHECK(world.until([&] { return third->closed; }));
  CHECK(third->goodbye() == CloseReason::cloned);
  first->answer_pings();
  CHECK(world.until([&] { return second->closed; }));
  CHECK(second->goodbye() == CloseReason::cloned);
  CHECK_FALSE(second->got<wire::Welcome>());
  CHECK(world.clones == std::vector<std::pair<relay::DeviceId, std::string>>{{1, "copy of one"}});
  CHECK(world.online[1] == "one");
  world.clock.advance(std::chrono::seconds(5));
  world.settle();
  CHECK_FALSE(first->closed);
  CHECK(world.relay->is_online(1));
}

TEST_CASE("whoever waits for the first link to answer takes its place when it ends, or leaves", "[relay]") {
  World world;
  auto first = world.device("one");
  auto second = world.rival("one");
  SECTION("the first ends") {
    first->stream().close();
    CHECK(world.until([&] { return second->got<wire::Welcome>() != nullptr; }));
    CHECK(world.online[1] == "copy of one");
  }
  SECTION("the second goes") {
    second->stream().close();
    world.settle();
    world.clock.advance(std::chrono::seconds(5));
    world.settle();
    CHECK_FALSE(first->closed);
  }
  SECTION("the second speaks out of turn") {
    second->send(wire::Ping{1});
    world.settle();
    CHECK(second->closed);
    CHECK_FALSE(first->closed);
  }
  SECTION("the device is removed") {
    world.relay->drop_device(1, CloseReason::unknown_device);
    CHECK(world.until([&] { return first->closed && second->closed; }));
    CHECK(second->goodbye() == CloseReason::unknown_device);
  }
  SECTION("the appliance goes down") {
    world.relay->stop();
    CHECK(world.until([&] { return first->closed && second->closed; }));
    CHECK(second->goodbye() == CloseReason::appliance_stopping);
  }
}

TEST_CASE("how far a device is, is measured", "[relay]") {
  World world;
  CHECK_FALSE(world.relay->round_trip(1));
  auto device = world.device("one");
  CHECK_FALSE(world.relay->round_trip(1));
  world.clock.advance(std::chrono::seconds(2));
  device->answer_pings();
  CHECK(world.until([&] { return world.relay->round_trip(1).has_value(); }));
  CHECK(world.relay->round_trip(1) == std::chrono::seconds(2));
  // An answer to no question of ours says nothing.
  device->send(wire::Pong{12345});
  world.settle();
  CHECK(world.relay->round_trip(1) == std::chrono::seconds(2));
}

TEST_CASE("a record that only the relay sends ends the link", "[relay]") {
  World world;
  auto device = world.device("one");
  device->send(wire::Welcome{});
  CHECK(world.until([&] { return device->closed; }));
  CHECK(device->goodbye() == CloseReason::protocol_error);
  CHECK_FALSE(world.relay->is_online(1));
}

TEST_CASE("a device removed while it says hello does not come online", "[relay]") {
  World world;
  world.held.emplace();
  auto peer = world.connect("one");
  peer->send(wire::Hello{wire::kVersion, relay_world::kDeviceKey, {}});
  REQUIRE(world.until([&] { return world.held->size() == 1; }));
  world.known.erase("one");
  world.relay->drop_device(1, CloseReason::not_permitted);
  const auto late_answer = world.held->front();  // looked up before the removal
  world.held.reset();
  late_answer();
  CHECK(world.until([&] { return peer->closed; }));
  CHECK(peer->goodbye() == CloseReason::unknown_device);
  CHECK(world.online.empty());
}

TEST_CASE("all devices of an organization that was removed are cut, and nobody else's", "[relay]") {
  World world;
  world.organizations["two"] = 10;
  auto ours = world.device("one");
  auto theirs = world.device("two");
  world.relay->drop_organization(10);
  CHECK(world.until([&] { return theirs->closed; }));
  CHECK(theirs->goodbye() == CloseReason::unknown_device);
  CHECK_FALSE(ours->closed);
  CHECK(world.relay->is_online(1));
  CHECK_FALSE(world.relay->is_online(2));
}

}  // namespace gatehouse::relay_devices_test
