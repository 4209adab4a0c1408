// A session, from Connect to its end, through every part of the real binary.
#include "hw/capture/test_card.h"
#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"
#include "tests/support/machine.h"
#include "tests/support/process_status.h"
#include "tests/support/rfb_client.h"
#include "tests/support/viewer_client.h"
#include "tests/support/x_server.h"

namespace gatehouse::session_test {

using test::ApplianceProcess;
using test::descendants;
using test::HttpsClient;
using test::Json;
using test::text;
using test::ViewerClient;
using wire::CloseReason;
using wire::websocket_code;

Json session(HttpsClient& owner, const std::string& id) {
  return owner.request("GET", "/api/v1/sessions/" + id).json();
}

TEST_CASE("Connect shows the screen, and the session is noted with its bytes and its end", "[integration]") {
  ApplianceProcess appliance;
  auto owner = appliance.set_up();
  const Json client = appliance.online_client(owner);
  CHECK(client["this_machine"] == true);
  CHECK(client["version"] == GATEHOUSE_VERSION);

  std::string id;
  {
    ViewerClient viewer(owner, text(client["id"]));
    REQUIRE(viewer.status() == 201);
    REQUIRE(viewer.wait_open());
    id = viewer.session_id();
    test::RfbClient rfb(viewer.take_rfb());
    rfb.handshake();
    rfb.request(false);
    rfb.read_until([&] { return rfb.updates > 0; });
    for (const auto& [x, y] :
         {std::pair{0, 100}, {64, 33}, {333, 222}, {rfb.picture.width - 1, rfb.picture.height - 1}}) {
      CHECK(rfb.picture.at(x, y) == hw::test_card_pixel(x, y));
    }
    CHECK(session(owner, id)["state"] == "open");
    CHECK(session(owner, id)["user_name"] == "Ines Owner");
    CHECK(session(owner, id)["authorization"]["by"] == "right");
    CHECK(ApplianceProcess::eventually([&] { return session(owner, id)["profile"] == "Default"; }));
    CHECK(session(owner, id)["granted_permissions"] == session(owner, id)["permissions"]);
  }
  REQUIRE(ApplianceProcess::eventually([&] { return session(owner, id)["state"] == "ended"; }));
  const Json ended = session(owner, id);
  CHECK(ended["bytes_to_viewer"].get<std::int64_t>() > 1000);
  CHECK(ended["bytes_to_client"].get<std::int64_t>() > 10);
  CHECK_FALSE(ended["ended_at"].is_null());
}

TEST_CASE("the machine's screen is known before anybody connects", "[integration]") {
  ApplianceProcess appliance;
  auto owner = appliance.set_up();
  CHECK(ApplianceProcess::eventually([&] {
    const Json client = appliance.online_client(owner);
    return client["width"] == 1280 && client["height"] == 800 && client["capture"] == "test card";
  }));
}

TEST_CASE("an administrator closes a session, at once and with the reason", "[integration]") {
  ApplianceProcess appliance;
  auto owner = appliance.set_up();
  ViewerClient viewer(owner, text(appliance.online_client(owner)["id"]));
  REQUIRE(viewer.wait_open());
  const std::string path = "/api/v1/sessions/" + viewer.session_id() + "/close";
  CHECK(owner.request("POST", path).status == 204);
  CHECK(viewer.wait_closed(test::when_busy(std::chrono::seconds(2))) ==
        websocket_code(CloseReason::ended_by_administrator));
  REQUIRE(ApplianceProcess::eventually(
      [&] { return session(owner, viewer.session_id())["close_reason"] == "ended_by_administrator"; }));
  CHECK(owner.request("POST", path).status == 409);
}

TEST_CASE("a closed session is over on both sides within two seconds, and both know why", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  test::Machine machine(appliance);
  const std::string id = test::id_in(machine.enroll(test::new_token(owner)));
  machine.start();
  REQUIRE(ApplianceProcess::eventually(
      [&] { return owner.request("GET", "/api/v1/clients/" + id).json()["online"] == true; }));
  ViewerClient viewer(owner, id);
  REQUIRE(viewer.wait_open());

  const auto before = std::chrono::steady_clock::now();
  const std::string call = viewer.session_id();
  REQUIRE(owner.request("POST", "/api/v1/sessions/" + call + "/close").status == 204);
  CHECK(viewer.wait_closed() == websocket_code(CloseReason::ended_by_administrator));
  const auto at_viewer = std::chrono::steady_clock::now() - before;
  CHECK(machine.agent->wait_for("call " + call + " ended: ", test::kSoon) == "ended_by_administrator");
  const auto at_machine = std::chrono::steady_clock::now() - before;
  CHECK(at_viewer < test::when_busy(std::chrono::seconds(2)));
  CHECK(at_machine < test::when_busy(std::chrono::seconds(2)));
  REQUIRE(ApplianceProcess::eventually([&] { return session(owner, call)["state"] == "ended"; }));
  CHECK(session(owner, call)["close_words"] == "Closed by administrator, in the portal.");
}

TEST_CASE("a login that ends takes its sessions with it", "[integration]") {
  ApplianceProcess appliance;
  auto owner = appliance.set_up();
  ViewerClient viewer(owner, text(appliance.online_client(owner)["id"]));
  REQUIRE(viewer.wait_open());
  CHECK(owner.request("POST", "/api/v1/logout").status == 204);
  CHECK(viewer.wait_closed(test::when_busy(std::chrono::seconds(2))) ==
        websocket_code(CloseReason::not_permitted));
}

TEST_CASE("a killed desktop worker ends the session with a reason, and Connect works again",
          "[integration]") {
  ApplianceProcess appliance;
  auto owner = appliance.set_up();
  const Json client = appliance.online_client(owner);
  ViewerClient first(owner, text(client["id"]));
  REQUIRE(first.wait_open());
  std::vector<pid_t> workers;
  REQUIRE(ApplianceProcess::eventually([&] {
    workers = descendants(appliance.process().pid(), "desktop-worker");
    return workers.size() == 1;
  }));
  ::kill(workers.front(), SIGKILL);
  CHECK(first.wait_closed() == websocket_code(CloseReason::desktop_failed));
  const std::string id = text(client["id"]);
  CHECK(owner.request("GET", "/api/v1/clients/" + id).json()["online"] == true);
  ViewerClient second(owner, id);
  REQUIRE(second.wait_open());
  test::RfbClient rfb(second.take_rfb());
  rfb.handshake();
  rfb.request(false);
  rfb.read_until([&] { return rfb.updates > 0; });
}

TEST_CASE("a killed agent comes back by itself", "[integration]") {
  ApplianceProcess appliance;
  auto owner = appliance.set_up();
  const Json client = appliance.online_client(owner);
  ViewerClient viewer(owner, text(client["id"]));
  REQUIRE(viewer.wait_open());
  // A child that the agent has just made looks like the agent until it is another program.
  std::vector<pid_t> agents;
  REQUIRE(ApplianceProcess::eventually([&] {
    agents = descendants(appliance.process().pid(), "agent.server");
    return agents.size() == 1;
  }));
  ::kill(agents.front(), SIGKILL);
  CHECK(viewer.wait_closed() == websocket_code(CloseReason::device_lost));
  REQUIRE(ApplianceProcess::eventually([&] {
    const auto now = descendants(appliance.process().pid(), "agent.server");
    return !now.empty() && now.front() != agents.front();
  }));
  CHECK(appliance.online_client(owner)["id"] == client["id"]);
  CHECK(owner.request("GET", "/api/v1/clients").json()["items"].size() == 1);
}

TEST_CASE("when the X server goes the session says so, and when it is back Connect works", "[integration]") {
  auto x_server = std::make_unique<test::XServer>();
  const std::string display = x_server->name();
  ApplianceProcess appliance(
      {"--desktop.capture=x11", "--desktop.display=" + display, "--access.interactive=allow"});
  auto owner = appliance.set_up();
  const Json client = appliance.online_client(owner);
  {
    ViewerClient viewer(owner, text(client["id"]));
    REQUIRE(viewer.wait_open());
    test::RfbClient rfb(viewer.take_rfb());
    rfb.handshake();
    x_server.reset();
    CHECK(viewer.wait_closed() == websocket_code(CloseReason::display_lost));
  }
  {
    ViewerClient viewer(owner, text(client["id"]));
    CHECK(viewer.wait_closed() == websocket_code(CloseReason::display_lost));
  }
  x_server = std::make_unique<test::XServer>("640x480x24", display);
  ViewerClient again(owner, text(client["id"]));
  CHECK(again.wait_open());
}

TEST_CASE("a stream path is good once, for its own login, and only for a machine that is there",
          "[integration]") {
  ApplianceProcess appliance;
  auto owner = appliance.set_up();
  const Json client = appliance.online_client(owner);
  CHECK(owner
            .request("POST", "/api/v1/connections",
                     {{"address", "123456789"}, {"viewer_key", std::string(43, 'A')}})
            .status == 404);
  const Json connection = owner
                              .request("POST", "/api/v1/connections",
                                       {{"address", client["id"]}, {"viewer_key", std::string(43, 'A')}})
                              .json();
  const std::string path = text(connection["stream_path"]);
  CHECK_FALSE(test::WebSocketClient(appliance.client(), path).open());
  const test::WebSocketClient first(owner, path);
  CHECK(first.open());
  CHECK_FALSE(test::WebSocketClient(owner, path).open());
}

TEST_CASE("a WebSocket message over the cap ends its connection, and nothing else", "[integration]") {
  ApplianceProcess appliance;
  auto owner = appliance.set_up();
  ViewerClient viewer(owner, text(appliance.online_client(owner)["id"]));
  REQUIRE(viewer.wait_open());
  test::WebSocketClient other(owner, "/api/v1/events");
  REQUIRE(other.open());
  other.announce(1ull << 31);
  CHECK(ApplianceProcess::eventually([&] {
    const auto message = other.receive();
    return !message || message->opcode == 8;
  }));
  CHECK(owner.request("GET", "/healthz").status == 200);
  test::RfbClient rfb(viewer.take_rfb());
  REQUIRE_NOTHROW(rfb.handshake());
}

TEST_CASE("stopping the appliance tells the viewers why and leaves no process behind", "[integration]") {
  ApplianceProcess appliance;
  auto owner = appliance.set_up();
  ViewerClient viewer(owner, text(appliance.online_client(owner)["id"]));
  REQUIRE(viewer.wait_open());
  std::vector<pid_t> family;
  REQUIRE(ApplianceProcess::eventually([&] {
    family = descendants(appliance.process().pid(), "");
    return family.size() >= 3;
  }));
  CHECK(appliance.end(SIGTERM) == 0);
  CHECK(viewer.wait_closed() == websocket_code(CloseReason::appliance_stopping));
  for (const pid_t member : family) {
    CHECK(ApplianceProcess::eventually([&] { return ::kill(member, 0) != 0; }));
  }
}

// As a terminal does it: everything that was started there gets the signal.
TEST_CASE("Ctrl-C ends it in good order, pressed twice too", "[integration]") {
  ApplianceProcess appliance({"--desktop.capture=test_card"}, {"setsid"}, ::getuid());
  auto owner = appliance.set_up();
  ViewerClient viewer(owner, text(appliance.online_client(owner)["id"]));
  REQUIRE(viewer.wait_open());
  const std::vector<pid_t> family = descendants(appliance.process().pid(), "");
  REQUIRE(::kill(-appliance.process().pid(), SIGINT) == 0);
  CHECK(appliance.end(SIGINT) == 0);
  CHECK(viewer.wait_closed() == websocket_code(CloseReason::appliance_stopping));
  for (const pid_t member : family) {
    CHECK(ApplianceProcess::eventually([&] { return ::kill(member, 0) != 0; }));
  }
}

}  // namespace gatehouse::session_test
