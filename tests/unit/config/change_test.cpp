#include "appliance/config/change.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "appliance/base/files.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::change_test {

struct World {
  World() {
    sources.ini_path = directory.path() + "/agent.ini";
    sources.policy_directory = directory.path() + "/policy.d";
  }
  void has(std::string_view content, unsigned mode = 0600) {
    REQUIRE(write_file_atomically(sources.ini_path, content, mode));
  }
  void policy(std::string_view content) {
    REQUIRE(make_directory(sources.policy_directory, 0755));
    REQUIRE(write_file_atomically(sources.policy_directory + "/company.ini", content, 0644));
  }
  std::string now() const { return *read_file(sources.ini_path, 65536); }
  // Empty: it was done.
  std::string change(std::vector<config::NewValue> values) {
    const auto done = config::change_settings(sources, values);
    return done ? "" : done.error().message;
  }

  test::TemporaryDirectory directory;
  config::Sources sources;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a change keeps the file's mode and owner, and makes one that is not there", "[config]") {
  World world;
  CHECK(world.change({{"access.list", "on"}}).empty());
  CHECK(world.now() == "[access]\nlist=on\n");
  struct stat info {};
  REQUIRE(::stat(world.sources.ini_path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  REQUIRE(::chmod(world.sources.ini_path.c_str(), 0640) == 0);
  if (::geteuid() == 0) REQUIRE(::chown(world.sources.ini_path.c_str(), 12, 34) == 0);
  CHECK(world.change({{"access.list", std::nullopt}, {"desktop.size", "800x600"}}).empty());
  CHECK(world.now() == "[access]\n\n[desktop]\nsize=800x600\n");
  REQUIRE(::stat(world.sources.ini_path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0640);
  if (::geteuid() == 0) CHECK((info.st_uid == 12 && info.st_gid == 34));
  const auto before = info.st_ino;
  CHECK(world.change({{"desktop.size", "800x600"}}).empty());
  REQUIRE(::stat(world.sources.ini_path.c_str(), &info) == 0);
  CHECK(info.st_ino == before);
}

TEST_CASE("a link to the settings file stays one", "[config]") {
  World world;
  const std::string real = world.directory.path() + "/real.ini";
  REQUIRE(write_file_atomically(real, "[access]\nlist=off\n", 0600));
  REQUIRE(::symlink("real.ini", world.sources.ini_path.c_str()) == 0);
  CHECK(world.change({{"access.list", "on"}}).empty());
  CHECK(*read_file(real, 1000) == "[access]\nlist=on\n");
  struct stat info {};
  REQUIRE(::lstat(world.sources.ini_path.c_str(), &info) == 0);
  CHECK(S_ISLNK(info.st_mode));
}

TEST_CASE("what may not be changed stays, and it is told why", "[config]") {
  World world;
  const std::string was = "[access]\nlist=off\n";
  world.has(was);
  world.sources.environment = {{"GATEHOUSE_DESKTOP_SIZE", "640x480"}};
  world.sources.options = {{"desktop.keep_seconds", "7"}};
  world.policy("; ours\n[agent]\ndisable_tcp_listen=on\n");
  const auto refused = [&](const std::string& name, const std::string& value) {
    const std::string words = world.change({{name, value}});
    CHECK(world.now() == was);
    return words;
  };
  CHECK(refused("access.list", "perhaps") ==
        "'perhaps' is not a value for access.list; it takes local, on or off");
  CHECK(has(refused("access.lists", "on"), "did you mean 'access.list'"));
  CHECK(has(refused("agent.disable_tcp_listen", "off"), "company.ini, line 3, decides it"));
  CHECK(has(refused("desktop.size", "800x600"), "set by the environment GATEHOUSE_DESKTOP_SIZE"));
  CHECK(has(refused("desktop.keep_seconds", "8"), "set by the command line"));
  CHECK(has(refused("server.key", "key.pem"), "belong together"));
  CHECK(has(world.change({{"access.list", "on"}, {"access.ask_seconds", "5"}}), "10 to 600"));
  CHECK(world.now() == was);
  CHECK(world.change({{"server.key", "key.pem"}, {"server.certificate", "cert.pem"}}).empty());
  world.sources.ini_path.clear();
  CHECK(has(world.change({{"access.list", "on"}}), "--config=FILE"));
}

TEST_CASE("locked settings can't be unlocked by the way that they lock", "[config]") {
  World world;
  SECTION("by the file") {
    world.has("[settings]\nlocked=on\n");
  }
  SECTION("by a policy") {
    world.policy("[settings]\nlocked=on\n");
  }
  const auto words = [&] { return world.change({{"access.list", "on"}}); };
  CHECK(has(words(), "settings.locked"));
  CHECK(has(words(), ", line 2"));
  CHECK_FALSE(world.change({{"settings.locked", "off"}}).empty());
  CHECK_FALSE(world.change({{"settings.locked", std::nullopt}}).empty());
}

TEST_CASE("who may not write the file is told what to do", "[config]") {
  if (::geteuid() != 0) {
    WARN("not tested: it needs root, to become somebody who is not");
    return;
  }
  World world;
  world.has("[access]\nlist=off\n", 0644);
  REQUIRE(::chmod(world.directory.path().c_str(), 0755) == 0);
  REQUIRE(::seteuid(65534) == 0);
  const std::string words = world.change({{"access.list", "on"}});
  REQUIRE(::seteuid(0) == 0);
  CHECK(has(words, "run it as root"));
  CHECK(world.now() == "[access]\nlist=off\n");
  CHECK(std::ranges::count(world.now(), '\n') == 2);
}

TEST_CASE("the strongest source has the last word", "[config]") {
  World world;
  const auto value = [&] { return config::load(world.sources)->access_ask_seconds; };
  world.has("[agent]\n");
  CHECK(value() == 60);
  CHECK(world.change({{"access.ask_seconds", "20"}}).empty());
  CHECK(value() == 20);
  world.sources.environment = {{"GATEHOUSE_ACCESS_ASK_SECONDS", "30"}};
  CHECK(value() == 30);
  world.sources.options = {{"access.ask_seconds", "40"}};
  CHECK(value() == 40);
  world.policy("[access]\nask_seconds=50\n");
  CHECK(value() == 50);
}

TEST_CASE("a file that somebody else has changed meanwhile stays theirs", "[config]") {
  World world;
  world.has("theirs\n");
  const auto done = replace_file(world.sources.ini_path, "as it was read\n", "ours\n");
  REQUIRE_FALSE(done);
  CHECK(has(done.error().message, "changed by somebody else"));
  CHECK(world.now() == "theirs\n");
  CHECK(replace_file(world.sources.ini_path, "theirs\n", "ours\n"));
  CHECK(world.now() == "ours\n");
}

TEST_CASE("hidden categories are named", "[config]") {
  config::Sources sources;
  sources.options = {{"settings.hidden", "password, display,password"}};
  REQUIRE(config::load(sources));
  CHECK(config::load(sources)->settings_hidden == std::vector<std::string>{"password", "display"});
  sources.options = {{"settings.hidden", "passwords"}};
  CHECK_FALSE(config::load(sources));
}

}  // namespace gatehouse::change_test
