// Several organizations on one appliance: each is a closed community (docs/decisions/0009-closed-community.md).
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_closed_community_test {

using namespace portal_test;

struct Side {
  Browser person;
  db::Client machine;
  std::string alias, platform, session;  // of its own, which waits for its viewer
  std::string path() const { return "/api/v1/clients/" + std::to_string(machine.id); }
};

struct TwoOrganizations : World {
  Browser olga = set_up();
  const db::Organization ours = organization();
  const db::User template_user = **db::UserRepository(*database).find_by_email(ours.id, "olga@example.org");
  const db::Organization theirs = *db::OrganizationRepository(*database).add("Other", "other", clock.now);
  Side us = side(ours, olga, "desk", "linux-x86_64");
  Side them = side(theirs, owner_of(theirs), "bench", "linux-aarch64");

  Browser owner_of(const db::Organization& organization) {
    db::User user = template_user;
    user.organization = organization.id;
    REQUIRE(db::UserRepository(*database).add(user, {"owner", "user"}));
    Browser browser(*this, "192.0.2.2");
    const json login = {
        {"organization_id", organization.login_id}, {"email", user.email}, {"password", kPassword}};
    REQUIRE(browser.post("/api/v1/login", login).status == 200);
    return browser;
  }
  Side side(const db::Organization& organization, Browser person, const std::string& name,
            const std::string& platform) {
    db::ClientRepository clients(*database);
    db::ClientFacts facts;
    facts.name = name;
    facts.platform = platform;
    const auto added = clients.add(organization.id, "key of " + name, facts, false, clock.now);
    REQUIRE(added);
    REQUIRE(clients.set_alias(organization.id, added->id, name + "@ad"));
    REQUIRE(clients.keep_device_key(added->id, kDeviceKey));
    needs.online.insert(added->id);
    const Answer own = person.post("/api/v1/connections", call_to(name + "@ad"));
    REQUIRE(own.status == 201);
    return {std::move(person), *added, name + "@ad", platform, own.string("session_id")};
  }
};

TEST_CASE("sessions to and from machines of another organization are refused in both directions",
          "[portal]") {
  TwoOrganizations world;
  for (const auto& [mine, foreign] : {std::pair(&world.us, &world.them), std::pair(&world.them, &world.us)}) {
    INFO(mine->alias << " to " << foreign->alias);
    Browser& person = mine->person;
    // As if it were not there, whatever one calls it: who asks learns not even that it exists.
    const Answer nobody = person.post("/api/v1/connections", call_to("123456789"));
    CHECK(nobody.status == 404);
    for (const std::string& address : {std::to_string(foreign->machine.id), foreign->alias}) {
      for (const char* transport : {"websocket", "link"}) {
        json asked = call_to(address);
        asked["transport"] = transport;
        const Answer refused = person.post("/api/v1/connections", asked);
        CHECK(refused.status == 404);
        CHECK(refused.body == nobody.body);
      }
    }
    // A session that was granted to somebody there.
    auto taken = person.upgrade("/api/v1/connections/" + foreign->session + "/stream");
    CHECK(std::get<http::Response>(taken).status == 404);
    CHECK(person.get("/api/v1/sessions/" + foreign->session).status == 404);
    CHECK(person.post("/api/v1/sessions/" + foreign->session + "/close").status == 404);
    // Nothing of it is seen or changed.
    CHECK(person.get(foreign->path()).status == 404);
    CHECK(person.patch(foreign->path(), {{"comment", "x"}}).status == 404);
    CHECK(person.del(foreign->path()).status == 404);
    CHECK(person.get("/api/v1/clients").body["items"].size() == 1);
    CHECK(person.get("/api/v1/clients?search=" + foreign->machine.facts.name).body["items"].empty());
    CHECK(person.get("/api/v1/client-platforms").body["items"] == json({mine->platform}));
    CHECK(person.get("/api/v1/sessions?client_id=" + std::to_string(foreign->machine.id))
              .body["items"]
              .empty());
    CHECK(person.get("/api/v1/dashboard").body["clients_online"] == 1);
  }
  CHECK(world.needs.dropped.empty());
  // Their own are still theirs.
  auto own = world.us.person.upgrade("/api/v1/connections/" + world.us.session + "/stream");
  CHECK(std::holds_alternative<http::WebSocketAccept>(own));
}

}  // namespace gatehouse::portal_closed_community_test
