// The person at a machine: its address, its page, and a request for help that reaches the portal, through the real
// binary.
#include <netinet/in.h>

#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"
#include "tests/support/machine.h"
#include "tests/support/viewer_client.h"

namespace gatehouse::help_test {

using test::ApplianceProcess;
using test::binary;
using test::ChildProcess;
using test::HttpsClient;
using test::Json;
using test::kSoon;
using test::Machine;
using test::text;

struct World {
  World() {
    const auto joined = machine.enroll(test::new_token(owner));
    REQUIRE(joined.status == 0);
    id = test::id_in(joined);
  }
  void start() {
    machine.agent = std::make_unique<ChildProcess>(
        std::vector<std::string>{binary(), "agent", "--agent.data=" + machine.data(),
                                 "--desktop.capture=test_card", "--agent.page=127.0.0.1:0"});
    const auto said = machine.agent->wait_for("page for this machine's users is http://127.0.0.1:", kSoon);
    REQUIRE(said);
    port = std::stoi(*said);
  }
  Machine::Outcome command(std::vector<std::string> words) const {
    words.insert(words.begin(), binary());
    words.push_back("--agent.data=" + machine.data());
    ChildProcess process(words);
    const auto status = process.wait(kSoon);
    return {status.value_or(-1), process.output()};
  }
  Json help() { return owner.request("GET", "/api/v1/clients/" + id).json()["help"]; }
  bool soon(const std::function<bool()>& condition) { return ApplianceProcess::eventually(condition); }

  // One request to the page.
  std::string page(const std::string& request) const {
    const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    test::write_all(socket.get(), request);
    std::string answer;
    test::read_until(
        socket.get(), answer, [] { return false; }, kSoon);
    return answer;
  }
  std::string host() const { return "127.0.0.1:" + std::to_string(port); }

  ApplianceProcess appliance{std::vector<std::string>{"--desktop.enabled=off"}};
  HttpsClient owner = appliance.set_up();
  Machine machine{appliance};
  std::string id;
  int port = 0;
};

TEST_CASE("a machine's address is in the portal soon after its start, and at the machine", "[integration]") {
  World world;
  CHECK(world.command({"address"}).says("no agent runs"));
  world.start();
  CHECK(world.soon([&] { return test::online(world.owner, world.id); }));
  REQUIRE(world.owner.request("PATCH", "/api/v1/clients/" + world.id, Json{{"alias", "front"}}).status ==
          200);
  REQUIRE(world.soon([&] { return world.command({"address"}).says("front@ad"); }));
  const auto said = world.command({"address"});
  INFO(said.output);
  std::string digits = said.output.substr(0, said.output.find('\n'));
  std::erase_if(digits, [](char c) { return c < '0' || c > '9'; });
  CHECK(digits == world.id);
  CHECK(said.says("Connected to 127.0.0.1:"));
  CHECK(said.says("http://" + world.host() + "/"));
}

TEST_CASE("help that is requested at a machine is in the portal at once, and over when somebody comes",
          "[integration]") {
  World world;
  world.start();
  REQUIRE(world.soon([&] { return test::online(world.owner, world.id); }));
  CHECK(world.help().is_null());
  CHECK(world.command({"request-help", "--words", "No sound"}).says("Help is requested at 127.0.0.1:"));
  REQUIRE(world.soon([&] { return world.help().is_object(); }));
  CHECK(world.help()["words"] == "No sound");
  const auto status = [&] { return world.page("GET /state HTTP/1.1\r\nHost: " + world.host() + "\r\n\r\n"); };
  CHECK(world.soon([&] { return status().find("The support staff can see it.") != std::string::npos; }));

  SECTION("withdrawn") {
    CHECK(world.command({"request-help", "--withdraw"}).status == 0);
    CHECK(world.soon([&] { return world.help().is_null(); }));
  }
  SECTION("dismissed in the portal") {
    REQUIRE(world.owner.request("PATCH", "/api/v1/clients/" + world.id, Json{{"help", "dismissed"}}).status ==
            200);
    CHECK(world.help().is_null());
    CHECK(world.soon([&] { return status().find("answered or closed at") != std::string::npos; }));
  }
  SECTION("somebody connects") {
    test::ViewerClient viewer(world.owner, world.id);
    REQUIRE(viewer.wait_open());
    CHECK(world.soon([&] { return world.help().is_null(); }));
    CHECK(world.soon([&] { return status().find("Someone is connecting") != std::string::npos; }));
  }
  SECTION("it outlives the agent and the appliance, but no dismissal") {
    world.machine.agent.reset();
    REQUIRE(world.soon([&] { return !test::online(world.owner, world.id); }));
    CHECK(world.help()["words"] == "No sound");
    world.start();
    CHECK(world.soon([&] { return status().find("The support staff can see it.") != std::string::npos; }));
    world.appliance.end(SIGTERM);
    world.appliance.start();
    CHECK(ApplianceProcess::eventually([&] { return status().find("up\" data-say") != std::string::npos; }));
    CHECK(world.help().is_object());
  }
  CHECK_FALSE(world.command({"request-help", "--words", "a\nb"}).status == 0);
}

TEST_CASE("a request made while the appliance is away reaches it when it is back", "[integration]") {
  World world;
  world.start();
  REQUIRE(world.soon([&] { return test::online(world.owner, world.id); }));
  world.appliance.end(SIGTERM);
  REQUIRE(world.machine.agent->wait_for("the link to the appliance is down", kSoon));
  CHECK(world.command({"request-help", "--words", "Printer"}).says("as soon as it is"));
  world.appliance.start();
  CHECK(ApplianceProcess::eventually([&] { return world.help().is_object(); }));
  CHECK(world.help()["words"] == "Printer");
}

TEST_CASE("the machine's page takes its own form, and nobody else's", "[integration]") {
  World world;
  world.start();
  REQUIRE(world.soon([&] { return test::online(world.owner, world.id); }));
  const std::string host = world.host();
  const std::string shown = world.page("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"),
                    before = "name=\"token\" value=\"";
  CHECK(shown.starts_with("HTTP/1.1 200 "));
  const auto at = shown.find(before) + before.size();
  const std::string token = shown.substr(at, shown.find('"', at) - at);
  const auto post = [&](const std::string& origin, const std::string& body) {
    return world.page("POST /help HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin +
                      "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                      std::to_string(body.size()) + "\r\n\r\n" + body);
  };
  const std::string good = "token=" + token + "&action=ask&words=Please";
  CHECK(post("http://evil.example", good).starts_with("HTTP/1.1 403 "));
  CHECK(post("http://" + host, "token=x&action=ask").starts_with("HTTP/1.1 403 "));
  CHECK(world.page("GET / HTTP/1.1\r\nHost: evil.example:7071\r\n\r\n").starts_with("HTTP/1.1 421 "));
  CHECK(world.page("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").starts_with("HTTP/1.1 400 "));
  CHECK(world.page("GET / HTTP/1.1\r\nHost: " + host + "\r\nX: " + std::string(9000, 'x') + "\r\n\r\n")
            .starts_with("HTTP/1.1 431 "));
  CHECK(world.help().is_null());
  CHECK(post("http://" + host, good).starts_with("HTTP/1.1 303 "));
  CHECK(world.soon([&] { return world.help().is_object() && world.help()["words"] == "Please"; }));
  // Many who say nothing keep nobody out.
  std::vector<UniqueFd> silent;
  for (int i = 0; i < 60; ++i) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(world.port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    silent.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    REQUIRE(::connect(silent.back().get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  CHECK(world.page("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").starts_with("HTTP/1.1 200 "));
}

}  // namespace gatehouse::help_test
