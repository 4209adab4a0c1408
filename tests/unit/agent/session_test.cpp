#include "tests/unit/agent/session_world.h"

namespace gatehouse::session_test {

using namespace session_world;

TEST_CASE("a session opens, carries RFB both ways, answers pings and ends when the viewer leaves",
          "[agent]") {
  World world;
  world.join();
  const auto* join = world.viewer().got<wire::Join>();
  CHECK(join->call_id == 7);
  CHECK(join->join_key == std::string(16, 'k'));
  test::settle(world.loop);
  CHECK(world.viewer().session.empty());
  CHECK(world.workers.started == 0);  // nobody has shaken hands
  world.viewer().stream().write(world.end.greet(world.device_key.public_key(), "the ticket"));
  REQUIRE(world.until([&] { return world.state() == SessionState::open; }));
  CHECK(world.last<wire::State>()->permissions == 95);  // all but what this machine does not allow
  CHECK(world.workers.last->rights.at(7).bits() == 95);

  world.rfb = std::move(world.workers.last->viewers.at(7));
  REQUIRE(::send(world.rfb.get(), "RFB 003.008\n", 12, 0) == 12);
  CHECK(world.until([&] { return world.received().rfb == "RFB 003.008\n"; }));
  world.send_rfb("from the viewer");
  char buffer[64];
  ssize_t got = 0;
  CHECK(
      world.until([&] { return (got = ::recv(world.rfb.get(), buffer, sizeof buffer, MSG_DONTWAIT)) > 0; }));
  CHECK(std::string(buffer, static_cast<std::size_t>(got)) == "from the viewer");

  world.send(wire::Ping{99});
  CHECK(world.until([&] { return world.last<wire::Pong>().has_value(); }));
  CHECK(world.last<wire::Pong>()->opaque == 99);

  world.send(wire::Close{CloseReason::ended_by_viewer});
  world.check_ended(CloseReason::ended_by_viewer);
}

TEST_CASE("what a viewer must not send ends the session", "[agent]") {
  World world;
  SECTION("an oversized frame") {
    world.open();
    world.send_bytes(std::string_view("\x01\x04\x00\x01", 4));
    world.check_ended(CloseReason::protocol_error);
  }
  SECTION("an unknown channel") {
    world.open();
    world.send_bytes(std::string_view("\x02\x00\x00\x01x", 5));
    world.check_ended(CloseReason::protocol_error);
  }
  SECTION("a hello in a frame") {
    world.open();
    world.send(wire::ViewerHello{});
    world.check_ended(CloseReason::protocol_error);
  }
  SECTION("a message of the agent's") {
    world.open();
    world.send(wire::State{SessionState::open, 63});
    world.check_ended(CloseReason::protocol_error);
  }
}

TEST_CASE("whoever does not shake hands as the ticket says gets nothing", "[agent]") {
  World world;
  world.join();
  net::Stream& stream = world.viewer().stream();
  const seal::PublicKey device = world.device_key.public_key();
  test::SealedViewer other;
  CloseReason reason = CloseReason::protocol_error;
  SECTION("RFB at once") {
    stream.write(seal::framed(as_bytes("RFB 003.008\n")));
  }
  SECTION("more than a handshake has") {
    stream.write(seal::framed(Bytes(wire::kHandshakeCap + 1)));
  }
  SECTION("sealed for another machine") {
    stream.write(world.end.greet(other.key(), "the ticket"));
  }
  SECTION("another version") {
    stream.write(world.end.greet(device, wire::ViewerHello{2, "the ticket"}));
  }
  SECTION("no hello in it") {
    stream.write(world.end.greet(device, wire::Ping{1}));
  }
  SECTION("another ticket") {
    stream.write(world.end.greet(device, "another ticket"));
    reason = CloseReason::bad_ticket;
  }
  SECTION("cut off in the middle") {
    const Bytes greeting = world.end.greet(device, "the ticket");
    stream.write(ByteView(greeting).first(greeting.size() / 2));
    stream.close();
    reason = CloseReason::viewer_lost;
  }
  SECTION("changed on its way") {
    Bytes greeting = world.end.greet(device, "the ticket");
    greeting[greeting.size() / 2] ^= 1;
    stream.write(greeting);
  }
  SECTION("what follows the handshake, before it") {
    Bytes swapped = seal::framed(Bytes(40));
    const Bytes greeting = world.end.greet(device, "the ticket");
    swapped.insert(swapped.end(), greeting.begin(), greeting.end());
    stream.write(swapped);
  }
  SECTION("another viewer with this ticket") {
    stream.write(other.greet(device, "the ticket"));
    reason = CloseReason::bad_ticket;
  }
  CHECK(world.until([&] { return !world.ended.empty() && world.viewer().closed; }));
  CHECK(world.ended == std::vector{reason});
  CHECK(world.viewer().session.empty());
  CHECK(world.workers.started == 0);
}

TEST_CASE("bytes that the viewer did not seal end the session", "[agent]") {
  World world;
  world.open();
  world.viewer().stream().write(seal::framed(Bytes(40)));
  CHECK(world.until([&] { return !world.ended.empty(); }));
  CHECK(world.ended == std::vector{CloseReason::protocol_error});
}

TEST_CASE("while a person is asked nothing else happens", "[agent]") {
  SlowAdmission admission;
  World world(&admission);
  world.greet();
  CHECK(world.until([&] { return world.state() == SessionState::waiting; }));
  CHECK(admission.asked->name == "Anna");
  CHECK(admission.asked->offered == Permissions::all());
  CHECK(world.workers.started == 0);
  SECTION("yes") {
    admission.answer_now(agent::Grant{Permissions::view_only(), "Desk"});
    CHECK(world.until([&] { return world.state() == SessionState::open; }));
    CHECK(world.last<wire::State>()->permissions == 1);
    REQUIRE(world.granted.size() == 1);
    CHECK(world.granted[0].permissions == Permissions::view_only());
    CHECK(world.granted[0].profile == "Desk");
  }
  SECTION("no") {
    admission.answer_now(CloseReason::declined);
    world.check_ended(CloseReason::declined);
    CHECK(world.granted.empty());
  }
  SECTION("RFB meanwhile") {
    world.send_rfb("x");
    world.check_ended(CloseReason::protocol_error);
    admission.answer_now(agent::Grant{Permissions::all(), "Desk"});  // too late, and harmless
    CHECK(world.workers.started == 0);
  }
  SECTION("rights shrink meanwhile") {
    world.session->limit(Permissions::view_only());
    admission.answer_now(agent::Grant{Permissions::all(), "Desk"});
    CHECK(world.until([&] { return world.state() == SessionState::open; }));
    CHECK(world.last<wire::State>()->permissions == 1);
    REQUIRE(world.granted.size() == 1);
    CHECK(world.granted[0].permissions == Permissions::view_only());
  }
}

TEST_CASE("without the right to see there is no session", "[agent]") {
  World world(nullptr, Permissions::all().without(Permission::view_screen).bits());
  world.greet();
  world.check_ended(CloseReason::not_permitted);
  CHECK(world.workers.started == 0);
}

TEST_CASE("rights shrink during a session and never grow", "[agent]") {
  World world;
  world.open();
  world.session->limit(Permissions::all().without(Permission::keyboard));
  CHECK(world.until([&] { return world.last<wire::State>()->permissions == 93; }));
  CHECK(world.workers.last->rights.at(7).bits() == 93);
  world.session->limit(Permissions::all());
  test::settle(world.loop);
  CHECK(world.last<wire::State>()->permissions == 93);
  REQUIRE(world.granted.size() == 1);
  CHECK(world.granted[0].permissions.bits() == 95);
  CHECK(world.session->opened_with()->profile == agent::kDefaultProfile);
  world.session->limit(Permissions());
  world.check_ended(CloseReason::not_permitted);
}

TEST_CASE("the person switches off and on again, within what was granted", "[agent][consent]") {
  SlowAdmission admission;
  World world(&admission);
  world.greet();
  CHECK(world.until([&] { return world.state() == SessionState::waiting; }));
  const Permissions granted = Permissions::available().without(Permission::clipboard_to_device);
  admission.answer_now(agent::Grant{granted, "Desk"});
  CHECK(world.until([&] { return world.state() == SessionState::open; }));
  const auto may = [&](Permissions wanted) {
    CHECK(world.workers.last->rights.at(7) == wanted);  // at once
    CHECK(world.until([&] { return world.last<wire::State>()->permissions == wanted.bits(); }));
  };
  world.session->choose(granted.without(Permission::pointer));
  may(granted.without(Permission::pointer));
  world.session->hold_input(true);
  may(granted.without(Permission::pointer).without(Permission::keyboard));
  world.session->choose(Permissions::available());
  may(granted.without(Permission::pointer).without(Permission::keyboard));
  world.session->hold_input(false);
  may(granted);
  world.session->limit(Permissions::available().without(Permission::keyboard));
  world.session->choose(Permissions::available());
  may(granted.without(Permission::keyboard));
  CHECK(world.session->opened_with()->permissions == granted);
}

TEST_CASE("a session that opens while input is held has none", "[agent][consent]") {
  SlowAdmission admission;
  World world(&admission);
  world.greet();
  CHECK(world.until([&] { return world.state() == SessionState::waiting; }));
  world.session->hold_input(true);
  admission.answer_now(agent::Grant{Permissions::available(), "Desk"});
  CHECK(world.until([&] { return world.state() == SessionState::open; }));
  CHECK_FALSE(world.workers.last->rights.at(7).has(Permission::keyboard));
  CHECK_FALSE(world.workers.last->rights.at(7).has(Permission::pointer));
  CHECK(world.workers.last->rights.at(7).has(Permission::clipboard_to_device));
  CHECK(world.granted[0].permissions == Permissions::available());
  world.session->hold_input(false);
  CHECK(world.workers.last->rights.at(7) == Permissions::available());
}

TEST_CASE("the desktop's failures are told apart", "[agent]") {
  World world;
  SECTION("the worker dies: its stream ends first, its reason follows") {
    world.open();
    world.rfb.reset();
    test::settle(world.loop);
    CHECK(world.ended.empty());
    auto* worker = world.workers.last;
    worker->report([worker] { worker->events.exited("killed by signal 9"); });
    world.workers.last = nullptr;
    world.check_ended(CloseReason::desktop_failed);
  }
  SECTION("the screen goes away") {
    world.open();
    auto* worker = world.workers.last;
    worker->report([worker] { worker->events.display_lost(); });
    world.workers.last = nullptr;
    world.check_ended(CloseReason::display_lost);
  }
  SECTION("there is no screen") {
    world.displays.gone = true;
    world.greet();
    world.check_ended(CloseReason::display_lost);
  }
}

TEST_CASE("the appliance hangs up, before and during the session", "[agent]") {
  World world;
  SECTION("before it was joined") {
    world.session->end(CloseReason::ended_by_viewer);
    CHECK(world.ended == std::vector{CloseReason::ended_by_viewer});
    test::settle(world.loop);
    CHECK((world.relay.connections.empty() || world.viewer().closed));
  }
  SECTION("while it is open") {
    world.open();
    world.session->end(CloseReason::ended_by_administrator);
    world.check_ended(CloseReason::ended_by_administrator);
  }
  SECTION("with its data link") {
    world.open();
    world.viewer().stream().cut();
    CHECK(world.until([&] { return !world.ended.empty(); }));
    CHECK(world.ended == std::vector{CloseReason::viewer_lost});
    CHECK(world.closing.size() == 0);
  }
  SECTION("by refusing to join it") {
    REQUIRE(world.until([&] { return world.relay.connections.size() == 1; }));
    world.viewer().send(wire::Goodbye{CloseReason::not_permitted, "no"});
    CHECK(world.until([&] { return !world.ended.empty(); }));
    CHECK(world.ended == std::vector{CloseReason::not_permitted});
  }
}

TEST_CASE("a viewer that reads slowly slows the worker down, not the memory", "[agent]") {
  World world;
  world.open();
  world.viewer().stream().pause_reading();
  const std::string block(64 * 1024, 'x');
  std::size_t sent = 0;
  // Until the worker's socket has been full for a while.
  for (int full = 0; full < 20 && sent < (64u << 20);) {
    const ssize_t took = ::send(world.rfb.get(), block.data(), block.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    full = took > 0 ? 0 : full + 1;
    if (took > 0) sent += static_cast<std::size_t>(took);
    test::settle(world.loop);
  }
  CHECK(sent < 8 * net::Stream::kHighWater);
  // Input still passes meanwhile.
  world.send_rfb("key");
  char buffer[16];
  CHECK(world.until([&] { return ::recv(world.rfb.get(), buffer, sizeof buffer, MSG_DONTWAIT) == 3; }));
  world.viewer().stream().resume_reading();
  CHECK(world.until([&] { return world.received().rfb.size() == sent; }));
}

}  // namespace gatehouse::session_test
