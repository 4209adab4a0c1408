// The settings of a machine, on its own page by the accounts of this machine (PAM) and at its console, through the real binary.
#include <netinet/in.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "appliance/base/files.h"
#include "appliance/base/secret.h"
#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"
#include "tests/support/machine.h"
#include "tests/support/viewer_client.h"

namespace gatehouse::machine_settings_test {

using test::ApplianceProcess;
using test::binary;
using test::ChildProcess;
using test::kSoon;
using test::Machine;

constexpr const char* kPassword = "throw+away+mellon";  // as a form has it

Machine::Outcome run(std::vector<std::string> words) {
  ChildProcess process(words);
  const auto status = process.wait(kSoon);
  return {status.value_or(-1), process.output()};
}

// One of this machine, for as long as the test runs.
struct Account {
  explicit Account(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"useradd", "--no-create-home"};
    words.insert(words.end(), more.begin(), more.end());
    words.push_back(name);
    REQUIRE(run(words).status == 0);
    REQUIRE(run({"sh", "-c", "printf '%s:throw away mellon\\n' " + name + " | chpasswd"}).status == 0);
    uid = ::getpwnam(name.c_str())->pw_uid;
  }
  ~Account() { run({"userdel", name}); }
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;

  const std::string name = "gh-" + std::to_string(::getpid()) + "-" + std::to_string(random_below(100000));
  uid_t uid = 0;
};

std::vector<std::string> as(uid_t uid) {
  const std::string id = std::to_string(uid);
  return {"setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups"};
}

struct World {
  World() { REQUIRE(machine.enroll(test::new_token(owner)).status == 0); }
  void start() {
    machine.start({"--agent.page=127.0.0.1:0", "--agent.listen_port=0"});
    const auto said = machine.agent->wait_for("page for this machine's users is http://127.0.0.1:", kSoon);
    REQUIRE(said);
    host = "127.0.0.1:" + std::to_string(std::stoi(*said));
  }
  std::string ask(const std::string& what, const std::string& body = "") const {
    const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(host.substr(host.find(':') + 1))));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    test::write_all(socket.get(),
                    what + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\nCookie: " +
                        cookie + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                        std::to_string(body.size()) + "\r\n\r\n" + body);
    std::string answer;
    test::read_until(
        socket.get(), answer, [] { return false; }, kSoon);
    return answer;
  }
  std::string sign_in(const std::string& name, const std::string& password) {
    const std::string answer = ask("POST /settings/sign-in", "name=" + name + "&password=" + password);
    cookie = between(answer, "Set-Cookie: ", ";");
    token = between(ask("GET /settings"), "name=\"token\" value=\"", "\"");
    return answer;
  }
  static std::string between(const std::string& text, const std::string& before, const std::string& end) {
    const auto at = text.find(before);
    return at == std::string::npos
               ? ""
               : text.substr(at + before.size(), text.find(end, at + before.size()) - at - before.size());
  }
  std::string ini() const { return machine.data() + "/agent.ini"; }

  ApplianceProcess appliance{std::vector<std::string>{"--desktop.enabled=off"}};
  test::HttpsClient owner = appliance.set_up();
  Machine machine{appliance};
  std::string host, cookie, token;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("an administrator of the machine changes its settings on its page, and nobody else",
          "[integration]") {
  if (::geteuid() != 0) {
    WARN("not tested: it needs root, to make accounts of this machine");
    return;
  }
  const Account administrator({"--groups", "sudo"}), person;
  World world;
  world.start();
  CHECK(has(world.sign_in(administrator.name, "wrong"), "That name or password is not right."));
  CHECK(has(world.sign_in("nobody-of-this-name", kPassword), "That name or password is not right."));
  CHECK(has(world.sign_in(person.name, kPassword), "may not administer this machine"));
  CHECK(world.cookie.empty());
  // Whoever leaves at the question has changed nothing.
  CHECK(has(world.ask("GET /"), "Remote help"));
  CHECK(has(world.ask("POST /settings/connection", "action=settings&agent.disable_tcp_listen=on"), " 303 "));
  CHECK(is_missing(world.ini()));

  CHECK(has(world.sign_in(administrator.name, kPassword), " 303 "));
  REQUIRE_FALSE(world.token.empty());
  const std::string body = "token=" + world.token + "&action=settings&agent.disable_tcp_listen=on";
  CHECK(has(world.ask("POST /settings/connection", body), " 303 "));
  CHECK(*read_file(world.ini(), 1000) == "[agent]\ndisable_tcp_listen=on\n");
  struct stat info {};
  REQUIRE(::stat(world.ini().c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(has(world.ask("GET /settings/connection"), "Restart the agent now"));
  CHECK(has(world.machine.agent->output(),
            "settings: " + administrator.name + " set agent.disable_tcp_listen to on"));
  CHECK_FALSE(has(world.machine.agent->output(), "mellon"));

  CHECK(has(world.ask("POST /settings/restart", "token=" + world.token), "The agent restarts"));
  const auto twice = [&] {
    const std::string& said = world.machine.agent->output();
    const auto first = said.find("users is http://");
    return said.find("users is http://", first + 1) != std::string::npos;
  };
  CHECK(ApplianceProcess::eventually(twice));
}

TEST_CASE("the account that a portable client runs as is its administrator", "[integration]") {
  if (::geteuid() != 0) {
    WARN("not tested: it needs root, to make accounts of this machine");
    return;
  }
  const Account own, other;
  World world;
  const auto parent = world.machine.directory.path();
  REQUIRE(run({"chown", "-R", std::to_string(own.uid), parent}).status == 0);
  world.machine.before = as(own.uid);
  world.start();
  CHECK(has(world.ask("GET /settings"), own.name));
  CHECK(has(world.sign_in(own.name, "wrong"), "That name or password is not right."));
  CHECK(has(world.sign_in(other.name, kPassword), "is not right"));
  CHECK(has(world.sign_in(own.name, kPassword), " 303 "));
  CHECK(has(world.ask("POST /settings/access", "token=" + world.token + "&action=on"), " 303 "));
  CHECK(has(*read_file(world.machine.data() + "/access.json", 1000), "true"));
}

TEST_CASE("settings are changed at the console by who may write their file", "[integration]") {
  if (::geteuid() != 0) {
    WARN("not tested: it needs root, to become somebody who is not");
    return;
  }
  const test::TemporaryDirectory directory;
  REQUIRE(::chmod(directory.path().c_str(), 0755) == 0);
  const std::string ini = directory.path() + "/agent.ini", was = "; ours\n[agent]\nserver=box\n";
  REQUIRE(write_file_atomically(ini, was, 0644));
  const auto settings = [&](std::vector<std::string> words, bool root = true) {
    std::vector<std::string> all = root ? std::vector<std::string>() : as(65534);
    all.insert(all.end(), {binary(), "settings", "--config=" + ini});
    all.insert(all.end(), words.begin(), words.end());
    return run(all);
  };
  const auto now = [&] { return *read_file(ini, 10000); };
  CHECK(settings({"agent.server", "evil"}, false).says("run it as root"));
  CHECK(settings({"agent.server", "evil"}, false).status == 1);
  CHECK(settings({"agent.listen_port", "80"}).says("is not a value for agent.listen_port; it takes"));
  CHECK(settings({"agent.listen_prt", "80"}).says("did you mean"));
  CHECK(settings({"agent.listen_port", "7000", "agent.page"}).status == 2);
  CHECK(now() == was);
  const auto done = settings({"agent.listen_port", "7000", "access.list", "on"});
  CHECK(done.status == 0);
  CHECK(done.says("agent.listen_port = 7000\n      by " + ini + ", line 4"));
  CHECK(done.says("systemctl restart gatehouse-agent"));
  CHECK(now() == was + "listen_port=7000\n\n[access]\nlist=on\n");
  CHECK(settings({"agent.listen_port", "access.list", "--default"}).status == 0);
  CHECK(now() == was + "\n[access]\n");
  CHECK(settings({"settings.locked", "on"}).says("It counts from now on."));
  CHECK(settings({"settings.locked", "off"}).says("are locked"));
}

}  // namespace gatehouse::machine_settings_test
