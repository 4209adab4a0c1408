#include "appliance/config/settings.h"

#include "appliance/base/files.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::settings_test {

std::string ini_file(const test::TemporaryDirectory& directory, const std::string& content) {
  const std::string path = directory.path() + "/gatehouse.ini";
  REQUIRE(write_file_atomically(path, content, 0600));
  return path;
}

TEST_CASE("every default is a valid value of its own setting", "[config]") {
  const auto settings = config::load({});
  REQUIRE(settings);
  CHECK(settings->server_listen == "0.0.0.0:8443");
  CHECK(settings->desktop_enabled);
  CHECK(settings->license_tier == "ultimate");
  CHECK(settings->agent_permissions == policy::Permissions::all());
  CHECK((settings->desktop_size.width == 1280 && settings->desktop_size.height == 800));
}

TEST_CASE("a license is one of those there are", "[config]") {
  config::Sources sources;
  sources.options = {{"license.tier", "standard"}};
  REQUIRE(config::load(sources));
  CHECK(config::load(sources)->license_tier == "standard");
  sources.options = {{"license.tier", "gold"}};
  const auto wrong = config::load(sources);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().message.find("it takes standard, advanced, ultimate") != std::string::npos);
}

TEST_CASE("command line wins over environment, environment over the file", "[config]") {
  test::TemporaryDirectory directory;
  config::Sources sources;
  sources.ini_path =
      ini_file(directory, "[server]\nlisten=a:1\ndata=from-file\n; comment\n[desktop]\nenabled=off\n");
  sources.environment = {{"GATEHOUSE_SERVER_LISTEN", "b:2"}, {"GATEHOUSE_DESKTOP_KEEP_SECONDS", "7"}};
  auto settings = config::load(sources);
  REQUIRE(settings);
  CHECK(settings->server_listen == "b:2");
  CHECK(settings->server_data == "from-file");
  CHECK(settings->desktop_keep_seconds == 7);
  CHECK_FALSE(settings->desktop_enabled);
  sources.options = {{"server.listen", "c:3"}};
  settings = config::load(sources);
  REQUIRE(settings);
  CHECK(settings->server_listen == "c:3");
}

TEST_CASE("a wrong line of the file is named by its number", "[config]") {
  test::TemporaryDirectory directory;
  config::Sources sources;
  sources.ini_path = ini_file(directory, "; a comment\n\n[desktop]\ncapture=virtual\nsize=1280\n");
  auto settings = config::load(sources);
  REQUIRE_FALSE(settings);
  CHECK(settings.error().message == sources.ini_path +
                                        ", line 5: '1280' is not a value for desktop.size; it takes width x "
                                        "height, from 200x200 to 7680x4320");
  sources.ini_path =
      ini_file(directory, "[agent]\npermissions=view_screen, keyboard\n[desktop]\nsize=1024x640");
  settings = config::load(sources);
  REQUIRE(settings);
  CHECK(settings->agent_permissions.bits() == 3);
  CHECK(settings->desktop_size.height == 640);
  CHECK(config::as_options(*settings, "agent").back() == "--agent.permissions=view_screen,keyboard");
  sources.ini_path = ini_file(directory, "[server]\nlisten=" + std::string(5000, 'x') + "\n");
  CHECK_FALSE(config::load(sources));
}

TEST_CASE("the setting of permissions names every one", "[config]") {
  for (const config::SettingRow& row : config::setting_rows()) {
    if (row.name != "agent.permissions") continue;
    for (const policy::PermissionRow& permission : policy::kPermissions)
      CHECK(row.values.find(permission.name) != std::string_view::npos);
  }
}

TEST_CASE("an unknown key is named, with the nearest right one", "[config]") {
  test::TemporaryDirectory directory;
  config::Sources file;
  file.ini_path = ini_file(directory, "[server]\nlisen=x\n");
  const auto from_file = config::load(file);
  REQUIRE_FALSE(from_file);
  CHECK(from_file.error().message.find("server.lisen") != std::string::npos);
  CHECK(from_file.error().message.find("did you mean 'server.listen'") != std::string::npos);
  config::Sources environment;
  environment.environment = {{"GATEHOUSE_SERVER_LISEN", "x"}};
  CHECK_FALSE(config::load(environment));
}

TEST_CASE("a wrong value is refused with what the setting takes", "[config]") {
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"server.threads", "many"},
                                                        {"server.threads", "1"},
                                                        {"desktop.enabled", "perhaps"},
                                                        {"desktop.size", "100x100"},
                                                        {"desktop.size", "1280x800x2"},
                                                        {"desktop.size", "wide"},
                                                        {"agent.permissions", "view_screen,fly"},
                                                        {"server.names", "help.example.org:8443/x"},
                                                        {"server.names", "box, my box"},
                                                        {"server.names", "box:8443"},
                                                        {"desktop.capture", "camera"}}) {
    config::Sources sources;
    sources.options = {{name, value}};
    const auto settings = config::load(sources);
    REQUIRE_FALSE(settings);
    CHECK(settings.error().message.find("it takes") != std::string::npos);
  }
}

TEST_CASE("a line before the first section is told that it needs one", "[config]") {
  test::TemporaryDirectory directory;
  config::Sources sources;
  sources.ini_path = ini_file(directory, "listen=a:1\n");
  const auto settings = config::load(sources);
  REQUIRE_FALSE(settings);
  CHECK(settings.error().message ==
        sources.ini_path + ", line 1: 'listen' needs a line above it that says its section, like [server]");
}

TEST_CASE("a certificate without its key is refused", "[config]") {
  config::Sources sources;
  sources.options = {{"server.certificate", "x.pem"}};
  CHECK_FALSE(config::load(sources));
}

TEST_CASE("a line that is no setting is named by its number", "[config]") {
  test::TemporaryDirectory directory;
  config::Sources sources;
  sources.ini_path = ini_file(directory, "[server]\nlisten=a:1\nnonsense\n");
  const auto settings = config::load(sources);
  REQUIRE_FALSE(settings);
  CHECK(settings.error().message.find("line 3") != std::string::npos);
}

TEST_CASE("the sample names every setting, and uncommented it is read back", "[config]") {
  test::TemporaryDirectory directory;
  std::string active;
  const std::string sample = config::sample_ini();
  std::size_t settings_seen = 0;
  for (std::size_t at = 0; at < sample.size();) {
    const std::size_t end = sample.find('\n', at);
    std::string line = sample.substr(at, end - at);
    if (line.size() > 1 && line[0] == ';' && line[1] != ' ') {
      line.erase(0, 1);
      ++settings_seen;
    }
    active += line + "\n";
    at = end + 1;
  }
  CHECK(settings_seen == config::setting_rows().size());
  config::Sources sources;
  sources.ini_path = ini_file(directory, active);
  const auto settings = config::load(sources);
  REQUIRE(settings);
  CHECK(settings->server_listen == "0.0.0.0:8443");
}

TEST_CASE("a section handed on as options gives the same settings", "[config]") {
  config::Sources sources;
  sources.options = {{"desktop.enabled", "off"}, {"desktop.keep_seconds", "9"}, {"desktop.size", "800x600"}};
  const auto settings = config::load(sources);
  REQUIRE(settings);
  config::Sources handed_on;
  for (const std::string& option : config::as_options(*settings, "desktop")) {
    const auto equals = option.find('=');
    handed_on.options.emplace_back(option.substr(2, equals - 2), option.substr(equals + 1));
  }
  const auto again = config::load(handed_on);
  REQUIRE(again);
  CHECK_FALSE(again->desktop_enabled);
  CHECK(again->desktop_keep_seconds == 9);
  CHECK((again->desktop_size.width == 800 && again->desktop_size.height == 600));
}

}  // namespace gatehouse::settings_test
