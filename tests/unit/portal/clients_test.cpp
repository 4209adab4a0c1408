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

TEST_CASE("a machine is shown as online once somebody can connect to it", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const db::Client client = world.add_client("pc", false);
  world.needs.online.insert(client.id);
  const std::string path = "/api/v1/clients/" + std::to_string(client.id);
  CHECK(owner.get(path).body["online"] == false);
  REQUIRE(db::ClientRepository(*world.database).keep_device_key(client.id, kDeviceKey));
  CHECK(owner.get(path).body["online"] == true);
}

TEST_CASE("a list refuses what it does not know", "[portal]") {
  World world;
  Browser owner = world.set_up();
  for (const std::string bad :
       {"limit=0", "limit=x", "cursor=!", "online=maybe", "changed_key=2", "sort=size"}) {
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

TEST_CASE("that one may come in to a machine with nobody asked is shown and in the log, and each change once",
          "[portal][unattended]") {
  World world;
  Browser owner = world.set_up();
  const db::Client client = world.add_client("desk");
  const std::string path = "/api/v1/clients/" + std::to_string(client.id);
  const auto say = [&](bool on) { world.portal->client_unattended(client.organization, client.id, on); };
  const auto noted = [&] {
    std::vector<std::string> actions;
    const json page = owner.get("/api/v1/audit").body;
    for (const json& entry : page["items"]) {
      const auto action = entry["action"].get<std::string>();
      if (!action.starts_with("client.unattended")) continue;
      CHECK(entry["actor"]["name"] == "Gatehouse");
      CHECK(entry["target"]["name"] == "desk");
      actions.push_back(action);
    }
    return actions;
  };
  CHECK(owner.get(path).body["unattended"] == false);
  say(false);
  CHECK(noted().empty());
  say(true);
  say(true);
  CHECK(owner.get(path).body["unattended"] == true);
  say(false);
  CHECK(owner.get(path).body["unattended"] == false);
  CHECK(noted() == std::vector<std::string>{"client.unattended_off", "client.unattended_on"});
  world.portal->client_unattended(client.organization, client.id + 1, true);
  world.portal->client_unattended(db::OrganizationId(99), client.id, true);
  CHECK(owner.get(path).body["unattended"] == false);
  // A machine that says it without end does not fill the log.
  for (int i = 0; i < 100; ++i) say(i % 2 == 0);
  CHECK(noted().size() > 10);
  CHECK(noted().size() < 30);
}

TEST_CASE("a client of another organization is not there", "[portal]") {
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
  const auto left = db::ClientRepository(*world.database).find_by_link_key("fingerprint of pc");
  REQUIRE(left);
  CHECK_FALSE(*left);
}

TEST_CASE("clients are listed by name, page by page", "[portal]") {
  World world;
  Browser owner = world.set_up();
  for (const char* name : {"delta", "Bravo", "alpha", "", "charlie", "bravo"})
    world.add_client(name + std::string(), false);
  std::vector<std::string> names;
  std::string cursor;
  do {
    const Answer page =
        owner.get("/api/v1/clients?sort=name&limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
    REQUIRE(page.status == 200);
    for (const json& item : page.body["items"]) names.push_back(item["name"].get<std::string>());
    cursor = page.body["next_cursor"].is_string() ? page.string("next_cursor") : "";
  } while (!cursor.empty() && names.size() < 20);
  for (std::string& name : names) name = lower_ascii(name);
  CHECK(names == std::vector<std::string>{"", "alpha", "bravo", "bravo", "charlie", "delta"});
}

TEST_CASE("an alias and a comment are changed, and the machine is told", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const db::Client client = world.add_client("pc");
  const std::string path = "/api/v1/clients/" + std::to_string(client.id);
  const Answer changed = owner.patch(path, {{"alias", "Front.Desk"}, {"comment", "By the door"}});
  REQUIRE(changed.status == 200);
  CHECK(changed.body["alias"] == "Front.Desk@ad");
  CHECK(changed.body["comment"] == "By the door");
  CHECK(world.needs.aliases == std::map<db::ClientId, std::string>{{client.id, "Front.Desk@ad"}});
  CHECK(owner.get("/api/v1/clients?search=the%20door").status == 200);
  // What is not named stays, and the alias reaches the machine.
  CHECK(owner.patch(path, {{"comment", ""}}).body["alias"] == "Front.Desk@ad");
  CHECK(owner.post("/api/v1/connections", call_to("FRONT.desk@AD")).status == 201);
  CHECK(owner.patch(path, {{"alias", nullptr}}).body["alias"].is_null());
  CHECK(world.needs.aliases[client.id].empty());
  CHECK(owner.post("/api/v1/connections", call_to("front.desk@ad")).status == 404);
}

TEST_CASE("an alias that is taken, foreign or malformed is refused, and nothing else is changed",
          "[portal]") {
  World world;
  Browser owner = world.set_up();
  const db::Client one = world.add_client("one"), two = world.add_client("two");
  const std::string path = "/api/v1/clients/" + std::to_string(two.id);
  REQUIRE(owner.patch("/api/v1/clients/" + std::to_string(one.id), {{"alias", "desk@ad"}}).status == 200);
  const Answer taken = owner.patch(path, {{"alias", "DESK@ad"}, {"comment", "changed"}});
  CHECK(taken.status == 409);
  CHECK(taken.code() == "alias_taken");
  CHECK(taken.names("alias"));
  CHECK(owner.get(path).body["comment"] == "");
  for (const char* bad : {"desk@other", ".desk", "a b", "desk@ad@ad"}) {
    INFO(bad);
    const Answer refused = owner.patch(path, {{"alias", bad}});
    CHECK(refused.status == 400);
    CHECK(refused.names("alias"));
  }
  CHECK(owner.patch(path, {{"name", "x"}}).names("name"));
  CHECK(owner.patch("/api/v1/clients/1", {{"comment", "x"}}).code() == "no_such_client");
  Browser support = world.signed_in("looks@example.org", {"accountant"});
  CHECK(support.patch(path, {{"comment", "x"}}).status == 403);
}

TEST_CASE("neither the appliance itself nor another organization's machine can be removed", "[portal]") {
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
