// Further organizations on one appliance: made by whoever owns it, deleted by their own Owners.
#include "tests/unit/portal/two_organizations.h"

namespace gatehouse::portal_organizations_test {

using namespace portal_test;

const std::string kPath = "/api/v1/organizations";

json order(const std::string& name = "Second Ltd") {
  return {{"name", name},
          {"owner_first_name", "Sam"},
          {"owner_last_name", "Second"},
          {"owner_email", "olga@example.org"}};  // who may be in several
}

std::string token_in(const Answer& answer) {
  const std::string link = answer.string("link");
  return link.substr(link.find('#') + 1);
}

Answer use(World& world, const std::string& token) {
  Browser guest(world);
  return guest.post("/api/v1/account-links/use", {{"token", token}, {"password", kPassword}});
}

Answer sign_in(Browser& browser, const std::string& organization, const std::string& email) {
  return browser.post("/api/v1/login",
                      {{"organization_id", organization}, {"email", email}, {"password", kPassword}});
}

TEST_CASE("the appliance's Owner makes an organization, whose Owner comes in by the link", "[portal]") {
  World world;
  Browser owner = world.set_up();
  CHECK(owner.get("/api/v1/me").body["appliance_owner"] == true);
  const Answer made = owner.post(kPath, order());
  INFO(made.text);
  REQUIRE(made.status == 201);
  CHECK(made.body["organization"] == json({{"id", "second-ltd"}, {"name", "Second Ltd"}}));
  CHECK(made.string("link").starts_with("https://box.example:8443/set-password#"));
  CHECK(made.string("link_expires_at") == "2026-02-07T12:00:00Z");

  const json listed = owner.get(kPath).body["items"];
  REQUIRE(listed.size() == 2);
  CHECK(listed[0]["appliance"] == true);
  CHECK(listed[1] == json({{"id", "second-ltd"},
                           {"name", "Second Ltd"},
                           {"license", "ultimate"},
                           {"users", 1},
                           {"clients", 0},
                           {"created_at", "2026-01-31T12:00:00Z"},
                           {"waits_for_owner", true},
                           {"appliance", false}}));
  Browser theirs(world);
  CHECK(sign_in(theirs, "second-ltd", "olga@example.org").status == 401);
  REQUIRE(use(world, token_in(made)).status == 200);
  CHECK(use(world, token_in(made)).status == 410);
  REQUIRE(sign_in(theirs, "second-ltd", "olga@example.org").status == 200);
  const json me = theirs.get("/api/v1/me").body;
  CHECK(me["owner"] == true);
  CHECK(me["appliance_owner"] == false);
  CHECK(me["organization"]["name"] == "Second Ltd");
  CHECK(theirs.get(kPath).status == 403);
  CHECK(theirs.post(kPath, order("Third")).status == 403);
  CHECK(owner.get(kPath).body["items"][1]["waits_for_owner"] == false);
  CHECK(owner.get(kPath + "?limit=1").body["next_cursor"].is_string());

  // Who made it is nothing to its people; the log of the appliance's own says it.
  CHECK(theirs.get("/api/v1/audit?action=organization.").body["items"][0]["actor"]["name"] == "Gatehouse");
  const json noted = owner.get("/api/v1/audit?action=organization.added").body["items"];
  REQUIRE(noted.size() == 1);
  CHECK(noted[0]["actor"]["name"] == "olga@example.org");
  CHECK(noted[0]["target"]["name"] == "Second Ltd");

  // Whoever isn't signed in is told no name any more.
  Browser guest(world);
  CHECK(guest.get("/api/v1/state").body["organization"].is_null());
}

TEST_CASE("who owns the appliance is an Owner there, not somebody with every section", "[portal]") {
  World world;
  world.set_up();
  Browser admin = world.signed_in("admin@example.org", {"admin"});
  CHECK(admin.get("/api/v1/me").body["appliance_owner"] == false);
  CHECK(admin.get(kPath).status == 403);
  CHECK(admin.post(kPath, order()).status == 403);
}

TEST_CASE("an organization is made only with who one is shown lately, and with fields that are right",
          "[portal]") {
  World world;
  Browser owner = world.set_up();
  json with_id = order();
  for (const char* bad : {"A", "a", "UPPER", "two words", "-x", "x-", "a--b", "ümlaut", "a/b", "a%"}) {
    INFO(bad);
    with_id["id"] = bad;
    CHECK(owner.post(kPath, with_id).names("id"));
  }
  with_id["id"] = "example";
  CHECK(owner.post(kPath, with_id).code() == "organization_id_taken");
  with_id["id"] = "branch-2";
  CHECK(owner.post(kPath, with_id).body["organization"]["id"] == "branch-2");
  with_id["id"] = nullptr;
  CHECK(owner.post(kPath, with_id).body["organization"]["id"] == "second-ltd");
  CHECK(owner.post(kPath, with_id).body["organization"]["id"] == "second-ltd-2");
  for (const auto& [field, value] : {std::pair("name", ""), std::pair("name", "a\nb"),
                                     std::pair("name", "\u202Egnp"), std::pair("owner_email", "nobody"),
                                     std::pair("owner_first_name", ""), std::pair("owner_last_name", "")}) {
    json wrong = order();
    wrong[field] = value;
    INFO(wrong.dump());
    CHECK(owner.post(kPath, wrong).names(field));
  }
  json mailed = order();
  mailed["mail"] = true;
  CHECK(owner.post(kPath, mailed).code() == "no_mail");
  CHECK(owner.get(kPath).body["items"].size() == 4);
  world.clock.now += 301;
  CHECK(owner.post(kPath, order()).code() == "confirmation_wanted");
}

TEST_CASE("the link for its Owner goes by mail, too, and is made anew until it was used", "[portal]") {
  TwoOrganizations world;
  Browser owner = world.owner_of(world.first);
  json mailed = order();
  mailed["mail"] = true;
  const Answer made = owner.post(kPath, mailed);
  REQUIRE(made.status == 201);
  CHECK(made.body["link"].is_null());
  CHECK(world.needs.mail_woken > 0);
  const Answer again = owner.post(kPath + "/second-ltd/link", json::object());
  INFO(again.text);
  REQUIRE(again.status == 201);
  const Answer once_more = owner.post(kPath + "/second-ltd/link", json::object());
  CHECK(use(world, token_in(again)).status == 410);
  REQUIRE(use(world, token_in(once_more)).status == 200);
  CHECK(owner.post(kPath + "/second-ltd/link", json::object()).code() == "has_owner");
  CHECK(owner.post(kPath + "/nobody/link", json::object()).code() == "no_such_organization");
}

TEST_CASE("a founder's link ends with its week", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const std::string token = token_in(owner.post(kPath, order()));
  world.clock.now += 7 * 24 * 3600;
  CHECK(use(world, token).status == 410);
}

TEST_CASE("an Owner deletes the organization: nothing of it is left, nobody gets in", "[portal]") {
  TwoOrganizations world;
  const Side& gone = world.second;
  Browser owner = world.owner_of(gone), other = world.owner_of(gone);
  auto accepted = other.upgrade("/api/v1/events");
  const OpenSocket page(std::get<http::WebSocketAccept>(accepted));
  auto rest = rows_of(*world.database, world.first.organization.id);
  CHECK(owner.send(owner.request("DELETE", "/api/v1/organization", {{"name", "zephyr ltd"}})).names("name"));
  CHECK(owner.send(owner.request("DELETE", "/api/v1/organization", json::object())).names("name"));
  REQUIRE(other.get("/api/v1/me").status == 200);
  const Answer done = owner.send(owner.request("DELETE", "/api/v1/organization", {{"name", "Zephyr Ltd"}}));
  INFO(done.text);
  REQUIRE(done.status == 204);
  CHECK(rows_of(*world.database, gone.organization.id).empty());
  CHECK(world.needs.dropped_organizations == std::vector{gone.organization.id});
  CHECK(page.closed());
  CHECK(owner.get("/api/v1/me").status == 401);
  CHECK(other.get("/api/v1/me").status == 401);
  CHECK(world.ask_by_token(gone, "GET", "/api/v1/clients", nullptr).code() == "wrong_token");
  Browser guest(world);
  CHECK(sign_in(guest, gone.organization.login_id, gone.owner_email).status == 401);

  // It is noted where it lasts, with no word of who was in it.
  auto now = rows_of(*world.database, world.first.organization.id);
  REQUIRE(now["audit_entry"].size() == rest["audit_entry"].size() + 1);
  CHECK(now["audit_entry"].back().find("owner@zephyr") == std::string::npos);
  now.erase("audit_entry");
  rest.erase("audit_entry");
  CHECK(now == rest);
  Browser appliance = world.owner_of(world.first);
  const json noted = appliance.get("/api/v1/audit?action=organization.removed").body["items"];
  REQUIRE(noted.size() == 1);
  CHECK(noted[0]["target"]["name"] == "Zephyr Ltd");
  CHECK(noted[0]["before"]["users"] == 2);
  CHECK(noted[0]["before"]["clients"] == 1);
  CHECK(appliance.get(kPath).body["items"].size() == 1);
}

TEST_CASE("only an Owner deletes an organization, in person, lately seen, and never the appliance's own",
          "[portal]") {
  TwoOrganizations world;
  const json first = {{"name", "Quartz Ltd"}}, second = {{"name", "Zephyr Ltd"}};
  Browser appliance = world.owner_of(world.first);
  const auto del = [](Browser& browser, const json& body) {
    return browser.send(browser.request("DELETE", "/api/v1/organization", body));
  };
  CHECK(del(appliance, first).code() == "appliances_own");
  CHECK(world.ask_by_token(world.second, "DELETE", "/api/v1/organization", second).code() == "login_only");
  db::UserRepository users(*world.database);
  db::User admin_user = **users.find_by_email(world.second.organization.id, world.second.owner_email);
  admin_user.email = "admin@zephyr.example";
  REQUIRE(*users.add(admin_user, {"admin"}));
  Browser admin(world);
  REQUIRE(sign_in(admin, world.second.organization.login_id, admin_user.email).status == 200);
  CHECK(del(admin, second).status == 403);
  Browser guest(world);
  CHECK(del(guest, second).status == 401);
  Browser owner = world.owner_of(world.second);
  world.clock.now += 301;
  CHECK(del(owner, second).code() == "confirmation_wanted");
  CHECK(world.needs.dropped_organizations.empty());
  CHECK(rows_of(*world.database, world.second.organization.id)["organization"].size() == 1);
}

TEST_CASE("an organization that another process removed is cut off within a second", "[portal]") {
  TwoOrganizations world;
  Browser owner = world.owner_of(world.second);
  auto accepted = owner.upgrade("/api/v1/events");
  const OpenSocket page(std::get<http::WebSocketAccept>(accepted));
  CHECK(world.needs.dropped_organizations.empty());
  REQUIRE(*db::OrganizationRepository(*world.database).remove(world.second.organization.id));
  world.portal->tick();
  CHECK(world.needs.dropped_organizations == std::vector{world.second.organization.id});
  CHECK(page.closed());
  world.portal->tick();
  CHECK(world.needs.dropped_organizations.size() == 1);
  // One that came and went between two looks.
  db::OrganizationRepository organizations(*world.database);
  const auto brief = organizations.add("Brief", "brief", world.clock.now);
  REQUIRE(brief);
  REQUIRE(*organizations.remove(brief->id));
  world.portal->tick();
  REQUIRE(world.needs.dropped_organizations.size() == 2);
  CHECK(world.needs.dropped_organizations.back() == brief->id);
  world.portal->tick();
  CHECK(world.needs.dropped_organizations.size() == 2);
}

TEST_CASE("the store keeps the appliance's own organization", "[portal]") {
  TwoOrganizations world;
  db::OrganizationRepository organizations(*world.database);
  const auto kept = organizations.remove(world.first.organization.id);
  REQUIRE(kept);
  CHECK_FALSE(*kept);
  CHECK_FALSE(db::change_rows(*world.database, "DELETE FROM organization WHERE appliance = 1"));
  CHECK_FALSE(db::change_rows(*world.database, "UPDATE organization SET appliance = 0"));
  CHECK((*organizations.all()).size() == 2);
}

}  // namespace gatehouse::portal_organizations_test
