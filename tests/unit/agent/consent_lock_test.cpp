#include <sys/socket.h>

#include "appliance/agent/locked_screen.h"
#include "appliance/base/files.h"
#include "tests/unit/agent/consent_world.h"

namespace gatehouse::consent_lock_test {

using namespace consent_world;
using WhenLocked = ConsentDesk::WhenLocked;

struct LockWorld : World {
  explicit LockWorld(WhenLocked what, std::chrono::milliseconds within = std::chrono::seconds(60))
      : World(Mode::automatic, within) {
    when_locked = what;
    open();
  }
  // From now on loginctl is this.
  void logind(const std::string& script) {
    const std::string path = directory.path() + "/loginctl";
    REQUIRE(write_file_atomically(path, "#!/bin/sh\n" + script, 0700));
    loginctl = path;
  }
  void pass(std::chrono::milliseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    test::run_until(loop, [&] { return std::chrono::steady_clock::now() >= until; });
  }
  void lock(bool locked) { windows.last->say(window::Locked{locked}); }
  // Is it on the screen, as far as the window was told?
  bool shows(std::uint64_t call) const {
    if (windows.last == nullptr) return false;
    bool shown = false;
    for (const window::Message& message : windows.last->told) {
      if (const auto* asked = std::get_if<window::Ask>(&message)) shown = asked->call == call;
      if (const auto* gone = std::get_if<window::Withdraw>(&message)) shown = shown && gone->call != call;
    }
    return shown;
  }
};

TEST_CASE("access.locked_screen says what becomes of a question", "[agent][consent]") {
  struct Case {
    WhenLocked what;
    bool before;  // locked before the question, or while it is shown
    bool asked, refused;
  };
  const Case cases[] = {
      {WhenLocked::wait, true, false, false},  {WhenLocked::wait, false, false, false},
      {WhenLocked::ask, true, true, false},    {WhenLocked::ask, false, true, false},
      {WhenLocked::refuse, true, false, true}, {WhenLocked::refuse, false, false, true},
  };
  for (const auto& [what, before, asked, refused] : cases) {
    LockWorld world(what);
    INFO(static_cast<int>(what) << (before ? " before" : " while it is shown"));
    world.ask(1);
    const bool watches = world.windows.last->heard<window::WatchLock>() != nullptr;
    CHECK(watches == (what != WhenLocked::ask));
    CHECK(world.shows(1));
    std::uint64_t call = 1;
    if (before) {
      // A window is there for somebody who is in.
      world.accept(1);
      call = 2;
      if (watches) world.lock(true);
      world.ask(2);
    } else if (watches) {
      world.lock(true);
    }
    CHECK(world.shows(call) == asked);
    CHECK(world.held == asked);  // who is in a session goes on while nobody is asked
    CHECK(world.refused(call, CloseReason::not_permitted) == refused);
    if (!watches || refused) continue;
    world.accept(call);
    CHECK_FALSE(world.granted(call));  // nothing is on the screen that could be answered
    world.lock(false);
    CHECK(world.shows(call));
    world.accept(call);
    CHECK(world.granted(call));
  }
}

TEST_CASE("the time for an answer runs on while the screen is locked", "[agent][consent]") {
  LockWorld world(WhenLocked::wait, std::chrono::milliseconds(60));
  world.ask(1);
  world.lock(true);
  CHECK(test::run_until(world.loop, [&] { return world.refused(1, CloseReason::declined); }));
  test::settle(world.loop);
  CHECK(world.windows.last == nullptr);
  // It bothered nobody: it may be asked as often as one likes.
  for (std::uint64_t call = 2; call < 14; ++call) {
    world.ask(call);
    CHECK(world.shows(call));
    world.lock(true);
    CHECK_FALSE(world.shows(call));
    world.desk->left(call);
    test::settle(world.loop);
  }
}

TEST_CASE("all who wait at a locked screen are asked in their order, or refused together",
          "[agent][consent]") {
  for (const WhenLocked what : {WhenLocked::wait, WhenLocked::refuse}) {
    LockWorld world(what);
    for (std::uint64_t call = 1; call <= 3; ++call) world.ask(call);
    world.lock(true);
    if (what == WhenLocked::refuse) {
      for (std::uint64_t call = 1; call <= 3; ++call) CHECK(world.refused(call, CloseReason::not_permitted));
      continue;
    }
    world.desk->left(1);
    world.lock(true);  // said twice
    CHECK_FALSE(world.shows(2));
    world.lock(false);
    CHECK(world.shows(2));
    world.accept(2);
    CHECK(world.shows(3));
  }
}

TEST_CASE("sessions and unattended access are not affected by a locked screen", "[agent][consent]") {
  LockWorld world(WhenLocked::refuse);
  world.ask(1);
  world.accept(1);
  world.lock(true);
  CHECK(world.ended.empty());
  agent::Visitor visitor;
  visitor.call = 2;
  world.desk->came_in(visitor, Grant{Permissions::all(), "home"});
  CHECK(world.windows.last->heard<window::Running>()->call == 2);
  CHECK(world.ended.empty());
  // And a new window knows nothing of the lock that an earlier one saw.
  world.windows.last->die();
  world.ask(3);
  CHECK(world.on_screen() == 3);
}

TEST_CASE("a question about elevation waits, too", "[agent][consent]") {
  LockWorld world(WhenLocked::wait);
  world.ask(1);
  world.accept(1);
  world.lock(true);
  std::optional<agent::ElevationAnswer> said;
  world.desk->ask_elevation(1, window::ElevationQuestion::allow,
                            [&](agent::ElevationAnswer answer) { said = std::move(answer); });
  CHECK_FALSE(world.windows.last->heard<window::AskElevation>());
  world.lock(false);
  CHECK(world.windows.last->heard<window::AskElevation>());
  CHECK_FALSE(said);
}

// What loginctl says of the world's screen.
const std::string kList = "[ \"$1\" = list-sessions ] && echo '7 1000 tom seat0' && exit\n";
const std::string kIs = "echo Display=:5; echo Active=yes; echo LockedHint=";

TEST_CASE("nobody is asked while logind says that the screen is locked", "[agent][consent]") {
  LockWorld world(WhenLocked::wait);
  world.logind(kList + kIs + "yes");
  world.open();
  world.ask(1);
  REQUIRE(test::run_until(world.loop, [&] { return world.windows.last != nullptr; }));
  test::settle(world.loop);
  CHECK_FALSE(world.shows(1));
  world.logind(kList + kIs + "no");
  CHECK(test::run_until(world.loop, [&] { return world.shows(1); }));
}

TEST_CASE("a logind that is silent or fails is no unlocked screen", "[agent][consent]") {
  for (const std::string script : {"exec sleep 600", "exit 1"}) {
    for (const WhenLocked what : {WhenLocked::wait, WhenLocked::refuse}) {
      INFO(script << ", " << static_cast<int>(what));
      LockWorld world(what);
      world.logind(script);
      world.logind_patience = std::chrono::milliseconds(300);
      world.open();
      const auto begin = std::chrono::steady_clock::now();
      world.ask(1);
      CHECK(test::run_until(world.loop, [&] {
        return what == WhenLocked::wait ? world.shows(1) : world.refused(1, CloseReason::not_permitted);
      }));
      CHECK(std::chrono::steady_clock::now() - begin >= world.logind_patience);
    }
  }
}

TEST_CASE("a question waits for what logind has to say, and then its silence changes nothing",
          "[agent][consent]") {
  LockWorld world(WhenLocked::wait);
  world.logind("exit 1");
  world.open();
  world.ask(1);
  REQUIRE(test::run_until(world.loop, [&] { return world.windows.last != nullptr; }));
  world.pass(std::chrono::milliseconds(100));
  CHECK_FALSE(world.shows(1));
  CHECK_FALSE(world.held);
  CHECK(world.verdicts.empty());
  world.logind(kList + kIs + "no");
  CHECK(test::run_until(world.loop, [&] { return world.shows(1); }));
  world.logind("exit 1");
  world.pass(std::chrono::milliseconds(2200));  // it was asked again
  CHECK(world.shows(1));
}

TEST_CASE("what logind said of one account's screen is nothing about another's of the same name",
          "[agent][consent]") {
  LockWorld world(WhenLocked::wait);
  world.logind(kList + kIs + "no");
  agent::LockedScreen locked(world.loop, {world.loginctl, world.directory.path(), true}, [] {});
  desktop::DisplaySource screen;
  screen.kind = desktop::DisplaySource::Kind::x11;
  screen.name = ":5";
  bool known = false;
  locked.look(screen, [&] { known = true; });
  REQUIRE(test::run_until(world.loop, [&] { return known; }));
  locked.keep_looking(true);
  CHECK_FALSE(locked.is_locked());

  world.logind("exit 1");
  locked.is_at(screen);
  CHECK_FALSE(locked.is_locked());
  int ends[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
  const UniqueFd other(ends[1]);
  screen.x11_socket = UniqueFd(ends[0]);
  locked.is_at(screen);
  CHECK_FALSE(locked.is_known());
  CHECK(locked.is_locked());
}

TEST_CASE("logind is asked about a question of elevation, too", "[agent][consent]") {
  LockWorld world(WhenLocked::wait);
  world.logind(kList + kIs + "no");
  world.open();
  world.ask(1);
  REQUIRE(test::run_until(world.loop, [&] { return world.shows(1); }));
  world.accept(1);
  world.logind(kList + kIs + "yes");
  world.desk->ask_elevation(1, window::ElevationQuestion::allow, [](agent::ElevationAnswer) {});
  world.pass(std::chrono::milliseconds(200));
  CHECK_FALSE(world.windows.last->heard<window::AskElevation>());
  world.logind(kList + kIs + "no");
  CHECK(test::run_until(world.loop,
                        [&] { return world.windows.last->heard<window::AskElevation>() != nullptr; }));
}

}  // namespace gatehouse::consent_lock_test
