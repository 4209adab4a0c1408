// Viewers and machines that reach each other without the appliance, through the real binary.
#include "appliance/agent/own_addresses.h"
#include "appliance/net/certificates.h"
#include "appliance/seal/keys.h"
#include "hw/capture/test_card.h"
#include "tests/support/catch.h"
#include "tests/support/desk.h"
#include "tests/support/machine.h"
#include "tests/support/network_room.h"
#include "tests/support/process_status.h"
#include "tests/support/rfb_client.h"

namespace gatehouse::direct_test {

using test::ApplianceProcess;
using test::ChildProcess;
using test::Desk;
using test::HttpsClient;
using test::Json;
using test::kSoon;
using test::Machine;
using test::says;
using test::text;

// An appliance, a machine that is none, and somebody who wants to look.
struct Site {
  Site() : owner(appliance.set_up()), machine(appliance) {
    REQUIRE(write_file_atomically(directory.path() + "/password", std::string(test::kOwnerPassword) + "\n",
                                  0600));
  }

  void join(const std::vector<std::string>& options = {}) {
    id = test::id_in(machine.enroll(test::new_token(owner)));
    machine.start(options);
    REQUIRE(ApplianceProcess::eventually([&] { return test::online(owner, id); }));
    REQUIRE(machine.agent->wait_for("connected to the appliance", kSoon));
  }
  // Viewers are told where it listens.
  bool offered() {
    const std::string key = base64url(as_text(seal::PrivateKey::generate().public_key()));
    return ApplianceProcess::eventually([&] {
      const auto offer = owner.request("POST", "/api/v1/connections",
                                       Json{{"address", id}, {"viewer_key", key}, {"transport", "link"}});
      return offer.status == 201 && !offer.json()["link"]["direct"].empty();
    });
  }

  // `gatehouse connect`, started by the command line `before`.
  std::unique_ptr<ChildProcess> look(std::vector<std::string> more = {}, std::vector<std::string> before = {},
                                     const std::string& server = "localhost") {
    std::vector<std::string> argv = std::move(before);
    const auto command =
        test::connect_command(directory.path(), id, server + ":" + std::to_string(appliance.port()));
    argv.insert(argv.end(), command.begin(), command.end());
    argv.insert(argv.end(), {"--fingerprint", *net::fingerprint(appliance.ca()), "--listen", "127.0.0.1:0"});
    argv.insert(argv.end(), more.begin(), more.end());
    return std::make_unique<ChildProcess>(argv,
                                          std::vector<std::string>{"XDG_CONFIG_HOME=" + directory.path()});
  }
  Json last_session() { return owner.request("GET", "/api/v1/sessions").json()["items"][0]; }
  Json session(const Json& known) {
    return owner.request("GET", "/api/v1/sessions/" + text(known["id"])).json();
  }
  Json ended(const Json& known) {
    Json now;
    REQUIRE(ApplianceProcess::eventually([&] {
      now = session(known);
      return now["state"] == "ended";
    }));
    return now;
  }

  test::TemporaryDirectory directory;
  ApplianceProcess appliance{{"--desktop.enabled=off", "--server.listen=0.0.0.0:0"}};
  HttpsClient owner;
  Machine machine;
  std::string id;
};

// The ports of this process that `ss` sees listening.
std::string listening(pid_t pid) {
  ChildProcess ss({"ss", "-ltnpH"});
  ss.wait(kSoon);
  std::string lines;
  for (const std::string& line : split(ss.output(), '\n')) {
    if (line.find("pid=" + std::to_string(pid) + ",") != std::string::npos) lines += line + "\n";
  }
  return lines;
}

bool shows_card(std::uint16_t port) {
  test::RfbClient rfb(test::connect_to(port));
  rfb.handshake();
  rfb.request(false);
  rfb.read_until([&] { return rfb.updates > 0; });
  return rfb.picture.at(333, 222) == hw::test_card_pixel(333, 222);
}

// Without networks of one's own, the machine's must have an address that is not loopback.
bool has_network() {
  if (!agent::own_addresses().empty()) return true;
  WARN("this machine has no network and lets us make none: direct connections were not tried");
  return false;
}

TEST_CASE("a viewer reaches a machine directly, and the appliance keeps the say", "[integration]") {
  const test::NetworkRoom room;
  if (!has_network()) return;
  Site site;
  site.join({"--agent.listen_port=0"});
  const auto port = site.machine.agent->wait_for("directly on port ", kSoon);
  REQUIRE(port);
  CHECK(listening(site.machine.agent->pid()).find(":" + *port) != std::string::npos);
  REQUIRE(site.offered());

  auto viewer = site.look();
  test::RfbClient rfb(test::connect_to(Desk::port_of(*viewer)));
  INFO(viewer->output());
  CHECK(says(*viewer, " directly ("));
  CHECK(says(*viewer, ":" + *port + "), sealed end to end. Comparison code: "));
  rfb.handshake();
  rfb.request(false);
  rfb.read_until([&] { return rfb.updates > 0; });
  CHECK(rfb.picture.at(333, 222) == hw::test_card_pixel(333, 222));
  CHECK(ApplianceProcess::eventually([&] { return site.last_session()["state"] == "open"; }));
  const Json session = site.last_session();
  CHECK(session["direct_from"].is_string());
  if (room.is_own()) CHECK(session["direct_from"] == "10.77.0.1");
  CHECK(ApplianceProcess::eventually([&] { return site.session(session)["profile"] == "Default"; }));
  // As the machine counts them.
  CHECK(ApplianceProcess::eventually([&] { return site.session(session)["bytes_to_viewer"] > 10'000; }));

  const std::string close = "/api/v1/sessions/" + text(session["id"]) + "/close";
  CHECK(site.owner.request("POST", close, Json::object()).status == 204);
  CHECK(viewer->wait(kSoon) == 1);
  CHECK(says(*viewer, "Closed by administrator, in the portal."));
  const Json ended = site.ended(session);
  CHECK(ended["close_reason"] == "ended_by_administrator");
  CHECK(ended["bytes_to_viewer"] > 10'000);
  CHECK(ended["bytes_to_client"] > 100);

  SECTION("and when the viewer leaves, that is written down") {
    auto another = site.look();
    CHECK(shows_card(Desk::port_of(*another)));
    CHECK(another->wait(kSoon) == 0);
    const Json left = site.ended(site.last_session());
    CHECK(left["close_reason"] == "ended_by_viewer");
    CHECK(left["direct_from"].is_string());
  }
  SECTION("and when the viewer wants the appliance's way, that is taken") {
    auto another = site.look({"--relay-only"});
    CHECK(shows_card(Desk::port_of(*another)));
    CHECK(says(*another, " through the appliance, sealed"));
    CHECK(site.last_session()["direct_from"].is_null());
  }
  SECTION("and when the appliance is gone, nobody could end it: it ends") {
    auto another = site.look();
    test::RfbClient open(test::connect_to(Desk::port_of(*another)));
    open.handshake();
    CHECK(says(*another, " directly ("));
    site.appliance.process().signal(SIGKILL);
    CHECK(another->wait(kSoon) == 1);
    INFO(another->output());
    CHECK(says(*another, "The session is over: The machine's connection to the appliance broke."));
  }
  SECTION("and when the login that asked ends, it ends") {
    auto another = site.look();
    test::RfbClient open(test::connect_to(Desk::port_of(*another)));
    open.handshake();
    const Json now = site.last_session();
    const Json logins = site.owner.request("GET", "/api/v1/me/logins").json()["items"];
    for (const Json& login : logins) {
      if (login["current"] == true) continue;
      CHECK(site.owner.request("DELETE", "/api/v1/me/logins/" + text(login["id"])).status == 204);
    }
    CHECK(another->wait(kSoon) == 1);
    CHECK(site.ended(now)["close_reason"] == "not_permitted");
  }
}

TEST_CASE("a machine told not to listen does not, and is reached through the appliance", "[integration]") {
  const test::NetworkRoom room;
  Site site;
  site.join({"--agent.disable_tcp_listen=on", "--agent.page=off"});
  CHECK(listening(site.machine.agent->pid()).empty());
  CHECK_FALSE(listening(site.appliance.process().pid()).empty());  // so ss does see
  auto viewer = site.look();
  CHECK(shows_card(Desk::port_of(*viewer)));
  CHECK(says(*viewer, " through the appliance, sealed"));
  CHECK(site.last_session()["direct_from"].is_null());
  CHECK(listening(site.machine.agent->pid()).empty());
}

TEST_CASE("the appliance's own screen has no port beside the appliance's one", "[integration]") {
  ApplianceProcess appliance;
  auto owner = appliance.set_up();
  appliance.online_client(owner);
  const auto agents = test::descendants(appliance.process().pid(), "--agent.data=");
  REQUIRE_FALSE(agents.empty());
  for (const pid_t agent : agents) CHECK(listening(agent).empty());
}

TEST_CASE("a taken port is said, and costs nothing else", "[integration]") {
  const test::NetworkRoom room;
  Site site;
  // Whoever it is.
  UniqueFd taken(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in6 where{};
  where.sin6_family = AF_INET6;
  socklen_t size = sizeof where;
  REQUIRE(::bind(taken.get(), reinterpret_cast<sockaddr*>(&where), size) == 0);
  REQUIRE(::listen(taken.get(), 1) == 0);
  REQUIRE(::getsockname(taken.get(), reinterpret_cast<sockaddr*>(&where), &size) == 0);
  const std::string port = std::to_string(ntohs(where.sin6_port));
  site.join({"--agent.listen_port=" + port});
  CHECK(site.machine.agent->wait_for("port " + port + " is already in use", kSoon));
  auto viewer = site.look();
  CHECK(shows_card(Desk::port_of(*viewer)));
  CHECK(says(*viewer, " through the appliance, sealed"));
}

TEST_CASE("where packets to the machine vanish, the appliance's way is taken soon", "[integration]") {
  const test::NetworkRoom room;
  if (!room.is_own()) {
    WARN("this machine lets us make no networks: the way back to the appliance was not tried");
    return;
  }
  // The machine knows no way back to the viewer's network, so nobody answers there.
  const test::NextDoor machines(1), viewers(2);
  viewers.run({"ip", "route", "add", "default", "via", viewers.here()});
  Site site;
  site.machine.server = machines.here() + ":" + std::to_string(site.appliance.port());
  site.machine.before = machines.enter();
  site.join();
  REQUIRE(site.offered());

  struct Start {
    std::chrono::milliseconds took;
    long connections;
  };
  const auto start = [&](const std::vector<std::string>& options) -> Start {
    const long before = viewers.begun_connections();
    const auto begun = std::chrono::steady_clock::now();
    auto viewer = site.look(options, viewers.enter(), viewers.here());
    const bool ready = viewer->wait_for("Ready for a VNC viewer", kSoon).has_value();
    const auto took = std::chrono::steady_clock::now() - begun;
    INFO(viewer->output());
    REQUIRE(ready);
    CHECK(says(*viewer, " through the appliance, sealed"));
    viewer->signal(SIGINT);
    CHECK(viewer->wait(kSoon) == 0);
    return {std::chrono::duration_cast<std::chrono::milliseconds>(took),
            viewers.begun_connections() - before};
  };
  start({"--relay-only"});  // the worker is warm from here on
  const Start plain = start({"--relay-only"}), fallen_back = start({});
  INFO("through the appliance after " << plain.took.count() << " ms, with a direct try before after "
                                      << fallen_back.took.count());
  CHECK(fallen_back.connections > plain.connections);  // so it was tried
  CHECK(fallen_back.took - plain.took < test::when_busy(std::chrono::seconds(1)));
}

}  // namespace gatehouse::direct_test
