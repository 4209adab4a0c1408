// What a viewer hears, frame by frame.
#include "tests/unit/agent/session_world.h"

namespace gatehouse::session_sound_test {

using namespace session_world;
using Is = wire::SoundState::Is;

struct Hearing : World {
  Hearing() { open(); }
  std::vector<wire::SoundPacket> packets() {
    std::vector<wire::SoundPacket> all;
    for (const auto& message : received().sound)
      if (const auto* packet = std::get_if<wire::SoundPacket>(&message)) all.push_back(*packet);
    return all;
  }
  std::optional<Is> says() {
    std::optional<Is> last;
    for (const auto& message : received().sound)
      if (const auto* state = std::get_if<wire::SoundState>(&message)) last = state->is;
    return last;
  }
  void listen() {
    send(wire::SoundListen{true});
    REQUIRE(until([&] { return !sound.listeners.empty(); }));
  }
  // Whatever was on its way to the machine and from it has arrived.
  void pass() {
    static std::uint64_t number = 1000;
    const std::uint64_t mark = ++number;
    send(wire::Ping{mark});
    REQUIRE(until([&] { return last<wire::Pong>() && last<wire::Pong>()->opaque == mark; }));
  }
};

TEST_CASE("a viewer hears while it wants to, numbered and in time", "[agent][sound]") {
  Hearing world;
  world.sound.play("nobody listens");
  world.listen();
  CHECK(world.until([&] { return world.says() == Is::there; }));
  world.sound.play("one", 20000);
  world.sound.play("two", 40000);
  REQUIRE(world.until([&] { return world.packets().size() == 2; }));
  const auto packets = world.packets();
  CHECK(packets[0].opus == "one");
  CHECK(packets[0].number == 0);
  CHECK(packets[0].microseconds == 20000);
  CHECK(packets[1].opus == "two");
  CHECK(packets[1].number == 1);
  world.send(wire::SoundListen{false});
  CHECK(world.until([&] { return world.sound.listeners.empty(); }));
  CHECK(world.ended.empty());
}

TEST_CASE("a machine without sound says so", "[agent][sound]") {
  Hearing world;
  world.sound.there = false;
  world.listen();
  CHECK(world.until([&] { return world.says() == Is::missing; }));
  world.sound.listeners.at(7).there(true);
  CHECK(world.until([&] { return world.says() == Is::there; }));
}

TEST_CASE("sound ends with its permission, at once, and comes back with it", "[agent][sound]") {
  Hearing world;
  world.listen();
  world.session->choose(Permissions::all().without(Permission::hear_sound));
  CHECK(world.sound.listeners.empty());
  world.send(wire::SoundListen{true});  // asking again does not help
  world.pass();
  CHECK(world.sound.listeners.empty());
  CHECK(world.packets().empty());
  world.session->choose(Permissions::all());
  REQUIRE(world.sound.listeners.size() == 1);
  world.sound.play("again");
  CHECK(world.until([&] { return world.packets().size() == 1; }));
}

TEST_CASE("who may not hear is told nothing of the sound", "[agent][sound]") {
  Hearing world;
  SECTION("the session never had it") {
    World without(nullptr, Permissions::all().without(Permission::hear_sound).bits());
    without.open();
    without.send(wire::SoundListen{true});
    without.send(wire::Ping{5});
    REQUIRE(without.until([&] { return without.last<wire::Pong>().has_value(); }));
    CHECK(without.sound.listeners.empty());
    CHECK(without.received().sound.empty());
    CHECK(without.ended.empty());
  }
  SECTION("its profile has it no more") {
    world.listen();
    world.session->limit(Permissions::all().without(Permission::hear_sound));
    CHECK(world.sound.listeners.empty());
    world.session->choose(Permissions::all());
    CHECK(world.sound.listeners.empty());
  }
}

TEST_CASE("a viewer that says nothing of what it heard is sent no more than a little", "[agent][sound]") {
  Hearing world;
  world.listen();
  for (int i = 0; i < 1000; ++i) world.sound.play("more");
  world.pass();
  const auto packets = world.packets();
  CHECK(packets.size() == 75);
  CHECK(packets.back().number == 74);
  world.send(wire::SoundHeard{packets.back().number});
  world.pass();
  world.sound.play("now");
  REQUIRE(world.until([&] { return world.packets().size() == 76; }));
  CHECK(world.packets().back().number == 1000);  // it can tell what it missed
  CHECK(world.packets().back().opus == "now");
}

TEST_CASE("sound is not queued behind a viewer that reads nothing", "[agent][sound]") {
  Hearing world;
  world.listen();
  world.viewer().stream().pause_reading();
  const std::string much(1 << 16, 'x');
  // Until the session reads no more of the picture, because the viewer takes none.
  std::size_t written = 0;
  REQUIRE(world.until([&] {
    const ssize_t sent = ::send(world.rfb.get(), much.data(), much.size(), MSG_DONTWAIT);
    if (sent > 0) written += static_cast<std::size_t>(sent);
    return sent < 0 && written > net::Stream::kHighWater;
  }));
  test::settle(world.loop);
  for (int i = 0; i < 50; ++i) world.sound.play("late");
  world.viewer().stream().resume_reading();
  world.pass();
  CHECK(world.packets().empty());
  world.sound.play("in time");
  REQUIRE(world.until([&] { return world.packets().size() == 1; }));
  CHECK(world.packets()[0].number == 50);
}

TEST_CASE("what a viewer must not say about sound ends the session", "[agent][sound]") {
  Hearing world;
  SECTION("a packet") {
    world.send(wire::SoundPacket{0, 0, "x"});
  }
  SECTION("a state") {
    world.send(wire::SoundState{Is::there});
  }
  SECTION("garbage") {
    world.send_bytes(std::string_view("\x03\x00\x00\x02\x09\x09", 6));
  }
  world.check_ended(CloseReason::protocol_error);
  CHECK(world.sound.listeners.empty());
}

TEST_CASE("nothing is heard before the session is open, and nothing after it", "[agent][sound]") {
  SECTION("before") {
    SlowAdmission admission;
    World world(&admission);
    world.greet();
    REQUIRE(world.until([&] { return world.state() == SessionState::waiting; }));
    world.send(wire::SoundListen{true});
    world.check_ended(CloseReason::protocol_error);
    CHECK(world.sound.listeners.empty());
  }
  SECTION("after") {
    Hearing world;
    world.listen();
    world.send(wire::Close{CloseReason::ended_by_viewer});
    world.check_ended(CloseReason::ended_by_viewer);
    CHECK(world.sound.listeners.empty());
  }
}

TEST_CASE("what waits longer than the way ever took stops the sound until it has arrived", "[agent][sound]") {
  using namespace std::chrono_literals;
  agent::SoundFlow flow;
  agent::SoundFlow::Time now{};
  std::uint32_t number = 0;
  const auto heard = [&](auto after) {
    flow.sent(number, now);
    now += after;
    flow.heard(number++, now);
  };
  for (int i = 0; i < 10; ++i) heard(50ms);
  flow.sent(number, now);
  CHECK(flow.has_room(now + 400ms));
  CHECK_FALSE(flow.has_room(now + 600ms));
  flow.heard(number + 5, now + 600ms);  // never sent
  CHECK_FALSE(flow.has_room(now + 600ms));
  flow.heard(number, now + 600ms);
  CHECK(flow.has_room(now + 600ms));
  SECTION("a way that is long is no jam") {
    agent::SoundFlow far;
    far.sent(0, now);
    far.heard(0, now + 1200ms);
    far.sent(1, now);
    CHECK(far.has_room(now + 1300ms));
  }
  SECTION("nothing told of at all") {
    for (int i = 0; i < 75; ++i) flow.sent(++number, now);
    CHECK_FALSE(flow.has_room(now));
    flow.clear();
    CHECK(flow.has_room(now));
  }
}

}  // namespace gatehouse::session_sound_test
