#include "tests/unit/portal/world.h"

namespace gatehouse::portal_clients_test {

using namespace portal_test;

TEST_CASE("clients are listed in pages, filtered, with their online state", "[portal]") {
  World world;
  Browser owner = world.set_up();
  CHECK(owner.get("/api/v1/clients").body == json({{"items", json::array()}, {"next_cursor", nullptr}}));
  std::set<std::string> wanted;
  for (int i = 0; i < 5; ++i)
    wanted.insert(std::to_string(world.add_client("pc" + std::to_string(i), i != 0).id));

  std::set<std::string> seen;
  std::string target = "/api/v1/clients?limit=2";
  for (int page = 0; page < 3; ++page) {
    const Answer answer = owner.get(target);
    REQUIRE(answer.status == 200);
    for (const json& item : answer.body["items"]) CHECK(seen.insert(item["id"].get<std::string>()).second);
    if (page < 2) {
      REQUIRE(answer.body["next_cursor"].is_string());
      target = "/api/v1/clients?limit=2&cursor=" + answer.string("next_cursor");
    } else {
      CHECK(answer.body["next_cursor"].is_null());
    }
  }
  CHECK(seen == wanted);

  CHECK(owner.get("/api/v1/clients?online=true").body["items"].size() == 4);
  const Answer offline = owner.get("/api/v1/clients?online=false");
  REQUIRE(offline.body["items"].size() == 1);
  CHECK(offline.body["items"][0]["name"] == "pc0");
  CHECK(offline.body["items"][0]["online"] == false);
  CHECK(owner.get("/api/v1/clients?search=pc3").body["items"].size() == 1);
}

TEST_CASE("a list refuses what it does not know", "[portal]") {
  World world;
  Browser owner = world.set_up();
  for (const std::string bad :
       {"limit=0", "limit=x", "cursor=!", "online=maybe", "changed_key=2", "sort=name"}) {
    INFO(bad);
    const Answer answer = owner.get("/api/v1/clients?" + bad);
    CHECK(answer.status == 400);
    CHECK(answer.names(bad.substr(0, bad.find('='))));
  }
}

TEST_CASE("one client, and what is none", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const db::Client client = world.add_client("<script>alert(1)</script>");
  const Answer found = owner.get("/api/v1/clients/" + std::to_string(client.id));
  CHECK(found.status == 200);
  CHECK(found.body["name"] == "<script>alert(1)</script>");
  CHECK(found.header("Content-Type") == "application/json");
  for (const std::string bad : {"1", "0", "-1", "x", "99999999999999999999", "1 OR 1=1"}) {
    INFO(bad);
    CHECK(owner.get("/api/v1/clients/" + bad).status == 404);
  }
}

TEST_CASE("a client of another organisation is not there", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const auto other = db::OrganizationRepository(*world.database).add("Other", "other", world.clock.now);
  REQUIRE(other);
  const auto theirs = db::ClientRepository(*world.database).add(other->id, "f", {}, false, world.clock.now);
  REQUIRE(theirs);
  world.needs.online.insert(theirs->id);
  CHECK(owner.get("/api/v1/clients/" + std::to_string(theirs->id)).status == 404);
  CHECK(owner.post("/api/v1/connections", call_to(std::to_string(theirs->id))).status == 404);
  CHECK(owner.get("/api/v1/clients").body["items"].empty());
}

TEST_CASE("a machine is removed by who may edit: cut off at once, its sessions stay written down",
          "[portal]") {
  World world;
  Browser owner = world.set_up();
  const db::Client client = world.add_client("pc");
  const std::string path = "/api/v1/clients/" + std::to_string(client.id);
  const Answer asked = owner.post("/api/v1/connections", call_to(std::to_string(client.id)));
  REQUIRE(asked.status == 201);
  Browser guest(world);
  CHECK(guest.del(path).status == 401);
  CHECK(world.needs.dropped.empty());
  CHECK(owner.del(path).status == 204);
  CHECK(world.needs.dropped == std::vector{client.id});
  CHECK(owner.get(path).code() == "no_such_client");
  CHECK(owner.del(path).code() == "no_such_client");
  CHECK(owner.get("/api/v1/clients").body["items"].empty());
  CHECK(owner.get("/api/v1/sessions/" + asked.string("session_id")).body["client_name"] == "pc");
  const auto left = db::ClientRepository(*world.database).find_by_fingerprint("fingerprint of pc");
  REQUIRE(left);
  CHECK_FALSE(*left);
}

TEST_CASE("neither the appliance itself nor another organisation's machine can be removed", "[portal]") {
  World world;
  Browser owner = world.set_up();
  db::ClientRepository clients(*world.database);
  const auto own = clients.add(world.organization().id, "own", {}, true, world.clock.now);
  const auto other = db::OrganizationRepository(*world.database).add("Other", "other", world.clock.now);
  REQUIRE(other);
  const auto theirs = clients.add(other->id, "theirs", {}, false, world.clock.now);
  CHECK(owner.del("/api/v1/clients/" + std::to_string(own->id)).code() == "own_machine");
  CHECK(owner.del("/api/v1/clients/" + std::to_string(theirs->id)).status == 404);
  CHECK(owner.del("/api/v1/clients/x").status == 404);
  CHECK(world.needs.dropped.empty());
  CHECK(*clients.count(other->id) == 1);
}

}  // namespace gatehouse::portal_clients_test
