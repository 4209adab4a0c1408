#include "appliance/agent/unattended.h"

#include <sys/stat.h>

#include "appliance/agent/second_factor.h"
#include "appliance/base/files.h"
#include "appliance/credentials/totp.h"
#include "tests/support/catch.h"
#include "tests/support/fake_clock.h"
#include "tests/support/run_until.h"
#include "tests/unit/agent/agent_world.h"

namespace gatehouse::unattended_test {

using agent::Attempts;
using agent::PasswordVerdict;
using agent::Profile;
using agent::Profiles;
using agent_world::Viewer;
using agent_world::World;
using policy::Permissions;
using wire::CloseReason;
using wire::SessionState;
using What = wire::Ask::What;
using Is = PasswordVerdict::Is;

// The least that the library takes: these tests are about the logic.
constexpr credentials::HashCost kCheap = {.memory_kib = 8, .passes = 1, .lanes = 1};

std::string hash_of(const std::string& password) {
  return *credentials::PasswordHasher(kCheap).hash(password);
}

Secret a_secret() {
  return Secret(std::string(credentials::kTotpSecretSize, 's'));
}
std::string code_at(std::int64_t now) {
  return credentials::totp_code(a_secret().view(), now / credentials::kTotpStep);
}

TEST_CASE("who guesses waits longer and longer, and starting again forgives nothing", "[agent]") {
  const test::TemporaryDirectory directory;
  std::int64_t now = 1'800'000'000;
  auto attempts = std::make_unique<Attempts>(directory.path());
  for (int i = 0; i < 5; ++i) CHECK(*attempts->begin("7", now) == 0);
  for (const std::int64_t delay : {15, 30, 60, 120, 240, 480, 900, 900}) {
    CHECK(*attempts->begin("7", now) == delay);
    CHECK(*attempts->begin("7", now + delay - 1) == 1);
    attempts = std::make_unique<Attempts>(directory.path());
    CHECK(attempts->wait("7", now) == delay);
    CHECK(attempts->wait("8", now) == 0);
    now += delay;
    CHECK(*attempts->begin("7", now) == 0);
  }
  struct stat info {};
  REQUIRE(::stat((directory.path() + "/attempts.json").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  SECTION("a day later it is forgotten") {
    CHECK(*attempts->begin("7", now + 86400) == 0);
    CHECK(*attempts->begin("7", now + 86400) == 0);
  }
  SECTION("a clock that is set back keeps nobody out for years") {
    CHECK(*attempts->begin("7", now - 365 * 86400) == 0);
  }
  SECTION("who has come in is forgiven") {
    attempts->came_in("7", 1, now);
    CHECK(attempts->wait("7", now) == 0);
  }
}

TEST_CASE("many viewers together guess no faster than the machine lets them", "[agent]") {
  const test::TemporaryDirectory directory;
  Attempts attempts(directory.path());
  int made = 0;
  for (int viewer = 0; viewer < 1000; ++viewer)
    made += *attempts.begin(std::to_string(viewer), 1'800'000'000) == 0 ? 1 : 0;
  CHECK(made == 20);
  CHECK(attempts.wait("nobody yet", 1'800'000'000) > 0);
}

TEST_CASE("strangers who guess keep nobody out who came in before", "[agent]") {
  const test::TemporaryDirectory directory;
  const std::int64_t now = 1'800'000'000;
  auto attempts = std::make_unique<Attempts>(directory.path());
  CHECK(*attempts->begin("owner", now) == 0);
  attempts->came_in("owner", 1, now);
  for (int viewer = 0; viewer < 100; ++viewer) (void)attempts->begin(std::to_string(viewer), now);
  CHECK(attempts->wait("stranger", now) > 0);
  attempts = std::make_unique<Attempts>(directory.path());
  CHECK(attempts->wait("stranger", now) > 0);
  CHECK(attempts->wait("owner", now) == 0);
  for (int i = 0; i < 5; ++i) CHECK(*attempts->begin("owner", now) == 0);
  CHECK(*attempts->begin("owner", now) > 0);  // their own wrong ones count
}

TEST_CASE("who knows one password guesses no faster at the others", "[agent]") {
  const test::TemporaryDirectory directory;
  const std::int64_t now = 1'800'000'000;
  Attempts attempts(directory.path());
  int made = 0;
  for (int round = 0; round < 100; ++round) {
    for (int guess = 0; guess < 4; ++guess) made += *attempts.begin("7", now) == 0 ? 1 : 0;
    if (*attempts.begin("7", now) == 0) attempts.came_in("7", 1, now);
  }
  CHECK(made < 12);
}

TEST_CASE("a count that can't be kept lets nobody try", "[agent]") {
  auto directory = std::make_unique<test::TemporaryDirectory>();
  Attempts attempts(directory->path());
  const std::string path = directory->path();
  directory.reset();
  CHECK_FALSE(attempts.begin("7", 1'800'000'000));
  test::TemporaryDirectory another;
  for (const char* broken : {"", "{", "[]", R"({"machine":{}})", R"({"machine":{"failures":"many"}})",
                             R"({"machine":{"failures":1,"counted_at":1,"blocked_until":1},"viewers":[]})"}) {
    REQUIRE(write_file_atomically(another.path() + "/attempts.json", broken, 0600));
    CHECK(*Attempts(another.path()).begin("7", 1'800'000'000) == 0);
  }
}

TEST_CASE("a second factor holds from its first code on, and every code counts once", "[agent]") {
  const test::TemporaryDirectory directory;
  const std::int64_t now = 1'800'000'015;
  CHECK_FALSE(*agent::has_second_factor(directory.path()));
  CHECK_FALSE(*agent::begin_second_factor(directory.path(), a_secret(), "000000", now));
  CHECK_FALSE(*agent::has_second_factor(directory.path()));
  REQUIRE(*agent::begin_second_factor(directory.path(), a_secret(), code_at(now), now));
  CHECK(*agent::has_second_factor(directory.path()));
  struct stat info {};
  REQUIRE(::stat((directory.path() + "/second-factor.json").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK_FALSE(*agent::use_code(directory.path(), code_at(now), now));
  CHECK_FALSE(*agent::use_code(directory.path(), "", now + 30));
  CHECK(*agent::use_code(directory.path(), code_at(now + 60), now + 30));  // its clock is ahead
  CHECK_FALSE(*agent::use_code(directory.path(), code_at(now + 60), now + 60));
  CHECK_FALSE(*agent::use_code(directory.path(), code_at(now + 30), now + 60));
  CHECK(*agent::use_code(directory.path(), code_at(now + 90), now + 90));
  REQUIRE(agent::end_second_factor(directory.path()));
  REQUIRE(agent::end_second_factor(directory.path()));
  CHECK_FALSE(*agent::has_second_factor(directory.path()));
  for (const char* broken :
       {"", "{}", R"({"secret":"AAAA","last_step":1})", R"({"secret":1,"last_step":1})"}) {
    REQUIRE(write_file_atomically(directory.path() + "/second-factor.json", broken, 0600));
    CHECK_FALSE(agent::has_second_factor(directory.path()));
    CHECK_FALSE(agent::use_code(directory.path(), code_at(now), now));
  }
}

struct Checks {
  PasswordVerdict password(const std::string& text, const std::string& viewer = "7") {
    agent::PasswordTry attempt;
    attempt.viewer = viewer;
    attempt.text = Secret(text);
    attempt.hashes = hashes;
    return check->check(attempt);
  }
  PasswordVerdict code(const std::string& text) {
    agent::PasswordTry attempt;
    attempt.viewer = "7";
    attempt.is_code = true;
    attempt.text = Secret(text);
    return check->check(attempt);
  }
  void start_again() { check = std::make_unique<agent::PasswordCheck>(directory.path(), clock, hasher); }

  const test::TemporaryDirectory directory;
  test::FakeClock clock;
  credentials::PasswordHasher hasher{kCheap};
  std::vector<std::pair<std::string, std::string>> hashes = {{"Desk", hash_of("correct horse")},
                                                             {"Full Access", hash_of("battery staple")}};
  std::unique_ptr<agent::PasswordCheck> check =
      std::make_unique<agent::PasswordCheck>(directory.path(), clock, hasher);
};

TEST_CASE("the password says which profile is meant", "[agent]") {
  Checks checks;
  CHECK(checks.password("correct horse").profile == "Desk");
  CHECK(checks.password("battery staple").profile == "Full Access");
  CHECK(checks.password("battery staple").is == Is::right);
  for (const char* other : {"", "correct hors", "correct horse ", "CORRECT HORSE"}) {
    CHECK(checks.password(other, other).is == Is::wrong);
    CHECK(checks.password(other, other).profile.empty());
  }
  checks.hashes.clear();
  CHECK(checks.password("correct horse").is == Is::wrong);
}

TEST_CASE("guessing gets nowhere, not even with the right password in the end", "[agent]") {
  Checks checks;
  for (int i = 0; i < 5; ++i) CHECK(checks.password("guess " + std::to_string(i)).is == Is::wrong);
  CHECK(checks.password("correct horse").is == Is::not_yet);
  CHECK(checks.password("correct horse").wait == 15);
  checks.start_again();
  CHECK(checks.password("correct horse").is == Is::not_yet);
  checks.clock.advance(std::chrono::seconds(15));
  CHECK(checks.password("correct horse").is == Is::right);
  CHECK(checks.password("correct horse").is == Is::right);
}

TEST_CASE("with a second factor the password alone forgives nothing", "[agent]") {
  Checks checks;
  REQUIRE(*agent::begin_second_factor(checks.directory.path(), a_secret(),
                                      code_at(checks.clock.unix_seconds() - 60),
                                      checks.clock.unix_seconds() - 60));
  CHECK(checks.password("correct horse").wants_code);
  SECTION("with the code it does") {
    CHECK(checks.code(code_at(checks.clock.unix_seconds())).is == Is::right);
    CHECK(checks.password("correct horse").wants_code);
    CHECK(checks.code(code_at(checks.clock.unix_seconds())).is == Is::wrong);  // again
  }
  SECTION("codes can't be guessed by giving the password in between") {
    int guesses = 0;
    for (int i = 0; i < 100; ++i) {
      if (checks.password("correct horse").is != Is::right) break;
      if (checks.code("12345" + std::to_string(i % 10)).is == Is::wrong) ++guesses;
    }
    CHECK(guesses <= 3);
    CHECK(checks.code(code_at(checks.clock.unix_seconds())).is == Is::not_yet);
  }
  SECTION("one that can't be read lets nobody in") {
    REQUIRE(write_file_atomically(checks.directory.path() + "/second-factor.json", "{", 0600));
    CHECK(checks.password("correct horse").is == Is::failed);
    CHECK(checks.code(code_at(checks.clock.unix_seconds())).is == Is::failed);
  }
}

// Without a person: no profile is for who has no password.
void only_by_password(const World& world, const std::string& password = "correct horse") {
  REQUIRE(agent::change_profiles(world.directory.path() + "/agent", [&](Profiles& all) -> Result<void> {
    all = Profiles();
    Profile desk;
    desk.name = "Desk";
    desk.attended = false;
    desk.permissions = Permissions::from_bits(0x7);
    desk.password = hash_of(password);
    return all.add(desk);
  }));
}

TEST_CASE("who knows a profile's password comes in by it", "[agent][relay]") {
  World world;
  world.start_online("token");
  only_by_password(world);
  world.agent->set_maximum(Permissions::all().without(policy::Permission::pointer));
  Viewer viewer(world, 7);
  REQUIRE(
      world.until([&] { return viewer.asked.size() == 1 && viewer.state.state == SessionState::waiting; }));
  CHECK(viewer.asked[0].what == What::password);
  CHECK_FALSE(viewer.asked[0].refused);
  viewer.send(wire::Answer{"correct hors"});
  REQUIRE(world.until([&] { return viewer.asked.size() == 2; }));
  CHECK(viewer.asked[1].refused);
  CHECK(viewer.state.state == SessionState::waiting);
  CHECK(viewer.told == 0);
  CHECK(world.workers.started == 0);
  viewer.send(wire::Answer{"correct horse"});
  REQUIRE(world.until([&] { return viewer.state.state == SessionState::open; }));
  CHECK(viewer.state.permissions == 0x3);
  auto& said = world.appliance.grants;
  REQUIRE(world.until([&] { return said.size() == 1; }));
  CHECK(std::get<2>(said[0]) == "Desk");
  viewer.send(wire::Answer{"too late, and harmless"});
  viewer.send(wire::Ping{1});
  CHECK(world.until([&] { return viewer.pongs == 1; }));
  only_by_password(world, "another one");  // for who comes from now on
  viewer.send(wire::Ping{2});
  CHECK(world.until([&] { return viewer.pongs == 2; }));
  CHECK_FALSE(viewer.closed);
}

TEST_CASE("a code is wanted where there is a second factor", "[agent][relay]") {
  World world;
  world.start_online("token");
  only_by_password(world);
  const std::int64_t now = SystemClock().unix_seconds();
  REQUIRE(*agent::begin_second_factor(world.directory.path() + "/agent", a_secret(), code_at(now - 30),
                                      now - 30));
  Viewer viewer(world, 7);
  REQUIRE(world.until([&] { return viewer.asked.size() == 1; }));
  viewer.send(wire::Answer{"correct horse"});
  REQUIRE(world.until([&] { return viewer.asked.size() == 2; }));
  CHECK(viewer.asked[1].what == What::code);
  CHECK_FALSE(viewer.asked[1].refused);
  viewer.send(wire::Answer{code_at(now - 30)});  // was used to set it up
  REQUIRE(world.until([&] { return viewer.asked.size() == 3; }));
  CHECK(viewer.asked[2].what == What::code);
  CHECK(viewer.asked[2].refused);
  viewer.send(wire::Answer{code_at(SystemClock().unix_seconds())});
  REQUIRE(world.until([&] { return viewer.state.state == SessionState::open; }));
  CHECK(viewer.state.permissions == 0x7);
}

TEST_CASE("nobody says anything unasked, and nobody is asked for a password that doesn't exist",
          "[agent][relay]") {
  World world;
  world.start_online("token");
  SECTION("an answer to no question") {
    Viewer viewer(world, 7);
    REQUIRE(world.until([&] { return viewer.state.state == SessionState::open; }));
    CHECK(viewer.asked.empty());
    viewer.send(wire::Answer{"correct horse"});
    CHECK(world.until([&] { return viewer.closed; }));
    CHECK(viewer.close == CloseReason::protocol_error);
  }
  SECTION("a question from a viewer") {
    only_by_password(world);
    Viewer viewer(world, 7);
    REQUIRE(world.until([&] { return viewer.asked.size() == 1; }));
    viewer.send(wire::Ask{});
    CHECK(world.until([&] { return viewer.closed; }));
    CHECK(viewer.close == CloseReason::protocol_error);
  }
  SECTION("RFB before it is let in") {
    only_by_password(world);
    Viewer viewer(world, 7);
    REQUIRE(world.until([&] { return viewer.asked.size() == 1; }));
    Bytes frame;
    wire::append_frames(frame, wire::Channel::rfb, as_bytes("RFB 003.008\n"));
    viewer.send_bytes(frame);
    CHECK(world.until([&] { return viewer.closed; }));
    CHECK(viewer.close == CloseReason::protocol_error);
    CHECK(world.workers.started == 0);
  }
}

TEST_CASE("brute force by many sessions of one person is slowed down across them", "[agent][relay]") {
  World world;
  world.start_online("token");
  only_by_password(world);
  std::size_t wrong = 0, waits = 0;
  for (relay::CallId call = 7; call < 12; ++call) {
    Viewer viewer(world, call);
    REQUIRE(world.until([&] { return viewer.asked.size() == 1; }));
    for (std::size_t i = 1; i <= 5; ++i) {
      viewer.send(wire::Answer{"guess " + std::to_string(i)});
      REQUIRE(world.until([&] { return viewer.asked.size() == i + 1; }));
      wrong += viewer.asked.back().refused ? 1 : 0;
      waits += viewer.asked.back().wait_seconds > 0 ? 1 : 0;
    }
    viewer.send(wire::Close{CloseReason::ended_by_viewer});
    REQUIRE(world.until([&] { return world.agent->status().sessions == 0; }));
  }
  CHECK(wrong <= 10);
  CHECK(waits >= 15);
}

// A person who answers when they are told to.
struct Person final : agent::Admission {
  void ask(const agent::Visitor&, std::function<void(Verdict)> answer) override {
    answer_now = std::move(answer);
  }
  void left(std::uint64_t call) override { gone.push_back(call); }
  std::function<void(Verdict)> answer_now;
  std::vector<std::uint64_t> gone;
};

struct Desk {
  Desk() {
    REQUIRE(agent::load_profiles(directory.path()));
    REQUIRE(agent::change_profiles(directory.path(), [](Profiles& all) -> Result<void> {
      all.find("Unattended Access")->password = hash_of("correct horse");
      all.find("Unattended Access")->enabled = true;
      return {};
    }));
    visitor.call = 7;
    visitor.offered = Permissions::all();
    visitor.account = "anna@example.org";
    step.ask(visitor, [this](agent::Admission::Verdict verdict) { said.push_back(std::move(verdict)); });
  }
  bool until(const std::function<bool()>& done) { return test::run_until(loop, done); }

  const test::TemporaryDirectory directory;
  net::EventLoop loop;
  agent::ProfileBook book{directory.path(), Profiles(), [] {}};
  Person person;
  agent::ByProfile attended{book, Permissions::all(), &person};
  std::vector<wire::Ask> asked;
  agent::Unattended step{loop, book, attended, directory.path(),
                         [this](std::uint64_t, const wire::Ask& ask) { asked.push_back(ask); }};
  agent::Visitor visitor;
  std::vector<agent::Admission::Verdict> said;
};

TEST_CASE("person and password are asked for at once, and whoever is quicker decides", "[agent]") {
  Desk desk;
  REQUIRE(desk.person.answer_now);
  REQUIRE(desk.asked.size() == 1);
  SECTION("the person lets them in") {
    desk.person.answer_now(agent::Grant{Permissions::view_only(), ""});
    REQUIRE(desk.said.size() == 1);
    CHECK(std::get<agent::Grant>(desk.said[0]).profile == "Default");
    desk.step.answered(7, "correct horse");  // too late, and harmless
    CHECK(desk.said.size() == 1);
  }
  SECTION("the person says no") {
    desk.person.answer_now(CloseReason::declined);
    REQUIRE(desk.said.size() == 1);
    CHECK(std::get<CloseReason>(desk.said[0]) == CloseReason::declined);
  }
  SECTION("the person says no while a right password is checked") {
    desk.step.answered(7, "correct horse");
    desk.person.answer_now(CloseReason::declined);
    test::settle(desk.loop);
    REQUIRE(desk.said.size() == 1);
    CHECK(std::get<CloseReason>(desk.said[0]) == CloseReason::declined);
  }
  SECTION("nobody can be asked: the password may still come") {
    desk.person.answer_now(CloseReason::not_permitted);
    CHECK(desk.said.empty());
    desk.step.answered(7, "correct horse");
    REQUIRE(desk.until([&] { return desk.said.size() == 1; }));
    CHECK(std::get<agent::Grant>(desk.said[0]).profile == "Unattended Access");
  }
  SECTION("the password is right, and the person is asked no more") {
    desk.step.answered(7, "correct horse");
    desk.step.answered(7, "only one at a time");
    REQUIRE(desk.until([&] { return desk.said.size() == 1; }));
    CHECK(std::get<agent::Grant>(desk.said[0]).permissions == Permissions::available());
    CHECK(desk.person.gone == std::vector<std::uint64_t>{7});
    desk.person.answer_now(CloseReason::declined);
    CHECK(desk.said.size() == 1);
  }
  SECTION("unattended access is switched off meanwhile") {
    desk.step.answered(7, "correct horse");
    REQUIRE(agent::restore_presets(desk.directory.path()));
    REQUIRE(desk.until([&] { return desk.said.size() == 1; }));
    CHECK(std::get<CloseReason>(desk.said[0]) == CloseReason::not_permitted);
  }
  SECTION("the viewer leaves") {
    desk.step.answered(7, "correct horse");
    desk.step.left(7);
    test::settle(desk.loop);
    CHECK(desk.said.empty());
  }
}

}  // namespace gatehouse::unattended_test
