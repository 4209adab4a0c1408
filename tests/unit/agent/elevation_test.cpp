#include "appliance/agent/elevation.h"

#include "appliance/agent/administrator_program.h"
#include "appliance/net/stream.h"
#include "tests/support/catch.h"
#include "tests/support/scripted_administration.h"

namespace gatehouse::elevation_test {

using Is = wire::Elevation::Is;
using Mode = wire::Elevate::Mode;
using Question = agent::ElevationConsent::Question;
using Said = agent::ElevationAnswer::Said;
using Verdict = agent::AdministratorVerdict;
using What = wire::TerminalOpen::What;
using Why = wire::Elevation::Why;

struct World {
  World() { make(true); }
  void make(bool permitted) {
    elevation = std::make_unique<agent::Elevation>(
        shared, 7, "the viewer", permitted,
        agent::Elevation::Events{
            .tell = [this](const auto& message) { told.push_back(std::get<wire::Elevation>(message)); },
            .tell_terminal =
                [this](ByteView frame) {
                  wire::FrameReader reader;
                  reader.feed(frame);
                  const auto one = reader.next();
                  REQUIRE(one);
                  printed.push_back(*wire::decode_terminal(one->payload));
                },
            .pending = [this] { return pending; },
            .end =
                [this](wire::CloseReason reason) {
                  ended = reason;
                  elevation.reset();
                },
        });
  }
  bool ask(Mode mode, std::string user = {}, std::string password = {}) {
    wire::Elevate wish{mode, std::move(user), std::move(password)};
    const bool allowed = elevation->asked(wish);
    CHECK(wish.password.empty());
    return allowed;
  }
  bool send(const wire::TerminalMessage& message) {
    const Bytes frame = wire::encode_terminal(message);
    return elevation->terminal(ByteView(frame).subspan(wire::kFrameHeader));
  }
  void turn_on() {
    REQUIRE(ask(Mode::viewer_names, "root", "right"));
    consent.say(Said::yes);
    check.waiting(Verdict::yes);
    REQUIRE(elevation->is_on());
  }
  Is is() const { return told.back().is; }
  Why why() const { return told.back().why; }
  test::ScriptedTerminals::One& terminal() { return *terminals.all.back(); }

  test::ScriptedConsent consent;
  test::ScriptedCheck check;
  test::ScriptedTerminals terminals;
  std::vector<std::pair<std::uint64_t, bool>> reported;
  agent::Administration shared{consent, check, terminals, true,
                               [this](std::uint64_t call, bool on) { reported.emplace_back(call, on); }};
  std::vector<wire::Elevation> told;
  std::vector<wire::TerminalMessage> printed;
  std::size_t pending = 0;
  std::optional<wire::CloseReason> ended;
  std::unique_ptr<agent::Elevation> elevation;
};

TEST_CASE("a viewer who names an administrator becomes one when the person says yes", "[agent][elevation]") {
  World world;
  CHECK_FALSE(world.elevation->is_on());
  REQUIRE(world.ask(Mode::viewer_names, "root", "right"));
  CHECK(world.is() == Is::asked);
  CHECK(world.consent.questions == std::vector{Question::allow});
  CHECK(world.check.asked.empty());
  world.consent.say(Said::yes);
  CHECK(world.is() == Is::checking);
  REQUIRE(world.check.asked.size() == 1);
  CHECK(world.check.asked[0] ==
        std::tuple<std::string, std::string, std::string>("the viewer", "root", "right"));
  CHECK_FALSE(world.elevation->is_on());
  world.check.waiting(Verdict::yes);
  CHECK(world.is() == Is::on);
  CHECK(world.elevation->is_on());
  CHECK(world.consent.shown == std::vector{true});
  CHECK(world.reported == std::vector<std::pair<std::uint64_t, bool>>{{7, true}});
  SECTION("and gives the rights back") {
    REQUIRE(world.ask(Mode::give_back));
    CHECK(world.is() == Is::off);
    CHECK(world.why() == Why::none);
  }
  SECTION("and loses them with the permission") {
    world.elevation->permit(false);
    CHECK(world.is() == Is::off);
    CHECK(world.why() == Why::ended_at_machine);
    REQUIRE(world.ask(Mode::viewer_names, "root", "right"));
    CHECK(world.why() == Why::ended_at_machine);
    CHECK(world.consent.questions.size() == 1);
  }
  SECTION("and loses them with the session") {
    world.elevation.reset();
  }
  CHECK(world.consent.shown == std::vector{true, false});
  CHECK(world.reported == std::vector<std::pair<std::uint64_t, bool>>{{7, true}, {7, false}});
}

TEST_CASE("nobody becomes administrator otherwise", "[agent][elevation]") {
  World world;
  Why why = Why::none;
  SECTION("the person says no") {
    world.ask(Mode::viewer_names, "root", "right");
    world.consent.say(Said::no);
    CHECK(world.check.asked.empty());
    why = Why::person_said_no;
  }
  SECTION("the person says no who was to name somebody") {
    world.ask(Mode::person_names);
    world.consent.say(Said::no, "root", "right");
    CHECK(world.check.asked.empty());
    why = Why::person_said_no;
  }
  SECTION("a wrong password") {
    world.ask(Mode::viewer_names, "root", "wrong");
    world.consent.say(Said::yes);
    world.check.waiting(Verdict::wrong);
    why = Why::wrong;
  }
  SECTION("somebody who is no administrator") {
    world.ask(Mode::viewer_names, "anna", "right");
    world.consent.say(Said::yes);
    world.check.waiting(Verdict::no_administrator);
    why = Why::no_administrator;
  }
  SECTION("PAM is missing") {
    world.ask(Mode::viewer_names, "root", "right");
    world.consent.say(Said::yes);
    world.check.waiting(Verdict::unavailable);
    why = Why::cannot;
  }
  SECTION("the agent is not root") {
    world.shared.possible = false;
    world.ask(Mode::viewer_names, "root", "right");
    CHECK(world.consent.questions.empty());
    why = Why::cannot;
  }
  SECTION("nobody is there to name somebody") {
    world.consent.at_once = Said::nobody;
    world.ask(Mode::person_names);
    why = Why::nobody_there;
  }
  SECTION("too many wrong ones") {
    world.check.seconds = 15;
    world.ask(Mode::viewer_names, "root", "right");
    CHECK(world.consent.questions.empty());
    CHECK(world.told.back().wait_seconds == 15);
    why = Why::too_many;
  }
  SECTION("too many wrong ones while the person was asked") {
    world.ask(Mode::viewer_names, "root", "right");
    world.check.seconds = 1'000'000;
    world.consent.say(Said::yes);
    CHECK(world.told.back().wait_seconds == 0xffff);
    why = Why::too_many;
  }
  SECTION("the session must not") {
    world.make(false);
    world.ask(Mode::viewer_names, "root", "right");
    CHECK(world.consent.questions.empty());
    why = Why::ended_at_machine;
  }
  SECTION("the permission goes while the person is asked, and the yes comes late") {
    world.ask(Mode::viewer_names, "root", "right");
    world.elevation->permit(false);
    CHECK(world.consent.withdrawn == 1);
    world.consent.say(Said::yes);
    CHECK(world.check.asked.empty());
    why = Why::ended_at_machine;
  }
  SECTION("the permission goes while the password is checked") {
    world.ask(Mode::viewer_names, "root", "right");
    world.consent.say(Said::yes);
    world.elevation->permit(false);
    world.check.waiting(Verdict::yes);
    why = Why::ended_at_machine;
  }
  SECTION("the viewer thinks better of it") {
    world.ask(Mode::viewer_names, "root", "right");
    world.ask(Mode::give_back);
    CHECK(world.consent.withdrawn == 1);
    world.consent.say(Said::yes);
  }
  CHECK(world.is() == Is::off);
  CHECK(world.why() == why);
  CHECK_FALSE(world.elevation->is_on());
  CHECK(world.consent.shown.empty());
  CHECK(world.reported.empty());
  CHECK_FALSE(world.send(wire::TerminalOpen{}));  // the session ends
  CHECK(world.terminals.all.empty());
}

TEST_CASE("where nobody would be asked the password alone decides", "[agent][elevation]") {
  World world;
  world.consent.at_once = Said::nobody;
  world.ask(Mode::viewer_names, "root", "right");
  CHECK(world.is() == Is::checking);
  world.check.waiting(Verdict::yes);
  CHECK(world.elevation->is_on());
}

TEST_CASE("the person who names an administrator may mistype twice", "[agent][elevation]") {
  World world;
  REQUIRE(world.ask(Mode::person_names));
  for (const Verdict wrong : {Verdict::wrong, Verdict::no_administrator}) {
    world.consent.say(Said::yes, "root", "wrong");
    CHECK(world.is() == Is::checking);
    world.check.waiting(wrong);
    CHECK(world.is() == Is::asked);
  }
  CHECK(world.consent.questions ==
        std::vector{Question::who_allows, Question::who_allows_again, Question::who_allows_again});
  world.consent.say(Said::yes, "root", "right");
  CHECK(world.check.asked.back() ==
        std::tuple<std::string, std::string, std::string>("at the machine", "root", "right"));
  SECTION("right in the end") {
    world.check.waiting(Verdict::yes);
    CHECK(world.elevation->is_on());
  }
  SECTION("and wrong again") {
    world.check.waiting(Verdict::wrong);
    CHECK(world.is() == Is::off);
    CHECK(world.why() == Why::wrong);
    CHECK(world.consent.questions.size() == 3);
  }
}

TEST_CASE("a person who has said no three times is left alone", "[agent][elevation]") {
  World world;
  for (int i = 0; i < agent::Elevation::kRefusals; ++i) {
    REQUIRE(world.ask(Mode::viewer_names, "root", "right"));
    world.consent.say(Said::no);
  }
  REQUIRE(world.ask(Mode::person_names));
  CHECK(world.why() == Why::person_said_no);
  CHECK(world.consent.questions.size() == 3);
}

TEST_CASE("what a viewer must not say of elevation", "[agent][elevation]") {
  World world;
  SECTION("names with a mode that has none") {
    CHECK_FALSE(world.ask(Mode::person_names, "root"));
    CHECK_FALSE(world.ask(Mode::person_names, "", "right"));
    CHECK_FALSE(world.ask(Mode::give_back, "root"));
  }
  SECTION("a second question while one waits") {
    REQUIRE(world.ask(Mode::viewer_names, "root", "right"));
    CHECK_FALSE(world.ask(Mode::person_names));
    world.consent.say(Said::yes);
    CHECK_FALSE(world.ask(Mode::viewer_names, "root", "right"));
  }
  SECTION("a question when it is on") {
    world.turn_on();
    CHECK_FALSE(world.ask(Mode::viewer_names, "root", "right"));
  }
  SECTION("giving back what it has not means nothing") {
    CHECK(world.ask(Mode::give_back));
    CHECK(world.told.empty());
  }
}

TEST_CASE("an administrator's terminal carries bytes both ways until it ends", "[agent][elevation]") {
  World world;
  world.turn_on();
  REQUIRE(world.send(wire::TerminalOpen{What::shell, {100, 30}, ""}));
  CHECK(world.terminal().open.size.columns == 100);
  REQUIRE(world.send(wire::TerminalBytes{"id\r"}));
  CHECK(world.terminal().typed == "id\r");
  REQUIRE(world.send(wire::TerminalResize{{90, 20}}));
  CHECK(world.terminal().size.rows == 20);
  world.terminal().events.output(as_bytes("uid=0"));
  REQUIRE(world.printed.size() == 1);
  CHECK(std::get<wire::TerminalBytes>(world.printed[0]).bytes == "uid=0");

  SECTION("it waits while the viewer does not read") {
    world.pending = net::Stream::kHighWater + 1;
    world.terminal().events.output(as_bytes("more"));
    CHECK(world.terminal().paused);
    world.elevation->drained();
    CHECK(world.terminal().paused);
    world.pending = 0;
    world.elevation->drained();
    CHECK_FALSE(world.terminal().paused);
  }
  SECTION("a second one is too many") {
    CHECK_FALSE(world.send(wire::TerminalOpen{}));
  }
  SECTION("it ends by itself, and another one begins") {
    world.terminal().events.ended(3);
    CHECK(std::get<wire::TerminalEnded>(world.printed.back()).status == 3);
    CHECK(world.terminal().left);
    CHECK(world.send(wire::TerminalBytes{"late"}));
    CHECK(world.send(wire::TerminalClose{}));
    CHECK(world.send(wire::TerminalOpen{}));
    CHECK(world.terminals.all.size() == 2);
  }
  SECTION("the viewer closes it") {
    REQUIRE(world.send(wire::TerminalClose{}));
    CHECK(world.terminal().left);
    CHECK(std::holds_alternative<wire::TerminalEnded>(world.printed.back()));
  }
  SECTION("it goes with the elevation, and what was on its way means nothing") {
    world.elevation->permit(false);
    CHECK(world.terminal().left);
    CHECK(world.send(wire::TerminalBytes{"late"}));
    CHECK(world.send(wire::TerminalOpen{}));
    CHECK(world.terminals.all.size() == 1);
  }
  SECTION("it goes with the session") {
    world.elevation.reset();
    CHECK(world.terminal().left);
  }
  SECTION("what only the machine says, and what is too long") {
    CHECK_FALSE(world.send(wire::TerminalEnded{0}));
    CHECK_FALSE(world.send(wire::TerminalBytes{std::string(wire::kTerminalInputCap + 1, 'x')}));
    CHECK(world.send(wire::TerminalBytes{std::string(wire::kTerminalInputCap, 'x')}));
    CHECK_FALSE(world.elevation->terminal(as_bytes("\x09")));
  }
}

TEST_CASE("what can't be run ends at once", "[agent][elevation]") {
  World world;
  world.turn_on();
  const std::string names[] = {"",  "-h",  "--now", "../x", "a b", "a;b", "ssh\xc3\xa4",
                               "*", "a/b", "$(id)", "."};
  for (const std::string& name : names) {
    INFO(name);
    world.printed.clear();
    REQUIRE(world.send(wire::TerminalOpen{What::restart_service, {}, name}));
    REQUIRE(world.printed.size() == 1);
    CHECK(std::get<wire::TerminalEnded>(world.printed[0]).status == wire::TerminalEnded::kKilled);
  }
  REQUIRE(world.send(wire::TerminalOpen{What::shell, {}, "--init-file=/x"}));
  CHECK(world.terminals.all.empty());
  world.terminals.fails = true;
  REQUIRE(world.send(wire::TerminalOpen{}));
  CHECK(std::get<wire::TerminalEnded>(world.printed.back()).status == wire::TerminalEnded::kKilled);
  world.terminals.fails = false;
  REQUIRE(world.send(wire::TerminalOpen{What::restart_service, {}, "getty@tty1.service"}));
  CHECK(world.terminals.all.size() == 1);
}

TEST_CASE("a machine that restarts ends the session, one that would not does not", "[agent][elevation]") {
  World world;
  world.turn_on();
  REQUIRE(world.send(wire::TerminalOpen{What::restart_machine, {}, ""}));
  const auto one = world.terminals.all.back();
  SECTION("it restarts") {
    one->events.ended(0);
    CHECK(world.ended == wire::CloseReason::restarting);
    CHECK(world.reported.back() == std::pair<std::uint64_t, bool>(7, false));
  }
  SECTION("it does not") {
    one->events.ended(1);
    CHECK_FALSE(world.ended);
    CHECK(world.elevation->is_on());
  }
}

TEST_CASE("what is run is what was asked for, and nothing of it is a shell's to read", "[agent][elevation]") {
  agent::MachineFacts machine;
  machine.program = "/usr/local/bin/gatehouse";
  using Words = std::vector<std::string>;
  const auto words = [&](What what, const std::string& argument = {}) {
    const auto program = agent::administrator_program(what, argument, machine, "unit-7");
    return program ? program->words : Words{};
  };
  CHECK(words(What::shell) == Words{"-bash"});
  CHECK(words(What::update_packages) == Words{"gatehouse", "package-update"});
  CHECK(words(What::restart_machine) == Words{"shutdown", "-r", "now"});
  CHECK(words(What::restart_service, "ssh") == Words{"service", "ssh", "restart"});
  machine.systemd = true;
  CHECK(words(What::restart_machine) == Words{"systemctl", "--no-ask-password", "reboot"});
  CHECK(words(What::restart_service, "ssh.service") ==
        Words{"systemctl", "--no-ask-password", "restart", "--", "ssh.service"});
  CHECK(words(What::restart_service, "-H root@elsewhere").empty());
  const auto shell = agent::administrator_program(What::shell, "", machine, "unit-7");
  CHECK(shell->program == "/usr/bin/systemd-run");
  CHECK(shell->unit == "unit-7");
  CHECK_FALSE(shell->to_its_end);
  CHECK(std::ranges::count(shell->words, "--setenv=TERM=xterm-256color") == 1);
  CHECK(Words(shell->words.end() - 3, shell->words.end()) == Words{"--", "/bin/bash", "-l"});
  const auto update = agent::administrator_program(What::update_packages, "", machine, "unit-7");
  CHECK(update->to_its_end);
  CHECK(Words(update->words.end() - 3, update->words.end()) ==
        Words{"--", "/usr/local/bin/gatehouse", "package-update"});
}

TEST_CASE("packages are updated by what the machine has, with nothing asked", "[agent][elevation]") {
  const auto first = [](bool (*exists)(const std::string&)) {
    const auto commands = agent::package_commands(exists);
    return commands.empty() ? "" : commands.back().front();
  };
  CHECK(first([](const std::string& path) { return path == "/usr/bin/apt-get"; }) == "/usr/bin/apt-get");
  CHECK(first([](const std::string& path) { return path == "/usr/bin/dnf"; }) == "/usr/bin/dnf");
  CHECK(first([](const std::string& path) { return path == "/usr/bin/pacman"; }) == "/usr/bin/pacman");
  CHECK(first([](const std::string&) { return false; }).empty());
  const auto apt = agent::package_commands([](const std::string&) { return true; });
  REQUIRE(apt.size() == 2);
  CHECK(std::ranges::count(apt[1], "Dpkg::Options::=--force-confold") == 1);
}

}  // namespace gatehouse::elevation_test
