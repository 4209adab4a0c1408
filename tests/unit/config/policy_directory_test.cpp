#include "appliance/config/policy_directory.h"

#include <sys/stat.h>

#include <algorithm>

#include "appliance/base/files.h"
#include "appliance/config/settings.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::policy_directory_test {

struct World {
  void put(const std::string& name, std::string_view content) {
    REQUIRE(write_file_atomically(policy + "/" + name, content, 0644));
  }
  Result<config::Settings> load() const { return config::load(sources); }

  World() {
    REQUIRE(make_directory(policy, 0755));
    sources.policy_directory = policy;
  }

  test::TemporaryDirectory directory;
  const std::string policy = directory.path() + "/policy.d";
  config::Sources sources;
};

TEST_CASE("a managed policy wins over the command line, the environment and the ini file", "[config]") {
  World world;
  const std::string ini = world.directory.path() + "/own.ini";
  REQUIRE(write_file_atomically(ini, "[access]\nlist=off\n[desktop]\nsize=800x600\n", 0600));
  world.sources.ini_path = ini;
  world.sources.environment = {{"GATEHOUSE_ACCESS_LIST", "off"}};
  world.sources.options = {{"access.list", "off"}, {"desktop.keep_seconds", "7"}};
  REQUIRE(world.load());
  CHECK(world.load()->access_list == "off");

  world.put("10-company.ini", "[access]\nlist=local\nentries=@acme\n");
  world.put("20-branch.ini", "[access]\nlist=on\n");
  world.put("README", "not read");
  const auto settings = world.load();
  REQUIRE(settings);
  CHECK(settings->access_list == "on");
  CHECK(settings->access_entries.size() == 1);
  CHECK(settings->desktop_keep_seconds == 7);
  CHECK(settings->desktop_size.width == 800);
}

TEST_CASE("every setting tells where its value comes from", "[config]") {
  World world;
  world.put("company.ini", "; ours\n[access]\nlist=on\n");
  world.sources.environment = {{"GATEHOUSE_DESKTOP_ENABLED", "off"}};
  world.sources.options = {{"desktop.keep_seconds", "7"}, {"access.list", "off"}};
  const auto settings = world.load();
  REQUIRE(settings);
  const auto all = config::now(*settings);
  CHECK(all.size() == config::setting_rows().size());
  const auto about = [&](std::string_view name) {
    return *std::ranges::find(all, name, [](const config::SettingNow& one) { return one.row->name; });
  };
  CHECK(about("access.list").value == "on");
  CHECK(about("access.list").source == world.policy + "/company.ini, line 3");
  CHECK_FALSE(about("access.list").in_file);
  CHECK(about("desktop.keep_seconds").source == "command line");
  CHECK_FALSE(about("desktop.keep_seconds").in_file);
  CHECK(about("desktop.enabled").source == "environment GATEHOUSE_DESKTOP_ENABLED");
  CHECK(about("desktop.enabled").value == "off");
  CHECK(about("server.listen").source.empty());
}

TEST_CASE("a policy that is wrong, or that others could write, stops the program", "[config]") {
  World world;
  world.put("company.ini", "[access]\nlist=perhaps\n");
  REQUIRE_FALSE(world.load());
  CHECK(world.load().error().message.find("company.ini, line 2: 'perhaps'") != std::string::npos);
  world.put("company.ini", "[access]\nlists=on\n");
  REQUIRE_FALSE(world.load());
  CHECK(world.load().error().message.find("access.list") != std::string::npos);

  world.put("company.ini", "[access]\nlist=on\n");
  REQUIRE(world.load());
  REQUIRE(::chmod((world.policy + "/company.ini").c_str(), 0664) == 0);
  REQUIRE_FALSE(world.load());
  CHECK(world.load().error().message.find("chmod go-w") != std::string::npos);
  REQUIRE(::chmod((world.policy + "/company.ini").c_str(), 0644) == 0);
  REQUIRE(::chmod(world.policy.c_str(), 0777) == 0);
  CHECK_FALSE(world.load());
}

TEST_CASE("without a policy directory nothing is managed", "[config]") {
  config::Sources sources;
  sources.policy_directory = "/nowhere/policy.d";
  CHECK(config::load(sources));
}

}  // namespace gatehouse::policy_directory_test
