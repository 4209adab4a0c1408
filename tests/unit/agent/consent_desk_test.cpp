#include "appliance/agent/consent_desk.h"

#include <set>
#include <thread>

#include "tests/support/catch.h"
#include "tests/support/fake_desktop.h"
#include "tests/support/fake_window.h"
#include "tests/support/run_until.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::consent_desk_test {

using agent::ConsentDesk;
using agent::Grant;
using policy::Permission;
using policy::Permissions;
using wire::CloseReason;
using Mode = ConsentDesk::Mode;

struct World : ConsentDesk::Needs {
  explicit World(Mode mode = Mode::automatic, std::chrono::milliseconds within = std::chrono::seconds(60))
      : within_(within), mode_(mode) {
    displays.kind = desktop::DisplaySource::Kind::x11;
    displays.name = ":5";
    open();
  }
  void open() {
    desk = std::make_unique<ConsentDesk>(loop, displays, windows.starter(), *this,
                                         ConsentDesk::Options{mode_, within_, directory.path() + "/known"});
  }

  void ask(std::uint64_t call, Permissions offered = Permissions::all()) {
    agent::Visitor visitor;
    visitor.call = call;
    visitor.name = "Ada";
    visitor.account = "ada" + std::to_string(call) + "@example.org";
    visitor.who = {123'456'782 + static_cast<std::int64_t>(call), "ada@engines"};
    visitor.organization = "Engines";
    visitor.address = "192.0.2.7";
    visitor.reason = "the printer";
    visitor.offered = offered;
    desk->ask(visitor, [this, call](agent::Admission::Verdict verdict) {
      CHECK(verdicts.count(call) == 0);
      verdicts.emplace(call, std::move(verdict));
    });
  }
  void accept(std::uint64_t call, Permissions chosen = Permissions::all()) {
    windows.last->say(window::Answer{call, true, chosen});
  }
  bool refused(std::uint64_t call, CloseReason reason) const {
    const auto found = verdicts.find(call);
    const auto* refusal = found == verdicts.end() ? nullptr : std::get_if<CloseReason>(&found->second);
    return refusal != nullptr && *refusal == reason;
  }
  std::optional<Permissions> granted(std::uint64_t call) const {
    const auto found = verdicts.find(call);
    if (found == verdicts.end()) return std::nullopt;
    const auto* grant = std::get_if<Grant>(&found->second);
    return grant == nullptr ? std::nullopt : std::optional(grant->permissions);
  }
  std::uint64_t on_screen() const {
    const auto* asked = windows.last == nullptr ? nullptr : windows.last->heard<window::Ask>();
    return asked == nullptr ? 0 : asked->call;
  }

  // ConsentDesk::Needs
  void choose(std::uint64_t call, Permissions permissions) override { now[call] = permissions; }
  void end(std::uint64_t call, CloseReason reason) override { ended[call] = reason; }
  void hold_input(bool holds) override { held = holds; }
  bool will_show(const std::string& display) override {
    return other_screen.empty() || display == other_screen;
  }

  test::TemporaryDirectory directory;
  net::EventLoop loop;
  test::FakeDisplays displays;
  test::FakeWindows windows;
  std::chrono::milliseconds within_;
  Mode mode_;
  std::map<std::uint64_t, agent::Admission::Verdict> verdicts;
  std::map<std::uint64_t, Permissions> now;
  std::map<std::uint64_t, CloseReason> ended;
  bool held = false;
  std::string other_screen;  // that viewers see now
  std::unique_ptr<ConsentDesk> desk;
};

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

TEST_CASE("the person ends one session or all, and without the window none goes on", "[agent][consent]") {
  World world;
  for (std::uint64_t call = 1; call <= 3; ++call) {
    world.ask(call);
    world.accept(call);
  }
  const std::map<std::uint64_t, CloseReason> all = {{1, CloseReason::ended_by_device},
                                                    {2, CloseReason::ended_by_device},
                                                    {3, CloseReason::ended_by_device}};
  auto* window = world.windows.last;
  window->say(window::Ready{});
  SECTION("one") {
    window->say(window::End{2});
    CHECK(world.ended == std::map<std::uint64_t, CloseReason>{{2, CloseReason::ended_by_device}});
    CHECK(window->heard<window::Over>()->call == 2);
    window->say(window::End{2});
    window->say(window::End{77});
    CHECK(world.ended.size() == 1);
    world.desk->left(1);
    world.desk->left(3);
  }
  SECTION("all") {
    window->say(window::End{0});
    CHECK(world.ended == all);
  }
  SECTION("the window is killed") {
    world.ask(4);
    world.ask(5);
    window->die();
    CHECK(world.ended == all);
    CHECK(world.refused(4, CloseReason::declined));
    CHECK(world.refused(5, CloseReason::declined));
    CHECK(world.windows.started == 1);
  }
  test::settle(world.loop);
  CHECK(world.windows.last == nullptr);
  CHECK_FALSE(world.held);
}

TEST_CASE("who comes in by a password is shown to the person, who may end it", "[agent][consent]") {
  World world;
  const auto comes_in = [&](std::uint64_t call) {
    agent::Visitor visitor;
    visitor.call = call;
    visitor.name = "Ada";
    world.desk->came_in(visitor, Grant{Permissions::all(), "Unattended Access"});
  };
  world.ask(1);
  REQUIRE(world.on_screen() == 1);
  comes_in(1);
  REQUIRE(world.windows.last != nullptr);
  CHECK(world.windows.last->heard<window::Withdraw>()->call == 1);
  CHECK(world.verdicts.empty());  // it was answered by somebody else
  REQUIRE(world.windows.last->heard<window::Running>() != nullptr);
  CHECK(world.windows.last->heard<window::Running>()->call == 1);
  CHECK_FALSE(world.held);

  SECTION("the person ends it") {
    world.windows.last->say(window::End{1});
    CHECK(world.ended == std::map<std::uint64_t, CloseReason>{{1, CloseReason::ended_by_device}});
  }
  SECTION("it does not end with the window, and is on the next one") {
    world.windows.last->die();
    CHECK(world.ended.empty());
    test::settle(world.loop);
    world.ask(2);
    REQUIRE(world.windows.last != nullptr);
    CHECK(world.windows.last->heard<window::Running>()->call == 1);
    world.desk->left(2);
  }
  SECTION("nobody asked before") {
    comes_in(3);
    CHECK(world.windows.last->heard<window::Running>()->call == 3);
    world.desk->left(3);
  }
  world.desk->left(1);
  test::settle(world.loop);
  CHECK(world.windows.last == nullptr);
}

TEST_CASE("where nobody is asked, nobody is shown who comes in by a password", "[agent][consent]") {
  World world(Mode::allow);
  agent::Visitor visitor;
  visitor.call = 1;
  world.desk->came_in(visitor, Grant{Permissions::all(), "Unattended Access"});
  test::settle(world.loop);
  CHECK(world.windows.started == 0);
  world.desk->left(1);
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

TEST_CASE("the person says whether a session may act as administrator", "[agent][consent]") {
  using Question = agent::ElevationConsent::Question;
  using Said = agent::ElevationAnswer::Said;
  World world;
  world.ask(1);
  world.accept(1);
  std::vector<agent::ElevationAnswer> answers;
  const auto ask = [&](std::uint64_t call, Question question) {
    world.desk->ask_elevation(call, question,
                              [&](agent::ElevationAnswer answer) { answers.push_back(std::move(answer)); });
  };
  auto* window = world.windows.last;
  SECTION("yes, and no viewer can press it") {
    ask(1, Question::allow);
    REQUIRE(window->heard<window::AskElevation>());
    CHECK(window->heard<window::AskElevation>()->account == "ada1@example.org");
    CHECK(window->heard<window::AskElevation>()->question == window::ElevationQuestion::allow);
    CHECK(world.held);
    window->say(window::Answer{1, true, Permissions::all()});  // an answer to something else
    CHECK(answers.empty());
    window->say(window::AnswerElevation{1, true, "", ""});
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].said == Said::yes);
    CHECK_FALSE(world.held);
    world.desk->show_elevation(1, true);
    CHECK(window->heard<window::Running>()->elevated);
    world.desk->show_elevation(1, false);
    CHECK_FALSE(window->heard<window::Running>()->elevated);
  }
  SECTION("they name who allows it") {
    ask(1, Question::who_allows);
    window->say(window::AnswerElevation{1, true, "root", "a password"});
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].said == Said::yes);
    CHECK(answers[0].user == "root");
    CHECK(answers[0].password.view() == "a password");
    ask(1, Question::who_allows_again);
    CHECK(window->heard<window::AskElevation>()->question == window::ElevationQuestion::who_allows_again);
    window->say(window::AnswerElevation{1, true, "", ""});  // a yes without a name is none
    CHECK(answers.back().said == Said::no);
  }
  SECTION("no") {
    ask(1, Question::allow);
    window->say(window::AnswerElevation{1, false, "", ""});
    CHECK(answers.back().said == Said::no);
    CHECK(world.ended.empty());
  }
  SECTION("the window goes") {
    ask(1, Question::allow);
    window->die();
    CHECK(answers.back().said == Said::no);
  }
  SECTION("the session goes first") {
    ask(1, Question::allow);
    world.desk->left(1);
    CHECK(answers.empty());
    CHECK_FALSE(world.held);
  }
  SECTION("one question at a time") {
    ask(1, Question::allow);
    ask(1, Question::allow);
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].said == Said::no);
    world.ask(2);
    CHECK(world.on_screen() == 1);  // the first to ask is on the screen
    world.desk->withdraw_elevation(1);
    CHECK(world.on_screen() == 2);
  }
  SECTION("of a session that nobody was asked about") {
    ask(9, Question::allow);
    CHECK(answers.back().said == Said::nobody);
  }
}

TEST_CASE("a question about administrator's rights that nobody answers is a no", "[agent][consent]") {
  World world(Mode::automatic, std::chrono::milliseconds(30));
  world.ask(1);
  world.accept(1);
  std::optional<agent::ElevationAnswer> answer;
  world.desk->ask_elevation(1, agent::ElevationConsent::Question::allow,
                            [&](agent::ElevationAnswer said) { answer = std::move(said); });
  REQUIRE(test::run_until(world.loop, [&] { return answer.has_value(); }));
  CHECK(answer->said == agent::ElevationAnswer::Said::no);
  CHECK(world.windows.last->heard<window::Withdraw>()->call == 1);
}

TEST_CASE("nobody is worn down by questions", "[agent][consent]") {
  World world;
  const auto as = [&](std::uint64_t call, std::int64_t id) {
    agent::Visitor visitor;
    visitor.call = call;
    visitor.who.id = id;
    visitor.offered = Permissions::all();
    world.desk->ask(visitor, [&world, call](agent::Admission::Verdict verdict) {
      world.verdicts.emplace(call, std::move(verdict));
    });
  };
  std::uint64_t call = 0;
  for (int no = 0; no < agent::Refusals::kEnough; ++no) {
    as(++call, 111'111'111);
    REQUIRE(world.on_screen() == call);
    world.windows.last->say(window::Answer{call, false, {}});
    CHECK(world.refused(call, CloseReason::declined));
  }
  as(++call, 111'111'111);
  CHECK(world.refused(call, CloseReason::declined));
  CHECK(world.on_screen() != call);
  as(++call, 222'222'222);  // somebody else
  CHECK(world.on_screen() == call);
}

TEST_CASE("who came by a password is shown again when the window goes, but not for ever",
          "[agent][consent]") {
  World world;
  agent::Visitor visitor;
  visitor.call = 1;
  visitor.name = "Ada";
  world.desk->came_in(visitor, Grant{Permissions::all(), "Unattended Access"});
  for (int lost = 1; lost < 3; ++lost) {
    REQUIRE(world.windows.last);
    world.windows.last->die();
    CHECK(world.ended.empty());
    REQUIRE(test::run_until(world.loop, [&] { return world.windows.started == lost + 1; }));
    CHECK(world.windows.last->heard<window::Running>()->call == 1);
  }
  world.windows.last->die();
  CHECK(world.ended == std::map<std::uint64_t, CloseReason>{{1, CloseReason::ended_by_device}});
}

}  // namespace gatehouse::consent_desk_test
