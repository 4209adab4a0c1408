// From the first start to the first sign-in, over the real binary.
#include "appliance/base/clock.h"
#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"
#include "tests/support/false_clock.h"

namespace gatehouse::first_start_test {

using test::ApplianceProcess;
using test::Json;

TEST_CASE("the first start answers, shows a set-up code and knows no default account", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  CHECK(appliance.setup_code().size() == 14);
  auto guest = appliance.client();
  CHECK(guest.request("GET", "/healthz").status == 200);
  CHECK(guest.request("GET", "/api/v1/state").json()["setup_required"] == true);
  CHECK(guest.request("GET", "/api/v1/me").status == 401);
  CHECK(guest.request("GET", "/api/v1/clients").status == 401);
  const auto page = guest.request("GET", "/", nullptr, {{"accept", "text/html"}});
  CHECK(page.status == 200);
  const std::string policy = page.headers.at("content-security-policy");
  CHECK(policy.find("script-src 'self'") != std::string::npos);
  CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
  CHECK(page.headers.at("strict-transport-security").find("max-age=") != std::string::npos);
  CHECK(page.headers.at("x-content-type-options") == "nosniff");
}

TEST_CASE("the set-up code sets up once; afterwards set-up does not exist", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto guest = appliance.client();
  Json wrong = appliance.setup_body();
  wrong["code"] = "AAAA-BBBB-CCCC";
  CHECK(guest.request("POST", "/api/v1/setup", wrong).status == 403);
  auto owner = appliance.set_up();
  CHECK(owner.request("GET", "/api/v1/me").json()["organization"]["name"] == "Acme Support");
  CHECK(guest.request("POST", "/api/v1/setup", appliance.setup_body()).status == 404);
  CHECK(guest.request("POST", "/api/v1/setup/code", {{"code", appliance.setup_code()}}).status == 404);
  CHECK(appliance.end(SIGTERM) == 0);
  appliance.start();
  CHECK(appliance.setup_code().empty());
  CHECK(guest.request("POST", "/api/v1/setup", appliance.setup_body()).status == 404);
}

TEST_CASE("a restart signs nobody out, and a password opens the door again", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  CHECK(appliance.end(SIGTERM) == 0);
  appliance.start();
  CHECK(owner.request("GET", "/api/v1/me").status == 200);
  auto other = appliance.client();
  const auto id = other.request("GET", "/api/v1/state").json()["organization"]["id"];
  const Json credentials = {
      {"organization_id", id}, {"email", "INES@example.org"}, {"password", test::kOwnerPassword}};
  CHECK(other.request("POST", "/api/v1/login", credentials).status == 200);
  CHECK(other.request("POST", "/api/v1/logout").status == 204);
  CHECK(other.request("GET", "/api/v1/me").status == 401);
}

TEST_CASE("a write or a WebSocket from another origin is refused", "[integration]") {
  ApplianceProcess appliance({"--desktop.enabled=off"});
  auto owner = appliance.set_up();
  const std::string plain = "http://localhost:" + std::to_string(appliance.port());
  for (const std::string& origin :
       {std::string("https://evil.example"), plain, std::string("null"), std::string()}) {
    CHECK(owner.request("POST", "/api/v1/logout", nullptr, {{"origin", origin}}).status == 403);
    CHECK(test::WebSocketClient(owner, "/api/v1/events", {{"origin", origin}}).reply().status == 403);
  }
  CHECK(owner.request("POST", "/api/v1/logout", nullptr, {{"x-csrf-token", "wrong"}}).status == 403);
  CHECK(test::WebSocketClient(owner, "/api/v1/events").open());
}

TEST_CASE("a clock far off at the first start does no lasting harm", "[integration]") {
  const bool behind = GENERATE(true, false);
  const std::int64_t then = behind ? test::FalseClock::k2001 : test::FalseClock::k2040;
  const test::FalseClock clock(then - SystemClock().unix_seconds());
  ApplianceProcess appliance({"--desktop.capture=test_card"}, clock.before(), ::getuid());
  REQUIRE(appliance.end(SIGTERM) == 0);
  if (behind) CHECK(appliance.process().output().find("timedatectl") != std::string::npos);
  appliance.start_plainly();  // now it is right
  auto owner = appliance.set_up();
  CHECK(appliance.online_client(owner)["online"] == true);
}

}  // namespace gatehouse::first_start_test
