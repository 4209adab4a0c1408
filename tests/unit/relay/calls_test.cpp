#include "tests/unit/relay/relay_world.h"

namespace gatehouse::relay_calls_test {

using relay_world::Peer;
using relay_world::Viewer;
using relay_world::World;
using wire::CloseReason;

// A call that is open, and its three ends.
struct OpenCall {
  explicit OpenCall(World& world) : device(world.device("one")), viewer(world.call(7, 1)) {
    ring = world.ring_of(*device);
    data = world.join("one", ring);
    REQUIRE(data->got<wire::Joined>());
  }
  std::unique_ptr<Peer> device;
  std::unique_ptr<Viewer> viewer;
  wire::Ring ring;
  std::unique_ptr<Peer> data;
};

void check_ended(World& world, Viewer& viewer, CloseReason reason, relay::CallId call = 7) {
  CHECK(world.until([&] { return viewer.closed; }));
  CHECK(viewer.ended == std::vector{reason});
  CHECK_FALSE(viewer.closed_before_ended);
  CHECK(world.ended[call] == reason);
  CHECK(world.relay->counters().calls_open == 0);
  CHECK(world.relay->counters().ended[static_cast<std::size_t>(reason)] == 1);
}

TEST_CASE("a call is rung, joined and carries bytes both ways", "[relay]") {
  World world;
  auto device = world.device("one");
  auto viewer = world.call(7, 1);
  viewer->stream().write(as_bytes("early "));  // before the device has joined
  const wire::Ring ring = world.ring_of(*device);
  CHECK(ring.call_id == 7);
  CHECK(seal::verify_ticket(ring.ticket, {world.signer.public_key()}, 1, world.clock.unix_seconds()));
  auto data = world.join("one", ring);
  REQUIRE(data->got<wire::Joined>());
  CHECK(world.opened == 1);
  viewer->stream().write(as_bytes("to device"));
  data->send("to viewer");
  CHECK(world.until([&] { return data->session == "early to device" && viewer->received == "to viewer"; }));
  CHECK(world.until([&] { return world.progress == std::pair<std::uint64_t, std::uint64_t>{9, 15}; }));
  viewer->stream().close();
  CHECK(world.until([&] { return data->closed; }));
  check_ended(world, *viewer, CloseReason::ended_by_viewer);
  CHECK(world.progress == std::pair<std::uint64_t, std::uint64_t>{9, 15});
  CHECK(world.relay->counters().bytes_to_viewers == 9);
  CHECK(world.relay->counters().bytes_to_devices == 15);
  CHECK(world.until([&] { return device->got<wire::HangUp>() != nullptr; }));
  CHECK(device->got<wire::HangUp>()->reason == CloseReason::ended_by_viewer);
}

TEST_CASE("nobody but the rung device joins, and only with the key, once", "[relay]") {
  World world;
  auto one = world.device("one");
  auto two = world.device("two");
  auto viewer = world.call(7, 1);
  const wire::Ring ring = world.ring_of(*one);
  CHECK_FALSE(two->got<wire::Ring>());

  wire::Ring wrong_key = ring;
  wrong_key.join_key[15] = static_cast<char>(wrong_key.join_key[15] ^ 1);
  wire::Ring wrong_call = ring;
  wrong_call.call_id = 8;
  CHECK(world.join("two", ring)->goodbye() == CloseReason::not_permitted);
  CHECK(world.join("one", wrong_key)->goodbye() == CloseReason::not_permitted);
  CHECK(world.join("one", wrong_call)->goodbye() == CloseReason::not_permitted);
  CHECK(world.join("", ring)->goodbye() == CloseReason::unknown_device);

  auto data = world.join("one", ring);  // the failures did not use the key up
  CHECK(data->got<wire::Joined>());
  CHECK(world.join("one", ring)->goodbye() == CloseReason::not_permitted);
  CHECK(world.opened == 1);
  CHECK(world.relay->counters().refused[static_cast<std::size_t>(CloseReason::not_permitted)] == 4);
}

TEST_CASE("a call nobody answers ends after its time", "[relay]") {
  World world;
  auto device = world.device("one");
  auto viewer = world.call(7, 1);
  const wire::Ring ring = world.ring_of(*device);
  world.clock.advance(std::chrono::seconds(19));
  world.settle();
  CHECK(viewer->ended.empty());
  world.clock.advance(std::chrono::seconds(1));
  check_ended(world, *viewer, CloseReason::no_answer);
  CHECK(world.join("one", ring)->goodbye() == CloseReason::not_permitted);  // too late
}

TEST_CASE("calls that can't be made say why", "[relay]") {
  World world({.calls = 2, .calls_per_device = 1});
  SECTION("the device is not here") {
    auto viewer = world.call(7, 1);
    check_ended(world, *viewer, CloseReason::device_offline);
  }
  SECTION("too many to one device, too many in all") {
    auto one = world.device("one");
    auto two = world.device("two");
    auto first = world.call(1, 1);
    auto second = world.call(2, 1);
    CHECK(world.until([&] { return second->ended == std::vector{CloseReason::busy}; }));
    CHECK(world.until([&] { return second->closed; }));
    auto third = world.call(3, 2);
    auto fourth = world.call(4, 2);
    CHECK(world.until([&] { return fourth->ended == std::vector{CloseReason::busy}; }));
    CHECK(first->ended.empty());
    CHECK(third->ended.empty());
  }
}

TEST_CASE("either side ends a call in its own way", "[relay]") {
  World world;
  SECTION("the device declines") {
    auto device = world.device("one");
    auto viewer = world.call(7, 1);
    world.ring_of(*device);
    device->send(wire::Decline{7, CloseReason::declined});
    check_ended(world, *viewer, CloseReason::declined);
  }
  SECTION("the device says again and again that it ends it, and never leaves") {
    OpenCall call(world);
    call.device->send(wire::HangUp{7, CloseReason::display_lost});
    world.settle();
    world.clock.advance(std::chrono::seconds(4));
    call.device->send(wire::HangUp{7, CloseReason::declined});
    world.settle();
    world.clock.advance(std::chrono::seconds(1));
    check_ended(world, *call.viewer, CloseReason::display_lost);
  }
  SECTION("the device ends it and says why, its last words arrive") {
    OpenCall call(world);
    call.device->send(wire::HangUp{7, CloseReason::display_lost});
    world.settle();
    CHECK(call.viewer->ended.empty());
    call.data->send("last words");
    call.data->stream().close();
    check_ended(world, *call.viewer, CloseReason::display_lost);
    CHECK(call.viewer->received == "last words");
  }
  SECTION("the device says it ends but never closes") {
    OpenCall call(world);
    call.device->send(wire::HangUp{7, CloseReason::ended_by_device});
    world.settle();
    world.clock.advance(std::chrono::seconds(5));
    check_ended(world, *call.viewer, CloseReason::ended_by_device);
  }
  SECTION("the device names what it can't know") {
    OpenCall call(world);
    call.device->send(wire::HangUp{7, CloseReason::ended_by_administrator});
    world.settle();
    call.data->stream().close();
    check_ended(world, *call.viewer, CloseReason::ended_by_device);
  }
  SECTION("another device can't end it") {
    OpenCall call(world);
    auto two = world.device("two");
    two->send(wire::HangUp{7, CloseReason::ended_by_device});
    two->send(wire::Decline{7, CloseReason::declined});
    world.settle();
    world.clock.advance(std::chrono::seconds(5));
    world.settle();
    CHECK(call.viewer->ended.empty());
  }
  SECTION("the device closes the data link") {
    OpenCall call(world);
    call.data->stream().close();
    check_ended(world, *call.viewer, CloseReason::ended_by_device);
  }
  SECTION("the data link breaks") {
    OpenCall call(world);
    call.data->stream().cut();
    check_ended(world, *call.viewer, CloseReason::device_lost);
  }
  SECTION("the viewer's connection breaks") {
    OpenCall call(world);
    call.viewer->stream().cut();
    check_ended(world, *call.viewer, CloseReason::viewer_lost);
    CHECK(world.until([&] { return call.data->closed; }));
  }
  SECTION("the viewer leaves while it rings") {
    auto device = world.device("one");
    auto viewer = world.call(7, 1);
    world.ring_of(*device);
    viewer->stream().close();
    check_ended(world, *viewer, CloseReason::ended_by_viewer);
    CHECK(world.until([&] { return device->got<wire::HangUp>() != nullptr; }));
  }
  SECTION("an administrator closes it") {
    OpenCall call(world);
    CHECK(world.relay->hang_up(7, CloseReason::ended_by_administrator));
    CHECK_FALSE(world.relay->hang_up(7, CloseReason::ended_by_administrator));
    CHECK_FALSE(world.relay->hang_up(8, CloseReason::ended_by_administrator));
    check_ended(world, *call.viewer, CloseReason::ended_by_administrator);
    CHECK(world.until([&] { return call.data->closed && call.device->got<wire::HangUp>(); }));
    CHECK(call.device->got<wire::HangUp>()->reason == CloseReason::ended_by_administrator);
  }
}

TEST_CASE("an open call outlives its control link, a ringing one does not", "[relay]") {
  World world;
  OpenCall call(world);
  auto ringing = world.call(8, 1);
  world.settle();
  call.device->stream().cut();
  CHECK(world.until([&] { return ringing->closed; }));
  CHECK(ringing->ended == std::vector{CloseReason::device_lost});
  CHECK(call.viewer->ended.empty());
  call.data->send("still here");
  CHECK(world.until([&] { return call.viewer->received == "still here"; }));
}

TEST_CASE("a device that fell silent has lost its calls too", "[relay]") {
  World world;
  OpenCall call(world);
  world.clock.advance(std::chrono::seconds(50));
  check_ended(world, *call.viewer, CloseReason::device_lost);
  CHECK(world.until([&] { return call.data->closed; }));
}

TEST_CASE("a removed device loses its link and its calls at once", "[relay]") {
  World world;
  OpenCall call(world);
  world.known.erase("one");
  world.relay->drop_device(1, CloseReason::not_permitted);
  check_ended(world, *call.viewer, CloseReason::not_permitted);
  CHECK(world.until([&] { return call.device->closed && call.data->closed; }));
  CHECK(call.device->goodbye() == CloseReason::not_permitted);
  CHECK_FALSE(world.relay->is_online(1));
}

TEST_CASE("a slow viewer slows the device down instead of filling the memory", "[relay]") {
  World world;
  OpenCall call(world);
  call.viewer->stream().pause_reading();
  const std::string block(64 * 1024, 'x');
  std::size_t sent = 0;
  // The device writes as long as it is taken from it.
  for (int round = 0; round < 100; ++round) {
    if (call.data->stream().pending() > net::Stream::kHighWater) break;
    call.data->send(block);
    sent += block.size();
    world.settle();
  }
  CHECK(sent <= 3 * net::Stream::kHighWater);
  CHECK(call.data->stream().pending() > net::Stream::kHighWater);
  call.viewer->stream().resume_reading();
  CHECK(world.until([&] { return call.viewer->received.size() == sent; }));
}

TEST_CASE("a viewer that talks before the device has joined is held back", "[relay]") {
  World world;
  auto device = world.device("one");
  auto viewer = world.call(7, 1);
  const wire::Ring ring = world.ring_of(*device);
  const std::string block(40 * 1024, 'x');
  for (int i = 0; i < 4; ++i) {
    viewer->stream().write(as_bytes(block));
    world.settle();
  }
  CHECK(viewer->stream().pending() == 2 * block.size());
  auto data = world.join("one", ring);
  CHECK(world.until([&] { return data->session.size() == 4 * block.size(); }));
}

TEST_CASE("stopping ends calls and links with words, and nothing new is taken", "[relay]") {
  World world;
  OpenCall call(world);
  auto silent = world.connect("two");
  world.settle();
  world.relay->stop();
  check_ended(world, *call.viewer, CloseReason::appliance_stopping);
  CHECK(world.until([&] { return call.device->closed && call.data->closed && silent->closed; }));
  CHECK(call.device->goodbye() == CloseReason::appliance_stopping);
  CHECK(silent->goodbye() == CloseReason::appliance_stopping);
  auto late = world.connect("one");
  CHECK(world.until([&] { return late->closed; }));
  CHECK(late->goodbye() == CloseReason::appliance_stopping);
}

TEST_CASE("without a good ticket no device is rung", "[relay]") {
  World world;
  std::string ticket = world.ticket(7, 1);
  SECTION("none") {
    ticket.clear();
  }
  SECTION("forged") {
    ticket.back() = ticket.back() == 'A' ? 'B' : 'A';
  }
  SECTION("for another call") {
    ticket = world.ticket(8, 1);
  }
  SECTION("for another device") {
    ticket = world.ticket(7, 2);
  }
  SECTION("expired") {
    world.clock.advance(std::chrono::seconds(66));
  }
  const auto device = world.device("one");  // after the clock went on, or it would be missed
  const auto viewer = world.call(7, 1, ticket);
  REQUIRE(world.until([&] { return !viewer->ended.empty(); }));
  CHECK(viewer->ended == std::vector{CloseReason::bad_ticket});
  CHECK(device->got<wire::Ring>() == nullptr);
}

}  // namespace gatehouse::relay_calls_test
