#include "tests/unit/portal/world.h"

namespace gatehouse::portal_service_test {

using namespace portal_test;

TEST_CASE("health says nothing but health", "[portal]") {
  World world;
  Browser guest(world);
  const Answer answer = guest.get("/healthz");
  CHECK(answer.status == 200);
  CHECK(answer.body == json({{"status", "ok"}}));
}

TEST_CASE("metrics are for this machine only", "[portal]") {
  World world;
  Browser here(world, "127.0.0.1"), there(world, "192.0.2.1");
  CHECK(there.get("/metrics").status == 403);
  const Answer answer = here.get("/metrics");
  CHECK(answer.status == 200);
  CHECK(answer.header("Content-Type").starts_with("text/plain"));
  CHECK(answer.text.find("# TYPE gatehouse_devices_online gauge\ngatehouse_devices_online 0\n") !=
        std::string::npos);
}

TEST_CASE("the API describes itself", "[portal]") {
  World world;
  Browser guest(world);
  CHECK(guest.get("/api/v1/openapi.json").body["openapi"] == "3.1.0");
}

}  // namespace gatehouse::portal_service_test
