#include "tests/unit/agent/consent_world.h"

#include <thread>

#include "tests/support/catch.h"

namespace gatehouse::consent_session_test {

using namespace consent_world;

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

TEST_CASE("taking a question back bothers the person as well", "[agent][consent]") {
  World world;
  std::uint64_t call = 0;
  const auto come = [&] {
    agent::Visitor visitor;
    visitor.call = ++call;
    visitor.who.id = 111'111'111;
    visitor.offered = Permissions::all();
    world.desk->ask(visitor, [&world, call](agent::Admission::Verdict verdict) {
      world.verdicts.emplace(call, std::move(verdict));
    });
  };
  SECTION("a visit") {
    for (int no = 0; no < agent::Refusals::kEnough; ++no) {
      come();
      REQUIRE(world.on_screen() == call);
      world.desk->left(call);
    }
    come();
    CHECK(world.refused(call, CloseReason::declined));
  }
  SECTION("elevation") {
    come();
    world.accept(1);
    int noes = 0;
    const auto ask = [&] {
      world.desk->ask_elevation(1, agent::ElevationConsent::Question::allow,
                                [&](agent::ElevationAnswer answer) {
                                  CHECK(answer.said == agent::ElevationAnswer::Said::no);
                                  ++noes;
                                });
    };
    for (int no = 0; no < agent::Refusals::kEnough; ++no) {
      ask();
      world.desk->withdraw_elevation(1);
    }
    CHECK(noes == 0);
    ask();
    CHECK(noes == 1);
  }
  SECTION("but what nobody was shown bothers nobody") {
    world.ask(99);  // somebody else's question is on the screen
    for (int no = 0; no < 2 * agent::Refusals::kEnough; ++no) {
      come();
      world.desk->left(call);
    }
    world.desk->left(99);
    come();
    CHECK(world.on_screen() == call);
  }
}

}  // namespace gatehouse::consent_session_test
