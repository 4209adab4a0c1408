// A relay of its own, with the real binary: machines and viewers meet there, and go on by the appliance without it.
#include <signal.h>

#include "hw/capture/test_card.h"
#include "tests/support/catch.h"
#include "tests/support/relay_site.h"
#include "tests/support/rfb_client.h"
#include "tests/support/viewer_client.h"

namespace gatehouse::relay_integration_test {

using test::ApplianceProcess;
using test::Json;
using test::kSoon;
using test::RelaySite;
using test::text;
using test::ViewerClient;
using wire::CloseReason;

void check_picture(ViewerClient& viewer) {
  REQUIRE(viewer.wait_open());
  test::RfbClient rfb(viewer.take_rfb());
  rfb.handshake();
  rfb.request(false);
  rfb.read_until([&] { return rfb.updates > 0; });
  CHECK(rfb.picture.at(333, 222) == hw::test_card_pixel(333, 222));
}

TEST_CASE("a relay of its own carries sessions, and the appliance does without it", "[integration]") {
  RelaySite site;
  site.join();
  site.machine.start();
  REQUIRE(ApplianceProcess::eventually([&] { return test::online(site.owner, site.id); }));
  REQUIRE(site.offered());

  {
    ViewerClient viewer(site.owner, site.id, ViewerClient::By::relay);
    check_picture(viewer);
    CHECK(ApplianceProcess::eventually([&] { return site.last_session()["relay"] == "Berlin"; }));
    CHECK(site.last_session()["direct_from"].is_null());
    REQUIRE(ApplianceProcess::eventually([&] { return site.last_session()["bytes_to_viewer"] > 10000; }));
    const Json relay = site.owner.request("GET", "/api/v1/relays").json()["items"][0];
    CHECK(relay["sessions"] == 1);

    SECTION("an administrator ends it") {
      CHECK(site.owner.request("POST", "/api/v1/sessions/" + viewer.session_id() + "/close").status < 300);
      CHECK(viewer.wait_closed() == wire::websocket_code(CloseReason::ended_by_administrator));
    }
    SECTION("the relay dies") {
      site.relay->signal(SIGKILL);
      CHECK(viewer.wait_closed() != 0);
      CHECK(
          ApplianceProcess::eventually([&] { return site.last_session()["close_reason"] == "relay_lost"; }));
      ViewerClient again(site.owner, site.id);
      check_picture(again);
      CHECK(site.last_session()["relay"].is_null());
    }
    SECTION("the relay is stopped, and nobody is alarmed") {
      site.relay->signal(SIGINT);
      CHECK(viewer.wait_closed() == wire::websocket_code(CloseReason::relay_lost));
      CHECK(site.relay->wait(kSoon) == 0);
      CHECK(site.relay->output().find("relay: stopping") != std::string::npos);
      CHECK(site.relay_online(false));
      CHECK(site.appliance.process().output().find("relay " + site.relay_id + " has stopped") !=
            std::string::npos);
      CHECK(site.appliance.process().output().find("the link of relay") == std::string::npos);
    }
    SECTION("the relay is removed") {
      CHECK(site.owner.request("DELETE", "/api/v1/relays/" + site.relay_id).status == 204);
      CHECK(viewer.wait_closed() == wire::websocket_code(CloseReason::relay_lost));
      CHECK(site.relay->wait(kSoon) == 1);
      CHECK(site.relay->output().find("does not know this relay") != std::string::npos);
    }
    SECTION("the appliance is restarted, and the relay comes back by itself") {
      REQUIRE(site.appliance.end(SIGTERM) == 0);
      CHECK(viewer.wait_closed() == wire::websocket_code(CloseReason::appliance_stopping));
      site.appliance.start();
      CHECK(site.relay_online(true));
    }
  }
}

TEST_CASE("a stream at a relay is for the page that asked, once", "[integration]") {
  RelaySite site;
  site.join();
  site.machine.start();
  REQUIRE(ApplianceProcess::eventually([&] { return test::online(site.owner, site.id); }));
  REQUIRE(site.offered());
  ViewerClient stolen(site.owner, site.id, ViewerClient::By::relay, "https://evil.example");
  CHECK(stolen.wait_closed() == wire::websocket_code(CloseReason::not_permitted));
  // Its token is spent.
  site.start_relay({"--relay.data=" + site.directory.path() + "/other", "--server",
                    "127.0.0.1:" + std::to_string(site.appliance.port()), "--token", site.token});
  CHECK(site.relay->wait(kSoon) == 1);
  CHECK(site.relay->output().find("used") != std::string::npos);
}

}  // namespace gatehouse::relay_integration_test
