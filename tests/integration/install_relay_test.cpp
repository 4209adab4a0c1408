// A relay is installed, upgraded and taken away again, alone and beside an agent, through the real binary.
#include <filesystem>

#include "tests/support/catch.h"
#include "tests/support/free_port.h"
#include "tests/support/machine.h"
#include "tests/support/needs.h"
#include "tests/support/offline_system.h"

namespace gatehouse::install_relay_test {

using test::ApplianceProcess;
using test::binary;
using test::ChildProcess;
using test::Json;
using test::new_token;
using test::text;
namespace fs = std::filesystem;

struct Fixture {
  Fixture() {
    system.make();
    const auto made =
        owner.request("POST", "/api/v1/relays", Json{{"name", "Berlin"}, {"address", "127.0.0.2:" + port}});
    REQUIRE(made.status == 201);
    id = text(made.json()["relay"]["id"]);
    token = text(made.json()["token"]);
  }
  test::CommandOutcome install(const std::string& with_token, std::vector<std::string> more = {}) const {
    more.insert(more.end(), {"--relay", "--server", system.server, "--token", with_token});
    return system.install(more);
  }
  std::string another_token() {
    return text(owner.request("POST", "/api/v1/relays/" + id + "/token").json()["token"]);
  }
  // It runs with what is installed.
  bool carries() {
    ChildProcess relay({system.root() + "/usr/local/bin/gatehouse", "relay",
                        "--config=" + system.root() + "/etc/gatehouse/relay.ini",
                        "--relay.data=" + system.root() + "/var/lib/gatehouse-relay"});
    const bool online = ApplianceProcess::eventually(
        [&] { return owner.request("GET", "/api/v1/relays").json()["items"][0]["online"] == true; });
    INFO(relay.output());
    CHECK(relay.wait_for("carries sessions on port ", test::kSoon) == port + ".");
    return online;
  }

  ApplianceProcess appliance{{"--desktop.enabled=off"}};
  test::HttpsClient owner = appliance.set_up();
  const test::OfflineSystem system{appliance};
  const std::string port = std::to_string(test::free_port());
  const std::string listen = "--relay.listen=127.0.0.1:" + port;
  std::string id, token;
};

TEST_CASE("a relay is installed, upgraded and taken away", "[integration]") {
  if (!test::needs(::geteuid() == 0, "root")) return;
  Fixture world;
  const auto& system = world.system;
  const auto installed = world.install(world.token, {world.listen});
  INFO(installed.output);
  REQUIRE(installed.status == 0);
  CHECK(installed.says("Joined:   as relay-" + world.id + ".gatehouse at " + system.server));
  const std::string settings = system.root() + "/etc/gatehouse/relay.ini";
  CHECK(read_file(settings, 65536)->find("\nlisten=127.0.0.1:" + world.port + "\n") != std::string::npos);
  CHECK(
      fs::is_symlink(system.root() + "/etc/systemd/system/multi-user.target.wants/gatehouse-relay.service"));
  CHECK((fs::status(system.root() + "/var/lib/gatehouse-relay").permissions() & fs::perms(077)) ==
        fs::perms::none);
  CHECK_FALSE(system.has("/var/lib/gatehouse-agent"));
  CHECK(world.carries());

  // Settings and keys stay, and no token is needed.
  const std::size_t files = system.files();
  REQUIRE(write_file_atomically(system.root() + "/usr/local/bin/gatehouse", "an old program", 0755));
  const auto again = system.install({"--relay"});
  INFO(again.output);
  CHECK(again.status == 0);
  CHECK(again.says("replaced"));
  CHECK(system.files() == files);
  const auto elsewhere = system.install({"--relay", "--relay.listen=127.0.0.1:1"});
  CHECK(elsewhere.status == 1);
  CHECK(elsewhere.says("says listen=127.0.0.1:" + world.port));
  CHECK(world.carries());

  // With new keys.
  const auto anew = world.install(world.another_token(), {"--again", world.listen});
  INFO(anew.output);
  CHECK(anew.status == 0);
  CHECK(system.files() == files);
  CHECK(world.carries());

  const auto gone = system.uninstall();
  INFO(gone.output);
  CHECK(gone.status == 0);
  CHECK(gone.says("This ends the relay and deletes\n"));
  CHECK(gone.says("  " + system.root() + "/etc/sysusers.d/gatehouse-relay.conf\n"));
  CHECK(gone.says("the relay's entry in the portal (relay-" + world.id + ".gatehouse)"));
  CHECK(system.files() == 0);
}

TEST_CASE("a relay and an agent on the same machine go one by one or together", "[integration]") {
  if (!test::needs(::geteuid() == 0, "root")) return;
  Fixture world;
  const auto& system = world.system;
  REQUIRE(system.install({"--server", system.server, "--token", new_token(world.owner)}).status == 0);
  const std::size_t agent = system.files();
  REQUIRE(world.install(world.token, {world.listen}).status == 0);
  const auto relay_gone = system.uninstall({"--relay"});
  INFO(relay_gone.output);
  CHECK(relay_gone.status == 0);
  CHECK(relay_gone.says("/usr/local/bin/gatehouse, which something else on this machine uses"));
  CHECK(system.files() == agent);
  CHECK(system.has("/usr/local/bin/gatehouse"));
  CHECK(system.uninstall({"--relay"}).says("There is no installed relay"));
  REQUIRE(world.install(world.another_token(), {world.listen}).status == 0);
  const auto gone = system.uninstall();
  INFO(gone.output);
  CHECK(gone.says("Done: the agent and the relay are gone."));
  CHECK(system.files() == 0);
}

TEST_CASE("a token of the other kind makes no service", "[integration]") {
  if (!test::needs(::geteuid() == 0, "root")) return;
  Fixture world;
  const auto machine = world.install(new_token(world.owner));
  INFO(machine.output);
  CHECK(machine.status == 1);
  CHECK(machine.says("this token is for a machine"));
  CHECK(fs::is_empty(world.system.root()));
  const auto relay = world.system.install({"--server", world.system.server, "--token", world.token});
  INFO(relay.output);
  CHECK(relay.status == 1);
  CHECK(relay.says("add --relay"));
  CHECK(fs::is_empty(world.system.root()));
}

}  // namespace gatehouse::install_relay_test
