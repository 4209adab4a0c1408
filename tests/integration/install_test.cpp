// An agent is installed, upgraded and taken away again, or runs portable, through the real binary. What needs systemd
// itself is tried by tests/vm/agent.
#include <filesystem>

#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"
#include "tests/support/machine.h"
#include "tests/support/needs.h"
#include "tests/support/offline_system.h"

namespace gatehouse::install_test {

using test::ApplianceProcess;
using test::binary;
using test::ChildProcess;
using test::HttpsClient;
using test::Json;
using test::new_token;
using test::text;
using System = test::OfflineSystem;
namespace fs = std::filesystem;

TEST_CASE("a machine's agent is installed, upgraded and taken away", "[integration]") {
  if (::geteuid() != 0) {
    CHECK(test::run_command({binary(), "install", "--server", "x", "--token", "y"}).says("needs root"));
    return;
  }
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  const System system(appliance);
  system.make();
  const auto installed = system.install({"--server", system.server, "--token", new_token(owner)});
  INFO(installed.output);
  REQUIRE(installed.status == 0);
  CHECK(installed.says("Enrolled: ID "));
  const std::string program = system.root() + "/usr/local/bin/gatehouse";
  CHECK(fs::file_size(program) == fs::file_size(binary()));
  CHECK(
      fs::is_symlink(system.root() + "/etc/systemd/system/multi-user.target.wants/gatehouse-agent.service"));
  const auto unit = read_file(system.root() + "/etc/systemd/system/gatehouse-agent.service", 16384);
  REQUIRE(unit);
  CHECK(unit->find("\nDeviceAllow=/dev/tty63 rw\n") != std::string::npos);
  CHECK(unit->find("char-tty rw") == std::string::npos);  // serial ports are terminals of that kind, too
  const auto tray = read_file(system.root() + "/etc/xdg/autostart/gatehouse-tray.desktop", 4096);
  REQUIRE(tray);
  CHECK(tray->find("\nExec=/usr/local/bin/gatehouse tray\n") != std::string::npos);
  CHECK((fs::status(system.root() + "/var/lib/gatehouse-agent").permissions() & fs::perms(077)) ==
        fs::perms::none);

  // What the unit starts, with the paths of the system that does not run.
  const Json client = owner.request("GET", "/api/v1/clients").json()["items"][0];
  CHECK(client["mode"] == "installed");
  {
    ChildProcess agent({program, "agent", "--config=" + system.root() + "/etc/gatehouse/agent.ini",
                        "--agent.data=" + system.root() + "/var/lib/gatehouse-agent",
                        "--desktop.capture=test_card"});
    CHECK(appliance.online_client(owner)["id"] == client["id"]);
  }

  // Settings that somebody changed stay, and so does the machine. No token is needed.
  const std::string settings = system.root() + "/etc/gatehouse/agent.ini";
  const auto changed = *read_file(settings, 65536) + "; mine\n";
  REQUIRE(write_file_atomically(settings, changed, 0644));
  REQUIRE(write_file_atomically(program, "an old program", 0755));
  const std::size_t files = system.files();
  const auto again = system.install({});
  INFO(again.output);
  CHECK(again.status == 0);
  CHECK(again.says("replaced"));
  CHECK(again.says("already"));
  CHECK(fs::file_size(program) == fs::file_size(binary()));
  CHECK(*read_file(settings, 65536) == changed);
  CHECK(system.files() == files);
  CHECK(owner.request("GET", "/api/v1/clients").json()["items"].size() == 1);
  const auto elsewhere = system.install({"--server", "elsewhere", "--token", "x"});
  CHECK(elsewhere.status == 1);
  CHECK(elsewhere.says("--again"));

  // The address is kept with the keys; one in the settings comes before it, and is not passed over.
  CHECK(changed.find("\n;server=" + system.server + "\n") != std::string::npos);
  auto moved = changed;
  moved.replace(moved.find("\n;server=") + 1, 1, "server=moved.example\n;");
  REQUIRE(write_file_atomically(settings, moved, 0644));
  const auto other = system.install({"--server", system.server, "--token", "x"});
  CHECK(other.status == 1);
  CHECK(other.says("moved.example already, says " + settings));
  CHECK(system.install({"--server", "MOVED.example:443"}).status == 0);

  const auto unanswered = test::run_command({binary(), "uninstall", "--root=" + system.root()});
  CHECK(unanswered.status == 1);
  CHECK(unanswered.says("Nothing was changed"));
  CHECK(system.files() == files);
  const auto gone = system.uninstall();
  INFO(gone.output);
  CHECK(gone.status == 0);
  CHECK(gone.says("entry in the portal"));
  CHECK(gone.says("  " + system.root() + "/etc/sysusers.d/gatehouse-agent.conf\n"));
  CHECK_FALSE(gone.says("the account"));  // of a system that does not run
  CHECK(system.files() == 0);
  CHECK(system.uninstall().says("There is no installed agent"));
}

TEST_CASE("an installation that fails leaves nothing", "[integration]") {
  if (!test::needs(::geteuid() == 0, "root")) return;
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  System system(appliance);
  system.make();
  const std::string token = new_token(owner, 2);
  const auto check = [&](const std::vector<std::string>& more, int status, const char* words) {
    const auto outcome = system.install(more);
    INFO(outcome.output);
    CHECK(outcome.status == status);
    CHECK(outcome.says(words));
    CHECK(fs::is_empty(system.root()));
  };
  check({}, 1, "where is the appliance?");
  check({"--server", system.server}, 1, "--token is missing");
  check({"--server", system.server, "--token", "hello"}, 1, "no enrolment token");
  check({"--server", system.server, "--token", std::string(43, 'A') + token.substr(43)}, 1, "wrong, used up");
  check({"--server", "127.0.0.1:1", "--token", token}, 1, "no connection");
  check({"--server", system.server, "--token", token, "--prefix", "relative"}, 2, "no path to install in");
  // On a disk that is read-only, in a namespace of its own.
  const auto read_only =
      test::run_command({"unshare", "--mount", "sh", "-c",
                         "mount -t tmpfs -o ro none " + system.root() + " || echo no mount; exec " +
                             binary() + " install --root=" + system.root() + " --server x --token " + token});
  if (!read_only.says("no mount")) {
    CHECK(read_only.status == 1);
    CHECK(read_only.says("this disk is read-only"));
  }
  // A new machine in place of the old one that can't join leaves the old one.
  REQUIRE(system.install({"--server", system.server, "--token", token}).status == 0);
  const std::string certificate = system.root() + "/var/lib/gatehouse-agent/certificate.pem";
  const auto before = *read_file(certificate, 65536);
  CHECK(system.install({"--again", "--server", "127.0.0.1:1", "--token", token}).status == 1);
  CHECK(*read_file(certificate, 65536) == before);
  CHECK(read_file(system.root() + "/etc/gatehouse/agent.ini", 65536)->find(system.server) !=
        std::string::npos);
}

// The system that runs, in a mount namespace: its /etc, /var and /usr/local are empty at first, and what stands for
// systemctl notes with each word what is installed at that moment. The agent counts as running unless there is /fails.
// The account of a virtual desktop is there; systemd-sysusers makes it where it is not.
constexpr const char* kRunningSystem = R"sh(
set -e
r=$1 program=$2; shift 2
mount -t tmpfs none "$r" || { echo no mount; exit 77; }
mkdir "$r/usr" "$r/proc" "$r/dev" "$r/etc" "$r/var" "$r/tmp" "$r/run"
for d in usr proc dev; do mount --rbind "/$d" "$r/$d"; done
for d in bin sbin lib lib64 lib32; do
  if [ -L "/$d" ]; then cp -P "/$d" "$r/$d"; elif [ -d "/$d" ]; then mkdir "$r/$d"; mount --bind "/$d" "$r/$d"; fi
done
mount -t tmpfs none "$r/usr/local"
mkdir -p "$r/run/systemd/system" "$r/usr/local/bin"
echo 'gatehouse-desktop:x:990:990::/:/usr/sbin/nologin' >"$r/account"
{ echo 'root:x:0:0::/:/bin/sh'; cat "$r/account"; } >"$r/etc/passwd"
cat >"$r/systemctl" <<'END'
#!/bin/sh
u=/etc/systemd/system/gatehouse-agent.service p=/usr/local/bin/gatehouse
echo "${0##*/} $*: $(tail -n 1 $u 2>/dev/null), $(head -c 6 $p | tr -cd A-Za-z)" >>/calls
case ${0##*/} in
  systemd-sysusers) grep -q gatehouse-desktop /etc/passwd || cat /account >>/etc/passwd;;
  *) case $1 in is-active) ! [ -e /fails ];; esac;;
esac
END
chmod +x "$r/systemctl"
for tool in systemctl systemd-sysusers userdel; do
  for d in bin sbin; do [ ! -e "/usr/$d/$tool" ] || mount --bind "$r/systemctl" "$r/usr/$d/$tool"; done
done
cp "$program" "$r/tmp/gatehouse"
exec chroot "$r" sh -c "$1"
)sh";

TEST_CASE("an upgrade that does not start ends with the former program started again", "[integration]") {
  if (!test::needs(::geteuid() == 0 && fs::exists("/usr/bin/systemctl"), "root and systemctl")) return;
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  const test::TemporaryDirectory directory;
  const std::string server = "127.0.0.1:" + std::to_string(appliance.port());
  const std::string steps = "/tmp/gatehouse install --server " + server + " --token " + new_token(owner) +
                            R"(
printf '#former' >>/etc/systemd/system/gatehouse-agent.service
printf former >/usr/local/bin/gatehouse
: >/calls
: >/fails
/tmp/gatehouse install
echo "ended with $?"
cat /calls)";
  const auto outcome = test::run_command(
      {"unshare", "--mount", "sh", "-c", kRunningSystem, "sh", directory.path(), binary(), steps});
  if (!test::needs(!outcome.says("no mount"), "the right to mount")) return;
  INFO(outcome.output);
  CHECK(outcome.says("Nothing was changed"));
  CHECK(outcome.says("ended with 1"));
  CHECK(
      outcome.output.ends_with("systemctl stop gatehouse-agent: WantedBy=multi-user.target, ELF\n"
                               "systemctl daemon-reload: #former, former\n"
                               "systemctl restart gatehouse-agent: #former, former\n"));
}

TEST_CASE("an installation that fails takes the account away that it brought, and no other",
          "[integration]") {
  if (!test::needs(::geteuid() == 0 && fs::exists("/usr/bin/systemctl"), "root and systemctl")) return;
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  const test::TemporaryDirectory directory;
  const std::string server = "127.0.0.1:" + std::to_string(appliance.port());
  const auto install = [&] {
    return "/tmp/gatehouse install --server " + server + " --token " + new_token(owner) + "\n";
  };
  const std::string show = "sed -n 's/:.*//; s/^userdel/called: userdel/p' /calls\n";
  const auto outcome = test::run_command(
      {"unshare", "--mount", "sh", "-c", kRunningSystem, "sh", directory.path(), binary(),
       ": >/fails; : >/calls\n" + install() + "echo with\n" + show + "sed -i /gatehouse/d /etc/passwd\n" +
           install() + "echo without\n" + show + "echo end"});
  if (!test::needs(!outcome.says("no mount"), "the right to mount")) return;
  INFO(outcome.output);
  CHECK(outcome.output.find("called: userdel") > outcome.output.find("without\n"));
  CHECK(outcome.says("without\ncalled: userdel gatehouse-desktop\nend"));
}

TEST_CASE("uninstall says which account goes, and takes none that install did not bring", "[integration]") {
  if (!test::needs(::geteuid() == 0 && fs::exists("/usr/bin/systemctl"), "root and systemctl")) return;
  const test::TemporaryDirectory directory;
  const auto outcome = test::run_command(
      {"unshare", "--mount", "sh", "-c", kRunningSystem, "sh", directory.path(), binary(), R"(
accounts=/etc/sysusers.d/gatehouse-agent.conf
uninstall() { mkdir -p /etc/gatehouse /etc/sysusers.d; : >/etc/gatehouse/agent.ini; : >/calls
  /tmp/gatehouse uninstall --yes | grep account; sed -n 's/^userdel/called: userdel/p' /calls; }
echo with; mkdir -p /etc/sysusers.d; : >$accounts; uninstall
echo without; uninstall
echo end)"});
  if (!test::needs(!outcome.says("no mount"), "the right to mount")) return;
  INFO(outcome.output);
  CHECK(outcome.says("with\n  the account gatehouse-desktop\ncalled: userdel gatehouse-desktop"));
  CHECK(outcome.says("without\nend\n"));
}

TEST_CASE("a portable agent needs no root, keeps its number, and leaves nothing running", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  const Json wish = {{"namespace", "example"}, {"automatic_alias", true}};
  REQUIRE(owner.request("PATCH", "/api/v1/organization", wish).status == 200);
  const test::TemporaryDirectory home;
  const std::string program = home.path() + "/gatehouse",
                    server = "127.0.0.1:" + std::to_string(appliance.port());
  REQUIRE(fs::copy_file(binary(), program));
  std::vector<std::string> somebody;
  if (::geteuid() == 0) {
    REQUIRE(::chown(home.path().c_str(), 65534, 65534) == 0);
    somebody = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
  }
  const auto start = [&](std::vector<std::string> more) {
    std::vector<std::string> argv = somebody;
    argv.insert(argv.end(), {program, "agent", "--portable", "--desktop.capture=test_card"});
    argv.insert(argv.end(), more.begin(), more.end());
    return std::make_unique<ChildProcess>(argv,
                                          std::vector<std::string>{"HOME=" + home.path(), "XDG_DATA_HOME="});
  };
  const std::string token = new_token(owner);
  auto agent = start({"--server", server, "--token", token});
  const auto said = agent->wait_for("This machine's address is ", test::kSoon);
  INFO(agent->output());
  REQUIRE(said);
  const Json client = appliance.online_client(owner);
  std::string digits;
  std::copy_if(said->begin(), said->end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  CHECK(digits == client["id"]);
  CHECK(client["mode"] == "portable");
  CHECK(client["alias"].is_null());  // though machines that join get one here
  const auto refused =
      owner.request("PATCH", "/api/v1/clients/" + text(client["id"]), Json{{"alias", "mine"}});
  CHECK(refused.status == 409);
  CHECK(refused.json()["code"] == "portable_has_no_alias");
  const std::string keys = home.path() + "/.local/share/gatehouse/portable";
  CHECK(fs::exists(keys + "/certificate.pem"));
  CHECK((fs::status(keys).permissions() & fs::perms(077)) == fs::perms::none);

  auto second = start({});
  CHECK(second->wait(test::kSoon) == 1);
  CHECK(second->output().find("runs already") != std::string::npos);

  agent->signal(SIGINT);
  CHECK(agent->wait(test::kSoon) == 0);
  REQUIRE(ApplianceProcess::eventually(
      [&] { return owner.request("GET", "/api/v1/clients").json()["items"][0]["online"] == false; }));
  // The line from the portal once more, whose token is used up: the same machine. And without it.
  for (const auto& more : {std::vector<std::string>{"--server", server, "--token", token}, {}}) {
    agent = start(more);
    CHECK(agent->wait_for("This machine's address is ", test::kSoon) == said);
    agent->signal(SIGTERM);
    CHECK(agent->wait(test::kSoon) == 0);
  }
  CHECK(owner.request("GET", "/api/v1/clients").json()["items"].size() == 1);
  agent = start({"--server", server, "--token", token.substr(0, 44) + std::string(43, 'A')});
  CHECK(agent->wait(test::kSoon) == 1);
  CHECK(agent->output().find("another appliance") != std::string::npos);
  // Removed in the portal, it comes back with a new token only, as a new one.
  REQUIRE(owner.request("DELETE", "/api/v1/clients/" + text(client["id"])).status == 204);
  agent = start({"--server", server, "--token", new_token(owner)});
  CHECK(appliance.online_client(owner)["mode"] == "portable");
}

TEST_CASE("--server and --token without --portable start nothing", "[integration]") {
  const auto outcome = test::run_command({binary(), "agent", "--server", "x", "--token", "y"});
  CHECK(outcome.status == 2);
  CHECK(outcome.says("gatehouse install"));
}

TEST_CASE("the appliance gives out its own program", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  const Json facts = owner.request("GET", "/api/v1/program").json();
  HttpsClient guest = appliance.client();
  const auto got = guest.request("GET", text(facts["path"]));
  CHECK(got.status == 200);
  CHECK(got.body.size() == facts["bytes"]);
  CHECK(got.body.size() == fs::file_size(binary()));
  const test::TemporaryDirectory directory;
  REQUIRE(write_file_atomically(directory.path() + "/it", got.body, 0755));
  CHECK(test::run_command({"sha256sum", directory.path() + "/it"}).says(text(facts["sha256"])));
  CHECK(test::run_command({directory.path() + "/it", "version"}).status == 0);
  const auto head = guest.request("GET", "/download/gatehouse-linux-other");
  CHECK(head.status == 404);
}

}  // namespace gatehouse::install_test
