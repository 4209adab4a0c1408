#include "appliance/agent/profiles.h"

#include <sys/stat.h>

#include <random>

#include "appliance/agent/by_profile.h"
#include "appliance/base/files.h"
#include "appliance/base/secret.h"
#include "tests/support/catch.h"
#include "tests/unit/agent/agent_world.h"

namespace gatehouse::profiles_test {

using agent::Profile;
using agent::Profiles;
using agent_world::Viewer;
using agent_world::World;
using policy::Permission;
using policy::Permissions;
using wire::CloseReason;
using wire::SessionState;

const std::string kHash = "$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA";

TEST_CASE("a machine begins with four profiles, and unattended access is off", "[agent]") {
  const Profiles presets = Profiles::presets();
  std::vector<std::string> names;
  for (const Profile& profile : presets.all()) {
    names.push_back(profile.name);
    CHECK(profile.password.empty());
  }
  CHECK(names == std::vector<std::string>{"Default", "Screen Sharing", "Full Access", "Unattended Access"});
  CHECK_FALSE(presets.is_unattended());
  CHECK(presets.attended() == presets.find("default"));
  CHECK_FALSE(presets.find("Default")->permissions.has(Permission::privacy));
  CHECK_FALSE(presets.find("Default")->permissions.has(Permission::tcp_tunnel));
  CHECK(policy::permission_names(presets.find("Screen Sharing")->permissions) == "view_screen,hear_sound");
  CHECK(presets.find("Full Access")->permissions == Permissions::all());
  CHECK_FALSE(presets.find("Unattended Access")->enabled);
  CHECK_FALSE(presets.find("Unattended Access")->attended);
}

TEST_CASE("profiles are found by name, in order, and all can go", "[agent]") {
  Profiles profiles = Profiles::presets();
  CHECK(profiles.put_first("full access"));
  CHECK(profiles.attended()->name == "Full Access");
  profiles.find("Full Access")->enabled = false;
  CHECK(profiles.attended()->name == "Default");
  profiles.find("Default")->attended = false;
  CHECK(profiles.attended()->name == "Screen Sharing");
  for (const char* name : {"Default", "SCREEN SHARING", "Full Access", "Unattended Access"})
    CHECK(profiles.remove(name));
  CHECK_FALSE(profiles.remove("Default"));
  CHECK_FALSE(profiles.put_first("Default"));
  CHECK(profiles.attended() == nullptr);
  CHECK(Profiles::parse(profiles.text())->all().empty());
}

Profile named(const std::string& name) {
  Profile profile;
  profile.name = name;
  return profile;
}

TEST_CASE("a profile's name is a line of text that no other has", "[agent]") {
  for (const auto& [name, good] : std::vector<std::pair<std::string, bool>>{
           {"Desk", true},
           {"Ätna 2", true},
           {std::string(64, 'x'), true},
           {std::string(65, 'x'), false},
           {"", false},
           {" Desk", false},
           {"Desk ", false},
           {"DEFAULT", false},
           {"two\nlines", false},
           {"a\xe2\x80\xae"
            "b",
            false},
           {"\xff", false},
           {std::string("a\0b", 3), false},
       }) {
    INFO(name);
    Profiles profiles = Profiles::presets();
    CHECK(static_cast<bool>(profiles.add(named(name))) == good);
  }
  Profiles many;
  for (std::size_t i = 0; i < Profiles::kMost; ++i) CHECK(many.add(named(std::to_string(i))));
  CHECK_FALSE(many.add(named("one more")));
}

TEST_CASE("profiles are what was written, and what this version doesn't know of them is kept", "[agent]") {
  Profiles profiles = Profiles::presets();
  profiles.find("Unattended Access")->password = kHash;
  profiles.find("Unattended Access")->enabled = true;
  profiles.find("Default")->unknown = {"teleport"};
  const auto again = Profiles::parse(profiles.text());
  REQUIRE(again);
  CHECK(again->text() == profiles.text());
  CHECK(again->is_unattended());
  CHECK(again->find("Default")->unknown == std::vector<std::string>{"teleport"});
  CHECK(again->find("Default")->permissions == profiles.find("Default")->permissions);
}

TEST_CASE("profiles that can't be read are none", "[agent]") {
  const auto with = [](const std::string& profile) {
    return R"({"version":1,"profiles":[)" + profile + "]}";
  };
  const std::string good = R"({"name":"A","enabled":true,"attended":true,"permissions":[]})";
  CHECK(Profiles::parse(with(good)));
  for (const auto& [text, word] : std::vector<std::pair<std::string, std::string>>{
           {"", "JSON"},
           {"{", "JSON"},
           {"[]", "JSON"},
           {"{}", "version"},
           {R"({"version":2,"profiles":[]})", "version"},
           {R"({"version":1})", "list of profiles"},
           {with("1"), "object"},
           {with(good + "," + good), "two profiles"},
           {with("{}"), "enabled"},
           {with(R"({"name":"A","enabled":1,"attended":true,"permissions":[]})"), "enabled"},
           {with(R"({"name":"A","enabled":true,"permissions":[]})"), "attended"},
           {with(R"({"name":"A","enabled":true,"attended":true})"), "permissions"},
           {with(R"({"name":"A","enabled":true,"attended":true,"permissions":[1]})"), "no text"},
           {with(R"({"name":7,"enabled":true,"attended":true,"permissions":[]})"), "name"},
           {with(R"({"name":"A","enabled":true,"attended":true,"permissions":[],"password":"secret"})"),
            "Argon2id"},
           {with(R"({"name":"A","enabled":true,"attended":true,"permissions":[],"password":null})"),
            "Argon2id"},
       }) {
    INFO(text);
    const auto read = Profiles::parse(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().message.find(word) != std::string::npos);
  }
}

TEST_CASE("the file of profiles is made once, for its owner alone, and a broken one is not used", "[agent]") {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/profiles.json";
  REQUIRE(agent::load_profiles(directory.path()));
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  REQUIRE(agent::change_profiles(directory.path(), [](Profiles& all) -> Result<void> {
    all.remove("Default");
    return {};
  }));
  CHECK(agent::load_profiles(directory.path())->find("Default") == nullptr);
  CHECK_FALSE(agent::change_profiles(directory.path(), [](Profiles& all) -> Result<void> {
    all.remove("Full Access");
    return Error{"no"};
  }));
  CHECK(agent::load_profiles(directory.path())->find("Full Access") != nullptr);
  REQUIRE(write_file_atomically(path, "{", 0600));
  const auto broken = agent::load_profiles(directory.path());
  REQUIRE_FALSE(broken);
  CHECK(broken.error().message.find(path) != std::string::npos);
  CHECK(broken.error().message.find("gatehouse profile presets") != std::string::npos);
  CHECK_FALSE(agent::change_profiles(directory.path(), [](Profiles&) -> Result<void> { return {}; }));
  CHECK(*read_file(path, 100) == "{");
  REQUIRE(agent::restore_presets(directory.path()));
  CHECK(agent::load_profiles(directory.path())->attended()->name == "Default");
}

void change(const World& world, const std::function<void(Profiles&)>& edit) {
  REQUIRE(agent::change_profiles(world.directory.path() + "/agent", [&](Profiles& all) -> Result<void> {
    edit(all);
    return {};
  }));
}

TEST_CASE("a running agent takes a changed profile at once", "[agent][relay]") {
  World world;
  world.start_online("token");
  change(world, [](Profiles& all) {
    all.find("Default")->permissions = all.find("Default")->permissions.without(Permission::resize_screen);
  });
  Viewer viewer(world, 7);
  REQUIRE(world.until([&] { return viewer.state.state == SessionState::open; }));
  CHECK(viewer.state.permissions == 0x10005f);
  SECTION("less of it") {
    change(world, [](Profiles& all) { all.find("Default")->permissions = Permissions::view_only(); });
    CHECK(world.until([&] { return viewer.state.permissions == 1; }));
    CHECK(world.workers.last->rights.at(7) == Permissions::view_only());
    change(world, [](Profiles& all) { all.find("Default")->permissions = Permissions::all(); });
    Viewer another(world, 8);
    CHECK(world.until([&] { return another.state.permissions == 0x10007f; }));
    CHECK(viewer.state.permissions == 1);
  }
  SECTION("another one does not matter") {
    change(world, [](Profiles& all) { all.remove("Full Access"); });
    Viewer another(world, 8);
    CHECK(world.until([&] { return another.state.permissions == 0x10005f; }));
    CHECK(viewer.state.permissions == 0x10005f);
  }
  SECTION("switched off, it ends; the next one counts") {
    change(world, [](Profiles& all) { all.find("Default")->enabled = false; });
    CHECK(world.until([&] { return viewer.closed; }));
    CHECK(viewer.close == CloseReason::not_permitted);
    Viewer another(world, 8);
    CHECK(world.until([&] { return another.state.state == SessionState::open; }));
    CHECK(another.state.permissions == 65);
  }
  SECTION("without any nobody comes in") {
    change(world, [](Profiles& all) { all = Profiles(); });
    CHECK(world.until([&] { return viewer.closed; }));
    Viewer another(world, 8);
    CHECK(world.until([&] { return another.closed; }));
    CHECK(another.close == CloseReason::not_permitted);
  }
  SECTION("nor with a file that can't be read") {
    REQUIRE(write_file_atomically(world.directory.path() + "/agent/profiles.json", "?", 0600));
    CHECK(world.until([&] { return viewer.closed; }));
    Viewer another(world, 8);
    CHECK(world.until([&] { return another.closed; }));
    CHECK(another.close == CloseReason::not_permitted);
  }
}

TEST_CASE("the appliance is told whether one may come in with nobody asked", "[agent][relay][unattended]") {
  World world;
  world.start_online("token");
  const auto told = [&](std::vector<bool> all) {
    return world.until([&] { return world.appliance.unattended == all; });
  };
  CHECK(told({false}));
  change(world, [](Profiles& all) { all.find("Full Access")->password = "$argon2id$a hash"; });
  CHECK(told({false, true}));
  change(world, [](Profiles& all) { all.find("Full Access")->password.clear(); });
  CHECK(told({false, true, false}));
}

TEST_CASE("an agent does not start with profiles that it can't read", "[agent]") {
  World world;
  REQUIRE(make_directory(world.directory.path() + "/agent", 0700));
  REQUIRE(write_file_atomically(world.directory.path() + "/agent/profiles.json", "[]", 0600));
  const auto started = world.start("token");
  REQUIRE_FALSE(started);
  CHECK(started.error().message.find("gatehouse profile presets") != std::string::npos);
}

// A person who answers when they are told to.
struct Person final : agent::Admission {
  void ask(const agent::Visitor& visitor, std::function<void(Verdict)> answer) override {
    asked = visitor;
    answer_now = std::move(answer);
  }
  std::optional<agent::Visitor> asked;
  std::function<void(Verdict)> answer_now;
};

TEST_CASE("a person hears what the profile leaves, and can give no more than it has by then", "[agent]") {
  const test::TemporaryDirectory directory;
  auto profiles = agent::load_profiles(directory.path());
  REQUIRE(profiles);
  agent::ProfileBook book(directory.path(), *profiles, [] {});
  Person person;
  agent::ByProfile by_profile(book, Permissions::all().without(Permission::pointer), &person);
  agent::Visitor visitor;
  visitor.offered = Permissions::all().without(Permission::keyboard);
  std::vector<agent::Admission::Verdict> said;
  by_profile.ask(visitor, [&](agent::Admission::Verdict verdict) { said.push_back(std::move(verdict)); });
  REQUIRE(person.asked);
  CHECK(person.asked->offered.bits() == 0x100079);
  SECTION("everything is asked for") {
    person.answer_now(agent::Grant{Permissions::all(), "of their own"});
    CHECK(std::get<agent::Grant>(said.at(0)).permissions.bits() == 0x100079);
    CHECK(std::get<agent::Grant>(said.at(0)).profile == "Default");
  }
  SECTION("no") {
    person.answer_now(CloseReason::declined);
    CHECK(std::get<CloseReason>(said.at(0)) == CloseReason::declined);
  }
  SECTION("the profile is gone meanwhile") {
    REQUIRE(agent::change_profiles(directory.path(), [](Profiles& all) -> Result<void> {
      all.remove("Default");
      return {};
    }));
    person.answer_now(agent::Grant{Permissions::all(), ""});
    CHECK(std::get<CloseReason>(said.at(0)) == CloseReason::not_permitted);
  }
}

// Ticket and portal make the offer; profile and setting are the machine's.
TEST_CASE("no session ever has a bit that ticket, profile and setting don't all have", "[agent][relay]") {
  const auto seed = static_cast<std::uint32_t>(random_below(1ull << 32));
  INFO("seed " << seed);
  std::mt19937 generator(seed);
  const auto any = [&] { return static_cast<std::uint32_t>(generator()); };
  // Mostly with the screen, or there is no session to look at.
  const auto some = [&] { return Permissions::from_bits((any() | any()) | (any() % 4 != 0 ? 1u : 0u)); };
  World world;
  world.start_online("token");
  for (relay::CallId call = 7; call < 27; ++call) {
    const Permissions offered = some();
    Permissions profile = some(), most = some(), now;
    change(world, [&](Profiles& all) { all.find("Default")->permissions = profile; });
    world.agent->set_maximum(most);
    now = offered & profile & most & Permissions::available();
    const Permissions at_first = now;
    Viewer viewer(world, call, offered);
    REQUIRE(world.until([&] { return viewer.closed || viewer.state.state == SessionState::open; }));
    for (int step = 0; step < 5; ++step) {
      if (any() % 2 == 0) {
        most = some();
        world.agent->set_maximum(most);
        now = now & most;
      } else {
        profile = some();
        change(world, [&](Profiles& all) { all.find("Default")->permissions = profile; });
        now = now & profile;
      }
      REQUIRE(world.until([&] {
        return now.has(Permission::view_screen) ? viewer.state.permissions == now.bits() : viewer.closed;
      }));
      if (viewer.closed) break;
      CHECK(world.workers.last->rights.at(call) == now);
    }
    CHECK((viewer.told & ~at_first.bits()) == 0);
    viewer.send(wire::Close{CloseReason::ended_by_viewer});
    REQUIRE(world.until([&] { return world.agent->status().sessions == 0; }));
  }
}

}  // namespace gatehouse::profiles_test
