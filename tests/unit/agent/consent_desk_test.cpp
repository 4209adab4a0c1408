#include "tests/unit/agent/consent_world.h"

#include <thread>

#include "tests/support/catch.h"

namespace gatehouse::consent_desk_test {

using namespace consent_world;

TEST_CASE("the person sees who asks for what, and what they choose is granted", "[agent][consent]") {
  World world;
  const Permissions offered =
      Permissions::all().without(Permission::clipboard_to_device).without(Permission::resize_screen);
  world.ask(7, offered);
  REQUIRE(world.windows.last);
  CHECK(world.windows.last->screen.display == ":5");
  const auto* asked = world.windows.last->heard<window::Ask>();
  REQUIRE(asked);
  CHECK(asked->name == "Ada");
  CHECK(asked->account == "ada7@example.org");
  CHECK(asked->identity == "ada@engines, 123 456 789");
  CHECK(asked->organization == "Engines");
  CHECK(asked->address == "192.0.2.7");
  CHECK(asked->reason == "the printer");
  CHECK(asked->offered == offered);
  CHECK(asked->first_contact);
  CHECK(asked->seconds == 60);
  CHECK(world.verdicts.empty());
  // More than was offered is not to be had from the window either.
  world.accept(7, Permissions::all().without(Permission::keyboard));
  CHECK(world.granted(7) == offered.without(Permission::keyboard));
  const auto* running = world.windows.last->heard<window::Running>();
  REQUIRE(running);
  CHECK(running->call == 7);
  CHECK(running->granted == offered.without(Permission::keyboard));
}

TEST_CASE("whatever is no yes is a no", "[agent][consent]") {
  World world(Mode::automatic, std::chrono::milliseconds(40));
  world.ask(1);
  SECTION("no") {
    world.windows.last->say(window::Answer{1, false, Permissions::all()});
    CHECK(world.refused(1, CloseReason::declined));
  }
  SECTION("yes to nothing that can be seen") {
    world.accept(1, Permissions::all().without(Permission::view_screen));
    CHECK(world.refused(1, CloseReason::declined));
  }
  SECTION("silence") {
    CHECK(test::run_until(world.loop, [&] { return !world.verdicts.empty(); }));
    CHECK(world.refused(1, CloseReason::declined));
  }
  SECTION("the window is killed") {
    world.windows.last->say(window::Ready{});
    world.windows.last->die();
    CHECK(world.refused(1, CloseReason::declined));
    test::settle(world.loop);
    CHECK(world.windows.last == nullptr);
  }
  SECTION("yes to somebody else, then yes too late") {
    world.accept(2);
    CHECK(world.verdicts.empty());
    world.windows.last->say(window::Answer{1, false, {}});
    REQUIRE(world.refused(1, CloseReason::declined));
    if (world.windows.last != nullptr) world.accept(1);
  }
  CHECK(world.verdicts.size() == 1);
  CHECK_FALSE(world.held);
  world.ask(1);
  CHECK(world.on_screen() == 1);  // it can be asked again
}

TEST_CASE("a visitor who leaves takes the question along", "[agent][consent]") {
  World world;
  world.ask(1);
  world.desk->left(1);
  REQUIRE(world.windows.last);
  CHECK(world.windows.last->heard<window::Withdraw>()->call == 1);
  world.accept(1);
  CHECK(world.verdicts.empty());
  CHECK_FALSE(world.held);
  test::settle(world.loop);
  CHECK(world.windows.last == nullptr);  // nothing left to show
  // Also while the screen is only being opened.
  world.displays.slow = true;
  world.ask(2);
  world.desk->left(2);
  world.displays.finish(world.displays.waiting);
  CHECK(world.windows.started == 1);
  CHECK(world.verdicts.empty());
}

TEST_CASE("questions come one after the other, and each has its own time", "[agent][consent]") {
  World world(Mode::automatic, std::chrono::milliseconds(60));
  world.ask(1);
  world.ask(2);
  world.ask(3);
  CHECK(world.windows.started == 1);
  CHECK(world.on_screen() == 1);
  world.desk->left(2);
  CHECK(world.on_screen() == 1);
  world.accept(1);
  CHECK(world.granted(1));
  CHECK(world.on_screen() == 3);
  CHECK(world.held);
  CHECK(test::run_until(world.loop, [&] { return world.refused(3, CloseReason::declined); }));
  CHECK_FALSE(world.held);
  CHECK(world.verdicts.size() == 2);

  SECTION("so many and no more") {
    for (std::uint64_t call = 10; call < 10 + ConsentDesk::kWaiting; ++call) world.ask(call);
    world.ask(99);
    CHECK(world.refused(99, CloseReason::busy));
    CHECK(world.on_screen() == 10);
  }
  SECTION("one that waits behind another runs out of time, too") {
    world.ask(10);
    world.ask(11);
    CHECK(test::run_until(world.loop, [&] {
      return world.refused(10, CloseReason::declined) && world.refused(11, CloseReason::declined);
    }));
  }
}

TEST_CASE("the time for an answer begins when the question is shown", "[agent][consent]") {
  World world(Mode::automatic, std::chrono::milliseconds(300));
  const auto begin = std::chrono::steady_clock::now();
  const auto pass = [&](std::chrono::milliseconds time) {
    test::run_until(world.loop, [&] { return std::chrono::steady_clock::now() - begin >= time; });
  };
  world.ask(1);
  world.ask(2);
  pass(std::chrono::milliseconds(200));
  world.accept(1);
  CHECK(world.on_screen() == 2);
  pass(std::chrono::milliseconds(400));
  CHECK_FALSE(world.refused(2, CloseReason::declined));
  CHECK(test::run_until(world.loop, [&] { return world.refused(2, CloseReason::declined); }));
  CHECK(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(500));
}

TEST_CASE("no viewer's input reaches the screen while somebody is asked", "[agent][consent]") {
  World world;
  CHECK_FALSE(world.held);
  world.ask(1);
  CHECK(world.held);
  world.accept(1);
  CHECK_FALSE(world.held);
  world.ask(2);
  CHECK(world.held);
  world.ask(3);
  world.windows.last->say(window::Answer{2, false, {}});
  CHECK(world.held);
  world.desk->left(3);
  CHECK_FALSE(world.held);
}

TEST_CASE("the person changes what a viewer may, within what was granted", "[agent][consent]") {
  World world;
  world.ask(1);
  const Permissions granted =
      Permissions::all().without(Permission::clipboard_from_device).without(Permission::resize_screen);
  world.accept(1, granted);
  auto* window = world.windows.last;
  window->say(window::Choose{1, granted.without(Permission::pointer)});
  CHECK(world.now[1] == granted.without(Permission::pointer));

  // On again only where it is certain that no viewer's mouse did it.
  window->say(window::Choose{1, granted});
  CHECK(world.now[1] == granted.without(Permission::pointer));
  CHECK(window->heard<window::Running>()->chosen == granted.without(Permission::pointer));
  window->say(window::Hold{true});
  CHECK(world.held);
  window->say(window::Choose{1, granted});  // still too soon
  CHECK(world.now[1] == granted.without(Permission::pointer));
  std::this_thread::sleep_for(ConsentDesk::kHeldBefore);
  window->say(window::Choose{1, Permissions::all()});
  window->say(window::Hold{false});
  CHECK(world.now[1] == granted);  // never more than was granted
  CHECK_FALSE(world.held);
  window->say(window::Choose{9, granted});  // nobody
  CHECK(world.now.size() == 1);
}

TEST_CASE("whom the person accepted before is no first contact", "[agent][consent]") {
  World world;
  world.ask(1);
  world.windows.last->say(window::Answer{1, false, Permissions::all()});
  world.ask(1);
  CHECK(world.windows.last->heard<window::Ask>()->first_contact);
  world.verdicts.clear();
  world.accept(1);
  world.desk->left(1);
  world.open();  // after a restart
  world.ask(1);
  CHECK_FALSE(world.windows.last->heard<window::Ask>()->first_contact);
  world.desk->left(1);
  world.ask(2);
  CHECK(world.windows.last->heard<window::Ask>()->first_contact);
}

TEST_CASE("access.interactive and the screen say who is asked", "[agent][consent]") {
  enum class Screen { own, made, card, none };
  enum class Then { asked, granted, not_permitted, display_lost };
  struct Case {
    Mode mode;
    Screen screen;
    Then then;
  };
  const Case cases[] = {
      {Mode::automatic, Screen::own, Then::asked},
      {Mode::automatic, Screen::made, Then::granted},
      {Mode::automatic, Screen::card, Then::granted},
      {Mode::automatic, Screen::none, Then::display_lost},
      {Mode::ask, Screen::own, Then::asked},
      {Mode::ask, Screen::made, Then::not_permitted},
      {Mode::ask, Screen::card, Then::not_permitted},
      {Mode::ask, Screen::none, Then::display_lost},
      {Mode::allow, Screen::own, Then::granted},
      {Mode::allow, Screen::made, Then::granted},
      {Mode::refuse, Screen::own, Then::not_permitted},
      {Mode::refuse, Screen::card, Then::not_permitted},
  };
  for (const auto& [mode, screen, then] : cases) {
    World world(mode);
    world.displays.kind =
        screen == Screen::card ? desktop::DisplaySource::Kind::test_card : desktop::DisplaySource::Kind::x11;
    world.displays.resizable = screen == Screen::made;
    world.displays.gone = screen == Screen::none;
    world.ask(1);
    INFO(static_cast<int>(mode) << " at " << static_cast<int>(screen));
    CHECK((world.windows.started == 1) == (then == Then::asked));
    CHECK(world.granted(1).has_value() == (then == Then::granted));
    CHECK(world.refused(1, CloseReason::not_permitted) == (then == Then::not_permitted));
    CHECK(world.refused(1, CloseReason::display_lost) == (then == Then::display_lost));
  }
}

TEST_CASE("nobody gets in where the window does not come up", "[agent][consent]") {
  World world;
  SECTION("it does not start") {
    world.windows.broken = true;
    world.ask(1);
  }
  SECTION("it is not let in by the X server") {
    world.ask(1);
    world.windows.last->die();
  }
  CHECK(world.refused(1, CloseReason::not_permitted));
  CHECK_FALSE(world.held);
}

TEST_CASE("the person is asked about the screen that will be seen", "[agent][consent]") {
  World world;
  world.ask(1);
  SECTION("another is seen before the question") {
    world.accept(1);
    world.displays.name = ":6";  // somebody else sits there now
    world.ask(2);
    CHECK(world.refused(2, CloseReason::not_permitted));
    CHECK(world.windows.started == 1);
    world.desk->left(1);
    world.ask(3);
    CHECK(world.windows.last->screen.display == ":6");
  }
  SECTION("another is seen before the answer") {
    world.other_screen = ":6";
    world.accept(1);
    CHECK(world.refused(1, CloseReason::not_permitted));
  }
  SECTION("the person left it, and it is still served") {
    world.other_screen = ":5";
    world.accept(1);
    world.displays.name = ":77";
    world.displays.resizable = true;  // one that the agent made
    world.ask(2);
    CHECK(world.refused(2, CloseReason::not_permitted));
    world.desk->left(1);
  }
}

TEST_CASE("the person sees whose the controls are, and gives them to another", "[agent][consent][controls]") {
  World world;
  for (const std::uint64_t call : {1, 2}) {
    world.ask(call);
    world.accept(call);
  }
  world.desk->show_holder(1);
  const auto* running = world.windows.last->heard<window::Running>();
  REQUIRE(running);
  CHECK(running->call == 1);
  CHECK(running->holds_controls);
  world.desk->show_holder(2);
  running = world.windows.last->heard<window::Running>();
  CHECK(running->call == 2);
  CHECK(running->holds_controls);
  world.windows.last->say(window::GiveControls{1});
  CHECK(world.given == 1);
}

TEST_CASE("who sees the bar can be written to, and writes back to that session alone",
          "[agent][consent][chat]") {
  World world;
  world.ask(1);
  CHECK(world.there.empty());  // nobody is connected before the yes
  world.windows.last->say(window::Chat{1, "who are you?"});
  CHECK(world.said.empty());
  world.accept(1);
  CHECK(world.there[1]);
  world.desk->chat(1, "Hello");
  REQUIRE(world.windows.last->heard<window::Chat>());
  CHECK(world.windows.last->heard<window::Chat>()->words == "Hello");
  world.desk->chat(9, "from nobody");
  CHECK(world.windows.last->heard<window::Chat>()->words == "Hello");
  world.windows.last->say(window::Chat{1, "a viewer wrote this"});
  CHECK(world.said.empty());
  world.windows.last->say(window::Hold{true});
  world.windows.last->say(window::Chat{1, "and this, quickly"});
  CHECK(world.said.empty());
  std::this_thread::sleep_for(ConsentDesk::kHeldBefore);
  world.windows.last->say(window::Chat{1, "Hello Ada"});
  world.windows.last->say(window::Chat{9, "to nobody"});
  CHECK(world.said == std::map<std::uint64_t, std::string>{{1, "Hello Ada"}});
  world.windows.last->die();
  CHECK_FALSE(world.there[1]);
}

}  // namespace gatehouse::consent_desk_test
