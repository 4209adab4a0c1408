// The machine's sound: when its process runs, whose it is, and what listeners are told.
#include "appliance/agent/sound.h"

#include <unistd.h>

#include "appliance/base/files.h"
#include "tests/support/catch.h"
#include "tests/support/fake_desktop.h"
#include "tests/support/fake_sound.h"
#include "tests/support/run_until.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::agent_sound_test {

struct World {
  void listen(std::uint64_t call) {
    host.listen(call,
                {
                    .packet = [this, call](const sound::Packet& one) { heard.emplace_back(call, one.opus); },
                    .there = [this, call](bool is) { there[call] = is; },
                });
  }
  void report(std::function<void()> task) {
    bool done = false;
    sounds.last->report([&] {
      task();
      done = true;
    });
    REQUIRE(test::run_until(loop, [&] { return done; }));
  }
  net::EventLoop loop;
  test::FakeDisplays displays;
  test::FakeSounds sounds;
  agent::SoundHost host{loop, displays, sounds.starter(), "nobody", std::chrono::milliseconds(20)};
  std::vector<std::pair<std::uint64_t, std::string>> heard;
  std::map<std::uint64_t, bool> there;
};

TEST_CASE("one process serves all who listen, and rests soon after the last", "[agent][sound]") {
  World world;
  CHECK(world.sounds.started == 0);
  world.listen(1);
  CHECK(world.there.at(1) == false);
  CHECK(world.sounds.started == 1);
  world.report([&] { world.sounds.last->events.recording(true); });
  CHECK(world.there.at(1));
  world.listen(2);
  CHECK(world.there.at(2));
  CHECK(world.sounds.started == 1);
  world.report([&] { world.sounds.last->events.packet({0, "a"}); });
  CHECK(world.heard == std::vector<std::pair<std::uint64_t, std::string>>{{1, "a"}, {2, "a"}});
  world.host.leave(1);
  world.host.leave(2);
  world.listen(2);  // turning it on and off again starts nothing
  test::settle(world.loop);
  CHECK(world.sounds.started == 1);
  CHECK(world.sounds.alive == 1);
  world.host.leave(2);
  CHECK(test::run_until(world.loop, [&] { return world.sounds.alive == 0; }));
}

TEST_CASE("a listener may leave when it hears", "[agent][sound]") {
  World world;
  world.listen(1);
  world.host.listen(2, {.packet = [&](const sound::Packet&) { world.host.leave(1), world.host.leave(2); },
                        .there = [](bool) {}});
  world.listen(3);
  world.report([&] { world.sounds.last->events.packet({0, "a"}); });
  CHECK(world.heard == std::vector<std::pair<std::uint64_t, std::string>>{{1, "a"}, {3, "a"}});
}

TEST_CASE("a sound server that is gone is looked for again while somebody listens", "[agent][sound]") {
  World world;
  world.listen(1);
  world.report([&] { world.sounds.last->events.recording(true); });
  world.report([&] { world.sounds.last->events.exited("the sound server went away"); });
  CHECK_FALSE(world.there.at(1));
  REQUIRE(test::run_until(world.loop, [&] { return world.sounds.started == 2; }));
  CHECK(world.sounds.alive == 1);
  world.sounds.broken = true;
  world.report([&] { world.sounds.last->events.exited("no sound server"); });
  REQUIRE(test::run_until(world.loop, [&] { return world.sounds.started == 4; }));
  world.sounds.broken = false;
  REQUIRE(test::run_until(world.loop, [&] { return world.sounds.alive == 1; }));
  world.report([&] { world.sounds.last->events.recording(true); });
  CHECK(world.there.at(1));
  world.host.leave(1);
  CHECK(test::run_until(world.loop, [&] { return world.sounds.alive == 0; }));
  const int started = world.sounds.started;
  test::settle(world.loop);
  CHECK(world.sounds.started == started);
}

TEST_CASE("whose sound is heard is whose screen is seen", "[agent][sound]") {
  if (::geteuid() != 0) {
    const auto own = agent::sound_place(0, 0, "nobody");
    REQUIRE(own);
    CHECK_FALSE(own->account);
    return;
  }
  const auto nobody = find_account("nobody");
  REQUIRE(nobody);
  const std::string socket = "/run/user/" + std::to_string(nobody->uid) + "/pulse/native";
  for (const auto& place :
       {agent::sound_place(nobody->uid, std::nullopt, "daemon"), agent::sound_place(0, nobody->uid, "daemon"),
        agent::sound_place(std::nullopt, nobody->uid, "daemon")}) {
    REQUIRE(place);
    REQUIRE(place->account);
    CHECK(place->account->uid == nobody->uid);
    CHECK(place->start.sockets == std::vector<std::string>{socket});
  }
  const auto root = agent::sound_place(std::nullopt, std::nullopt, "nobody");
  REQUIRE(root);
  CHECK_FALSE(root->account);
  CHECK(root->start.uid == nobody->uid);
  CHECK_FALSE(agent::sound_place(std::nullopt, std::nullopt, "root"));
  CHECK_FALSE(agent::sound_place(uid_t{4'000'000}, std::nullopt, "nobody"));
}

TEST_CASE("who sits at the machine is what logind says", "[agent][sound]") {
  test::TemporaryDirectory seats;
  CHECK_FALSE(agent::who_sits_here(seats.path()));
  const auto say = [&](std::string_view text) {
    REQUIRE(write_file_atomically(seats.path() + "/seat0", text, 0600));
  };
  say("IS_SEAT0=1\nACTIVE=c1\nACTIVE_UID=1000\nSESSIONS=c1\n");
  CHECK(agent::who_sits_here(seats.path()) == uid_t{1000});
  say("IS_SEAT0=1\nACTIVE_UID=nobody\n");
  CHECK_FALSE(agent::who_sits_here(seats.path()));
}

}  // namespace gatehouse::agent_sound_test
