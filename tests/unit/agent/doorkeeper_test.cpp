#include "appliance/agent/doorkeeper.h"

#include <sys/stat.h>

#include "appliance/agent/access_file.h"
#include "appliance/agent/directory_watch.h"
#include "appliance/base/files.h"
#include "tests/support/catch.h"
#include "tests/support/run_until.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::doorkeeper_test {

using agent::AccessFile;
using agent::AccessSettings;
using wire::CloseReason;

constexpr std::int64_t kNow = 1'800'000'000;

// Lets everybody in, and remembers who came.
struct OpenDoor final : agent::Admission {
  void ask(const agent::Visitor& visitor, std::function<void(Verdict)> answer) override {
    asked.push_back(visitor.call);
    answer(agent::Grant{visitor.offered, "Default"});
  }
  void left(std::uint64_t call) override { gone.push_back(call); }
  std::vector<std::uint64_t> asked, gone;
};

policy::AccessEntry entry(std::string_view text, std::optional<std::int64_t> until = {}) {
  auto parsed = policy::parse_access_entry(text);
  REQUIRE(parsed);
  parsed->until = until;
  return *parsed;
}

struct World {
  std::optional<CloseReason> refused(const std::string& alias, std::int64_t id = 234'567'890) {
    agent::Visitor visitor;
    visitor.call = ++call;
    visitor.who = {id, alias};
    visitor.offered = policy::Permissions::all();
    std::optional<CloseReason> reason;
    bool answered = false;
    keeper.ask(visitor, [&](agent::Admission::Verdict verdict) {
      answered = true;
      if (const auto* said = std::get_if<CloseReason>(&verdict)) reason = *said;
    });
    CHECK(answered);
    return reason;
  }

  std::int64_t now = kNow;
  std::uint64_t call = 0;
  OpenDoor door;
  agent::Doorkeeper keeper{door, [this] { return now; }};
};

TEST_CASE("who is not on the access list is refused, and nobody is asked", "[agent]") {
  World world;
  CHECK_FALSE(world.refused("tom@acme"));  // no list: everybody may ask
  world.keeper.set_access(policy::AccessList({entry("*@acme"), entry("345678901")}));
  CHECK_FALSE(world.refused("tom@acme"));
  CHECK_FALSE(world.refused("tom@elsewhere", 345'678'901));
  CHECK(world.door.asked.size() == 3);
  CHECK(world.refused("tom@acme.evil") == CloseReason::not_on_list);
  CHECK(world.refused("tom@myacme") == CloseReason::not_on_list);
  CHECK(world.refused("") == CloseReason::not_on_list);
  world.keeper.set_access(policy::AccessList(std::vector<policy::AccessEntry>()));
  CHECK(world.refused("tom@acme") == CloseReason::not_on_list);
  CHECK(world.door.asked.size() == 3);
  world.keeper.left(2);
  CHECK(world.door.gone == std::vector<std::uint64_t>{2});
}

TEST_CASE("an entry of the access list ends at its time", "[agent]") {
  World world;
  world.keeper.set_access(policy::AccessList({entry("tom@acme", kNow + 7200)}));
  CHECK_FALSE(world.refused("tom@acme"));
  world.now += 7199;
  CHECK_FALSE(world.refused("tom@acme"));
  world.now += 1;
  CHECK(world.refused("tom@acme") == CloseReason::not_on_list);
}

TEST_CASE("what the settings say of the access list goes before what the file says", "[agent]") {
  using Switch = AccessSettings::Switch;
  const policy::Requester tom{1, "tom@acme"}, eve{2, "eve@acme"}, bob{3, "bob@acme"};
  AccessFile file;
  file.entries = {entry("tom@acme")};
  AccessSettings settings;
  settings.entries = {entry("eve@acme")};
  for (const auto& [word, on, is_on] : {std::tuple{Switch::local, false, false},
                                        {Switch::local, true, true},
                                        {Switch::on, false, true},
                                        {Switch::off, true, false}}) {
    settings.list = word;
    file.on = on;
    const auto list = agent::access_list(settings, file);
    CHECK(list.is_on() == is_on);
    CHECK(list.admits(tom, kNow));
    CHECK(list.admits(eve, kNow));
    CHECK(list.admits(bob, kNow) == !is_on);
  }
}

TEST_CASE("the access list is kept as it was written, for its owner alone", "[agent]") {
  test::TemporaryDirectory directory;
  const auto none = AccessFile::read(directory.path());
  REQUIRE(none);
  CHECK_FALSE(none->on);
  CHECK(none->entries.empty());

  AccessFile file;
  file.on = true;
  file.entries = {entry("@acme"), entry("service-?@acme", kNow), entry("345 678 901")};
  REQUIRE(file.write(directory.path()));
  const auto again = AccessFile::read(directory.path());
  REQUIRE(again);
  CHECK(again->on);
  CHECK(again->entries == file.entries);
  struct stat info {};
  REQUIRE(::stat((directory.path() + "/access.json").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("a file that is no access list is refused, not taken for an empty one", "[agent]") {
  test::TemporaryDirectory directory;
  for (const char* text :
       {"", "{", "[]", "{}", R"({"on":true})", R"({"on":1,"entries":[]})", R"({"on":true,"entries":{}})",
        R"({"on":true,"entries":["tom@acme"]})", R"({"on":true,"entries":[{"who":"*"}]})",
        R"({"on":true,"entries":[{"who":"tom@acme","until":"2030"}]})"}) {
    INFO(text);
    REQUIRE(write_file_atomically(directory.path() + "/access.json", text, 0600));
    CHECK_FALSE(AccessFile::read(directory.path()));
  }
}

TEST_CASE("a file that a command puts into a directory is told", "[agent]") {
  test::TemporaryDirectory directory;
  net::EventLoop loop;
  std::vector<std::string> told;
  agent::DirectoryWatch watch(loop, directory.path(), [&](const std::string& file) { told.push_back(file); });
  AccessFile file;
  REQUIRE(file.write(directory.path()));
  CHECK(test::run_until(loop, [&] { return std::ranges::find(told, "access.json") != told.end(); }));
}

}  // namespace gatehouse::doorkeeper_test
