// What each license has, and who gives an organization another one.
#include "appliance/portal/routes.h"
#include "db/role_repository.h"
#include "tests/unit/portal/people.h"
#include "tests/unit/portal/two_organizations.h"

namespace gatehouse::portal_license_test {

using namespace portal_test;
using policy::Tier;

const std::string kPath = "/api/v1/license", kOrganizations = "/api/v1/organizations";

// As the license text says it, not as policy/license.cpp does.
struct Had {
  bool standard, advanced, ultimate;
  bool by(Tier tier) const {
    return tier == Tier::standard ? standard : tier == Tier::advanced ? advanced : ultimate;
  }
};
const std::map<std::string_view, Had> kHad = {
    {"organization", {false, false, true}}, {"user_providers", {false, false, true}},
    {"create_users", {false, false, true}}, {"roles", {false, false, true}},
    {"groups", {false, false, true}},       {"permission_sets", {false, false, true}},
    {"user_roles", {false, true, true}},    {"team", {true, true, false}},
    {"invite_users", {true, true, false}}};

struct Licensed : World {
  explicit Licensed(Tier tier) {
    options.license = tier;
    start();
  }
  std::string role(const std::string& key) {
    const auto role = db::RoleRepository(*database).find_by_key(organization().id, key);
    REQUIRE(role);
    return std::to_string((*role)->id);
  }
};

std::string target_of(const portal::Route& route) {
  std::string target(route.pattern);
  for (std::size_t open; (open = target.find('{')) != std::string::npos;)
    target.replace(open, target.find('}') - open + 1, "999");
  return target;
}

json named(Tier tier) {
  json names = json::array();
  for (const policy::Feature feature : policy::all_features())
    if (kHad.at(policy::feature_key(feature)).by(tier)) names.push_back(policy::feature_key(feature));
  return names;
}

TEST_CASE("an Owner may do what the license has, and is told what has the rest", "[portal]") {
  CHECK(kHad.size() == policy::all_features().size());
  for (const Tier tier : policy::all_tiers()) {
    Licensed world(tier);
    Browser owner = world.set_up();
    const json me = owner.get("/api/v1/me").body;
    CHECK(me["license"] == policy::tier_key(tier));
    CHECK(me["features"] == named(tier));
    int asked = 0;
    for (const portal::Route& route : portal::routes()) {
      if (!route.access.feature()) continue;
      const std::string_view key = policy::feature_key(*route.access.feature());
      const std::string method(route.method);
      INFO(policy::tier_key(tier) << ": " << method << " " << route.pattern << ", " << key);
      const Answer answer =
          owner.send(owner.request(method, target_of(route), method == "GET" ? json() : json::object()));
      INFO(answer.text);
      CHECK((answer.code() == "not_in_license") == !kHad.at(key).by(tier));
      if (answer.code() == "not_in_license") CHECK(answer.status == 403);
      ++asked;
    }
    CHECK(asked > 25);
    // In each license: users and clients are managed.
    for (const std::string path : {"users", "clients", "sessions", "address-books", "roles", "audit"})
      CHECK(owner.get("/api/v1/" + path).status == 200);
    world.add_user("una@example.org", {"user"});
    const std::string una = owner.get("/api/v1/users?search=una").body["items"][0]["id"].get<std::string>();
    CHECK(owner.patch("/api/v1/users/" + una, {{"disabled", true}}).status == 200);
    CHECK(owner.del("/api/v1/users/" + una).status == 204);
  }
}

TEST_CASE("the refusal says which license has it", "[portal]") {
  Licensed world(Tier::standard);
  Browser owner = world.set_up();
  CHECK(owner.get("/api/v1/groups").string("detail") ==
        "Your license, Standard, does not have this. “Groups” is in Ultimate.");
  CHECK(owner.put("/api/v1/users/1/roles/1").string("detail") ==
        "Your license, Standard, does not have this. “Manage user roles” is in Advanced or Ultimate.");
}

TEST_CASE("a right that is missing is told before a license is", "[portal]") {
  Licensed world(Tier::standard);
  world.set_up();
  Browser guest(world), una = world.signed_in("una@example.org", {"user"});
  CHECK(guest.get("/api/v1/groups").status == 401);
  CHECK(una.get("/api/v1/groups").code() == "not_permitted");
  CHECK(una.get("/api/v1/team").code() == "not_permitted");
}

TEST_CASE("a team has Owners and Users, and no other roles", "[portal]") {
  for (const Tier tier : {Tier::standard, Tier::advanced}) {
    Licensed world(tier);
    Browser owner = world.set_up();
    json roles = owner.get("/api/v1/me").body["roles"];
    REQUIRE(roles.size() == 2);
    CHECK((roles[0]["name"] == "Owner" && roles[1]["name"] == "User"));
    roles = owner.get("/api/v1/roles").body["items"];
    REQUIRE(roles.size() == 2);
    CHECK((roles[0]["key"] == "owner" && roles[1]["key"] == "user"));
    CHECK(owner.get("/api/v1/roles/" + world.role("user")).status == 200);
    CHECK(owner.get("/api/v1/roles/" + world.role("admin")).code() == "no_such_role");
    const std::string una = std::to_string(world.add_user("una@example.org", {"user"}).id);
    const std::string given = "/api/v1/users/" + una + "/roles/";
    CHECK(owner.put(given + world.role("admin")).code() == "not_in_license");
    CHECK(owner.put(given + world.role("support_agent")).code() == "not_in_license");
    const bool gives = tier == Tier::advanced;
    CHECK(owner.put(given + world.role("owner")).status == (gives ? 204 : 403));
    CHECK(owner.put(given + "999").status == (gives ? 404 : 403));
    CHECK(owner.del(given + world.role("owner")).status == (gives ? 204 : 403));
  }
}

TEST_CASE("the page of the license says what it has, what others have, and what is in use", "[portal]") {
  TwoOrganizations world;
  Browser owner = world.owner_of(world.second);
  const json shown = owner.get(kPath).body;
  CHECK(shown["tier"] == "ultimate");
  CHECK(shown["kind"] == "organization");
  CHECK(shown["features"] == named(Tier::ultimate));
  CHECK(shown["tiers"] == json::array({{{"tier", "standard"}, {"features", named(Tier::standard)}},
                                       {{"tier", "advanced"}, {"features", named(Tier::advanced)}},
                                       {{"tier", "ultimate"}, {"features", named(Tier::ultimate)}}}));
  CHECK(shown["expires_at"].is_null());
  CHECK(shown["in_use"] == json({{"users", 2}, {"clients", 1}, {"open_sessions", 1}}));
  CHECK(world.ask_by_token(world.second, "GET", kPath, nullptr).status == 200);
  Licensed team(Tier::advanced);
  Browser founder = team.set_up();
  CHECK(founder.get(kPath).body["kind"] == "team");
  Browser guest(team), una = team.signed_in("una@example.org", {"user"});
  CHECK(guest.get(kPath).status == 401);
  CHECK(una.get(kPath).status == 403);
}

TEST_CASE("who runs the appliance gives another license, in person and lately seen, and nobody else does",
          "[portal]") {
  TwoOrganizations world;
  const std::string second = kOrganizations + "/" + world.second.organization.login_id,
                    first = kOrganizations + "/" + world.first.organization.login_id;
  const json smaller = {{"license", "standard"}}, largest = {{"license", "ultimate"}};
  Browser guest(world), theirs = world.owner_of(world.second), appliances = world.owner_of(world.first);
  db::UserRepository users(*world.database);
  db::User admin_user = **users.find_by_email(world.first.organization.id, world.first.owner_email);
  admin_user.email = "admin@quartz.example";
  REQUIRE(*users.add(admin_user, {"admin"}));
  Browser admin(world);
  REQUIRE(admin.log_in(admin_user.email).status == 200);
  for (const std::string& path : {first, second}) {
    for (const json& body : {smaller, largest}) {
      CHECK(guest.patch(path, body).status == 401);
      CHECK(theirs.patch(path, body).code() == "not_permitted");
      CHECK(admin.patch(path, body).code() == "not_permitted");
      CHECK(world.ask_by_token(world.first, "PATCH", path, body).code() == "login_only");
      CHECK(world.ask_by_token(world.second, "PATCH", path, body).code() == "login_only");
    }
  }
  CHECK(appliances.patch(second, largest).status == 200);
  CHECK(appliances.patch(kOrganizations + "/nobody", largest).code() == "no_such_organization");
  for (const json& wrong :
       {json::object(), json{{"license", nullptr}}, json{{"license", "Ultimate"}}, json{{"license", ""}},
        json{{"license", 3}}, json{{"license", json::array({"ultimate"})}}}) {
    INFO(wrong.dump());
    CHECK(appliances.patch(second, wrong).names("license"));
  }
  CHECK(appliances.patch(second, {{"license", "ultimate"}, {"name", "x"}}).names("name"));
  world.clock.now += 301;
  CHECK(appliances.patch(second, smaller).code() == "confirmation_wanted");
}

TEST_CASE("a smaller license waits until what it does not have is gone", "[portal]") {
  TwoOrganizations world;
  const Side& side = world.second;
  Browser appliances = world.owner_of(world.first), owner = world.owner_of(side);
  const std::string path = kOrganizations + "/" + side.organization.login_id;
  const auto in_the_way = [&](const std::string& license) {
    const Answer answer = appliances.patch(path, {{"license", license}});
    INFO(answer.text);
    CHECK(answer.status == 409);
    CHECK(answer.code() == "license_in_use");
    return answer.string("detail");
  };
  const auto users_role = "/api/v1/users/" + side.ids.at("user_id") + "/roles/" + side.ids.at("role_id");
  REQUIRE(owner.put(users_role, {{"expires_at", "2026-02-01T00:00:00Z"}}).status == 204);
  CHECK(in_the_way("standard") ==
        "Standard does not have what this organization has: 1 rule of its own, 1 group, 1 permission set, 1 "
        "custom role and 1 user with a role other than Owner and User. Remove them first.");
  REQUIRE(owner.patch("/api/v1/organization", {{"reason_required", true}}).status == 200);
  CHECK(in_the_way("standard").find("has: 2 rules of its own, 1 group") != std::string::npos);
  REQUIRE(owner.patch("/api/v1/clients/" + side.ids.at("client_id"), {{"alias", nullptr}}).status == 200);
  REQUIRE(owner.patch("/api/v1/organization", {{"namespace", nullptr}, {"reason_required", false}}).status ==
          200);
  REQUIRE(owner.post("/api/v1/groups", {{"name", "Another"}}).status == 201);
  CHECK(in_the_way("advanced").starts_with("Advanced does not have what this organization has: 2 groups, 1"));
  CHECK(owner.get("/api/v1/me").body["license"] == "ultimate");
  CHECK(owner.get("/api/v1/audit?action=organization.license").body["items"].empty());
  const json groups = owner.get("/api/v1/groups").body["items"];
  for (const json& group : groups)
    REQUIRE(owner.del("/api/v1/groups/" + group["id"].get<std::string>()).status == 204);
  REQUIRE(owner.del("/api/v1/roles/" + side.ids.at("role_id")).status == 204);
  REQUIRE(owner.del("/api/v1/permission-sets/" + side.ids.at("permission_set_id")).status == 204);
  const auto admin = db::RoleRepository(*world.database).find_by_key(side.organization.id, "admin");
  const std::string as_admin =
      "/api/v1/users/" + side.ids.at("user_id") + "/roles/" + std::to_string((*admin)->id);
  REQUIRE(owner.put(as_admin, {{"expires_at", "2026-02-01T00:00:00Z"}}).status == 204);
  CHECK(in_the_way("standard") ==
        "Standard does not have what this organization has: 1 user with a role other than Owner and User. "
        "Remove them first.");
  // What ended is in nobody's way.
  world.clock.now += 24 * 3600;
  Browser again = world.owner_of(world.first);
  CHECK(again.patch(path, {{"license", "standard"}}).status == 200);
}

TEST_CASE("another license counts at once, is heard of on open pages and stands in both logs", "[portal]") {
  World world;
  Browser appliances = world.set_up();
  const Answer made = appliances.post(kOrganizations, {{"name", "Second Ltd"},
                                                       {"owner_first_name", "Sam"},
                                                       {"owner_last_name", "Second"},
                                                       {"owner_email", "sam@example.org"}});
  const std::string link = made.string("link");
  Browser sam(world);
  REQUIRE(sam.post("/api/v1/account-links/use",
                   {{"token", link.substr(link.find('#') + 1)}, {"password", kPassword}})
              .status == 200);
  REQUIRE(sam.post("/api/v1/login",
                   {{"organization_id", "second-ltd"}, {"email", "sam@example.org"}, {"password", kPassword}})
              .status == 200);
  auto accepted = sam.upgrade("/api/v1/events");
  const OpenSocket page(std::get<http::WebSocketAccept>(accepted));
  CHECK(sam.get("/api/v1/groups").status == 200);
  const std::string path = kOrganizations + "/second-ltd";
  const Answer changed = appliances.patch(path, {{"license", "advanced"}});
  INFO(changed.text);
  REQUIRE(changed.status == 200);
  CHECK(changed.body == appliances.get(kOrganizations).body["items"][1]);
  CHECK(changed.body["license"] == "advanced");
  CHECK(page.heard().find("rights") != std::string::npos);
  CHECK_FALSE(page.closed());
  CHECK(sam.get("/api/v1/groups").code() == "not_in_license");
  CHECK(sam.get("/api/v1/team").status == 200);
  CHECK(appliances.get("/api/v1/groups").status == 200);  // nobody else's
  // Twice is once.
  CHECK(appliances.patch(path, {{"license", "advanced"}}).status == 200);
  const json here = appliances.get("/api/v1/audit?action=organization.license_changed").body["items"];
  const json there = sam.get("/api/v1/audit?action=organization.license_changed").body["items"];
  REQUIRE((here.size() == 1 && there.size() == 1));
  for (const json& entry : {here[0], there[0]}) {
    CHECK(entry["target"]["name"] == "Second Ltd");
    CHECK(entry["before"] == json({{"license", "ultimate"}}));
    CHECK(entry["after"] == json({{"license", "advanced"}}));
  }
  CHECK(here[0]["actor"]["name"] == "olga@example.org");
  CHECK(there[0]["actor"]["name"] == "Whoever runs this appliance");
  CHECK(there[0].dump().find("olga") == std::string::npos);
  CHECK(there[0].dump().find("192.0.2.1") == std::string::npos);

  // Between teams, up again, and the appliance's own.
  CHECK(appliances.patch(path, {{"license", "standard"}}).status == 200);
  CHECK(appliances.patch(path, {{"license", "ultimate"}}).status == 200);
  CHECK(sam.get("/api/v1/groups").status == 200);
  CHECK(appliances.patch(kOrganizations + "/example", {{"license", "standard"}}).status == 200);
  CHECK(appliances.get("/api/v1/me").body["license"] == "standard");
  CHECK(appliances.get("/api/v1/groups").code() == "not_in_license");
  const json own = appliances.get("/api/v1/audit?action=organization.license_changed").body["items"];
  CHECK(own.size() == 4);
  CHECK(own[0]["target"]["name"] == "Example");
  CHECK(appliances.patch(kOrganizations + "/example", {{"license", "ultimate"}}).status == 200);
}

TEST_CASE("a further organization is made with its license", "[portal]") {
  World world;
  Browser owner = world.set_up();
  json order = {{"name", "Shop"},
                {"owner_first_name", "Sam"},
                {"owner_last_name", "Second"},
                {"owner_email", "sam@example.org"}};
  CHECK(owner.post(kOrganizations, order).string("license") == "ultimate");
  order["description"] = "Who sells";
  CHECK(owner.post(kOrganizations, order).names("description"));
  order["license"] = "ultimate";
  CHECK(owner.post(kOrganizations, order).names("description"));
  order["license"] = "none";
  CHECK(owner.post(kOrganizations, order).names("license"));
  order["license"] = "standard";
  CHECK(owner.post(kOrganizations, order).string("license") == "standard");
  order["description"] = std::string(501, 'x');
  CHECK(owner.post(kOrganizations, order).names("description"));
  const json items = owner.get(kOrganizations).body["items"];
  REQUIRE(items.size() == 3);
  CHECK(items[2]["license"] == "standard");
  const auto shop = db::OrganizationRepository(*world.database).find_by_login_id("shop-2");
  REQUIRE(shop);
  CHECK((*shop)->description == "Who sells");
}

}  // namespace gatehouse::portal_license_test
