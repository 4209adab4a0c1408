// Where the person is asked who has a text console and no screen of their own.
#include "tests/support/catch.h"
#include "tests/unit/agent/consent_world.h"

namespace gatehouse::consent_console_test {

using namespace consent_world;
using agent::ConsentPlace;
using Kind = desktop::DisplaySource::Kind;

TEST_CASE("the screen, the settings and the console say where is asked", "[agent][consent]") {
  const struct {
    Kind kind;
    bool resizable, must_ask, console;
    ConsentPlace place;
  } cases[] = {
      {Kind::x11, false, false, false, ConsentPlace::window},
      {Kind::x11, false, true, true, ConsentPlace::window},
      {Kind::x11, true, false, true, ConsentPlace::nowhere},
      {Kind::x11, true, true, true, ConsentPlace::console},
      {Kind::x11, true, true, false, ConsentPlace::nowhere},
      {Kind::test_card, false, false, true, ConsentPlace::nowhere},
      {Kind::test_card, false, true, true, ConsentPlace::console},
  };
  for (const auto& [kind, resizable, must_ask, console, place] : cases) {
    desktop::DisplaySource source;
    source.kind = kind;
    source.resizable = resizable;
    std::string why_not;
    const auto can_ask = [console = console]() -> Result<void> {
      if (console) return {};
      return Error{"no console"};
    };
    INFO(static_cast<int>(kind) << resizable << must_ask << console);
    CHECK(agent::consent_place(source, must_ask, can_ask, why_not) == place);
    CHECK(why_not == (must_ask && !console && place == ConsentPlace::nowhere ? "no console" : ""));
    CHECK(agent::consent_place(source, must_ask, nullptr, why_not) != ConsentPlace::console);
  }
}

struct ConsoleWorld : World {
  explicit ConsoleWorld(Mode mode = Mode::ask) : World(mode) {
    displays.resizable = true;
    console = true;
  }
};

TEST_CASE("the person at a text console is asked about a screen that is nobody's", "[agent][consent]") {
  ConsoleWorld world;
  world.ask(1);
  REQUIRE(world.windows.last);
  CHECK(world.windows.last->screen.console);
  CHECK(world.windows.last->screen.display.empty());
  CHECK(world.on_screen() == 1);
  CHECK(world.held);
  SECTION("yes") {
    world.accept(1);
    // Nobody at the machine sees its size.
    CHECK(world.granted(1) == Permissions::all());
    CHECK(std::get<Grant>(world.verdicts.at(1)).screen == ":5");
    CHECK(world.windows.last->heard<window::Running>()->call == 1);
    world.ask(2);
    CHECK(world.windows.started == 1);
    CHECK(world.on_screen() == 2);
    world.windows.last->say(window::End{1});
    CHECK(world.ended.at(1) == CloseReason::ended_by_device);
  }
  SECTION("no") {
    world.windows.last->say(window::Answer{1, false, {}});
    CHECK(world.refused(1, CloseReason::declined));
  }
  SECTION("it dies") {
    world.windows.last->say(window::Ready{});
    world.windows.last->die();
    CHECK(world.refused(1, CloseReason::declined));
  }
}

TEST_CASE("nobody is torn away from what a program draws", "[agent][consent]") {
  ConsoleWorld world;
  world.ask(1);
  world.accept(1);
  world.console = false;
  world.ask(2);
  CHECK(world.refused(2, CloseReason::not_permitted));
  bool no = false;
  world.desk->ask_elevation(1, window::ElevationQuestion::allow, [&](agent::ElevationAnswer answer) {
    no = answer.said == agent::ElevationAnswer::Said::no;
  });
  CHECK(no);
  world.console = true;
  no = true;
  world.desk->ask_elevation(1, window::ElevationQuestion::allow, [&](agent::ElevationAnswer answer) {
    no = answer.said != agent::ElevationAnswer::Said::yes;
  });
  REQUIRE(world.windows.last->heard<window::AskElevation>());
  world.windows.last->say(window::AnswerElevation{1, true, "", ""});
  CHECK_FALSE(no);
}

TEST_CASE("who came by a password is shown at the text console where everybody is asked",
          "[agent][consent]") {
  const Mode mode = GENERATE(Mode::ask, Mode::automatic);
  ConsoleWorld world(mode);
  agent::Visitor visitor;
  visitor.call = 1;
  world.desk->came_in(visitor, Grant{Permissions::all(), "Unattended Access", ":5"});
  CHECK((world.windows.started == 1) == (mode == Mode::ask));
  if (mode == Mode::ask) {
    CHECK(world.windows.last->screen.console);
    CHECK(world.windows.last->heard<window::Running>()->call == 1);
  }
  // Somebody has sat down at a screen of their own, which these sessions do not show.
  world.displays.resizable = false;
  world.displays.name = ":0";
  world.other_screen = ":5";
  world.ask(2);
  CHECK(world.refused(2, CloseReason::not_permitted));
}

TEST_CASE("a question that waited is not put onto a screen that a program has drawn meanwhile",
          "[agent][consent]") {
  ConsoleWorld world;
  world.ask(1);
  world.ask(2);
  world.ask(3);
  world.console = false;
  world.windows.last->say(window::Answer{1, false, {}});
  CHECK(world.on_screen() == 1);  // nothing came after it
  CHECK(world.refused(1, CloseReason::declined));
  for (const std::uint64_t call : {2, 3}) CHECK(world.refused(call, CloseReason::not_permitted));
  CHECK_FALSE(world.held);
}

}  // namespace gatehouse::consent_console_test
