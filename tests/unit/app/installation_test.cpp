#include "appliance/app/installation.h"

#include <sys/stat.h>

#include <filesystem>
#include <set>

#include "appliance/app/service.h"
#include "appliance/base/files.h"
#include "appliance/config/settings.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::installation_test {

namespace fs = std::filesystem;
using app::Installation;

std::set<std::string> all_below(const std::string& directory) {
  std::set<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(directory))
    found.insert(entry.path().string().substr(directory.size()));
  return found;
}

TEST_CASE("what an installation put is gone when it isn't kept, and what was there is back", "[app]") {
  const test::TemporaryDirectory directory;
  const app::Places places{directory.path()};
  fs::create_directories(directory.path() + "/usr/local/bin");
  REQUIRE(write_file_atomically(directory.path() + "/usr/local/bin/gatehouse", "former", 0755));
  fs::create_directories(directory.path() + "/etc");
  REQUIRE(write_file_atomically(directory.path() + "/etc/one", "former", 0600));
  const auto before = all_below(directory.path());
  {
    Installation installation(places);
    CHECK(installation.may_write(app::kAgentService.unit));
    const auto replaced = installation.put_program();
    REQUIRE(replaced);
    CHECK(*replaced);
    CHECK(fs::file_size(directory.path() + "/usr/local/bin/gatehouse") > 1000);
    REQUIRE(installation.put_file("/etc/one", "fresh", 0600));
    REQUIRE(installation.put_file("/etc/two/three", "fresh", 0644));
    REQUIRE(installation.put_link("/etc/two/link", "three"));
    REQUIRE(installation.put_directory("/var/lib/four", 0700));
    CHECK(*read_file(directory.path() + "/etc/one", 100) == "fresh");
  }
  CHECK(all_below(directory.path()) == before);
  CHECK(*read_file(directory.path() + "/etc/one", 100) == "former");
  CHECK(*read_file(directory.path() + "/usr/local/bin/gatehouse", 100) == "former");
}

TEST_CASE("a kept installation leaves nothing but what it put", "[app]") {
  const test::TemporaryDirectory directory;
  const app::Places places{directory.path(), "/opt/it"};
  for (int round = 0; round < 2; ++round) {
    Installation installation(places);
    REQUIRE(installation.put_program());
    REQUIRE(installation.put_file("/etc/one", "content", 0644));
    installation.keep();
    CHECK(all_below(directory.path()) == std::set<std::string>{"/opt", "/opt/it", "/opt/it/bin",
                                                               "/opt/it/bin/gatehouse", "/etc", "/etc/one"});
  }
  struct stat info {};
  REQUIRE(::stat((directory.path() + "/opt/it/bin/gatehouse").c_str(), &info) == 0);
  CHECK((info.st_mode & 07777) == 0755);
}

TEST_CASE("a program that could not be brought back is not replaced", "[app]") {
  const test::TemporaryDirectory directory;
  const app::Places places{directory.path()};
  fs::create_directories(directory.path() + places.program());  // which has no second name
  const auto before = all_below(directory.path());
  {
    Installation installation(places);
    const auto put = installation.put_program();
    REQUIRE_FALSE(put);
    CHECK(put.error().message.starts_with("cannot keep the former program"));
  }
  CHECK(all_below(directory.path()) == before);
}

TEST_CASE("a unit starts the program where it was put, and tells where that is", "[app]") {
  for (const app::Service& service : {app::kAgentService, app::kRelayService}) {
    const std::string command(service.command), data(service.data);
    INFO(command);
    const auto unit = app::unit_text(service, "/opt/it/bin/gatehouse");
    REQUIRE(unit);
    const auto has = [&](const std::string& words) { return unit->find(words) != std::string::npos; };
    CHECK(has("ExecStart=/opt/it/bin/gatehouse " + command + " --config=" + service.settings + "\n"));
    CHECK_FALSE(has("/usr/local"));
    CHECK(has("\nStateDirectory=" + service.name + "\n"));
    CHECK(data == "/var/lib/" + service.name);
    CHECK(has("\nUser=") == app::is_relay(service));
    if (app::is_relay(service)) CHECK(has("\nUser=" + service.account + "\n"));
    const test::TemporaryDirectory directory;
    const std::string path = directory.path() + "/unit";
    REQUIRE(write_file_atomically(path, *unit, 0644));
    CHECK(app::program_of_unit(path) == "/opt/it/bin/gatehouse");
    REQUIRE(write_file_atomically(path, "[Service]\nExecStart=/bin/rm -rf /\n", 0644));
    CHECK_FALSE(app::program_of_unit(path));
    CHECK_FALSE(app::program_of_unit(directory.path() + "/nothing"));
  }
}

TEST_CASE("the first settings are settings", "[app]") {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/ini";
  for (const app::Service& service : {app::kAgentService, app::kRelayService}) {
    REQUIRE(write_file_atomically(path, app::first_settings(service, "box:8443", "[::]:9443"), 0644));
    config::Sources sources;
    sources.ini_path = path;
    const auto settings = config::load(sources);
    REQUIRE(settings);
    const bool relay = app::is_relay(service);
    CHECK((relay ? settings->relay_data : settings->agent_data) == service.data);
    CHECK((settings->relay_listen == "[::]:9443") == relay);
    CHECK(settings->relay_server + settings->agent_server == "");  // the one that it joined
  }
}

}  // namespace gatehouse::installation_test
