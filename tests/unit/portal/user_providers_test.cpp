// Where an organization's users come from: which provider is active, who switches it, and what follows from another one than
// Admin. This version switches to no other, so that state is put into the store.
#include <algorithm>

#include "db/mail_repository.h"
#include "tests/unit/portal/team.h"
#include "tests/unit/portal/two_organizations.h"

namespace gatehouse::portal_user_providers_test {

using namespace portal_test;

const std::string kPath = "/api/v1/user-providers", kActive = kPath + "/active";
const json kAdmin = {{"provider", "admin"}};

void set_provider(World& world, db::OrganizationId organization, const std::string& provider) {
  REQUIRE(*db::OrganizationRepository(*world.database).set_user_provider(organization, provider));
}

std::string provider_in_store(World& world, db::OrganizationId organization) {
  return (**db::OrganizationRepository(*world.database).find(organization)).user_provider;
}

Answer put_if(Browser& browser, const std::string& etag, const json& body) {
  auto request = browser.request("PUT", kActive, body);
  request.headers.emplace_back("if-match", etag);
  return browser.send(request);
}

json shown(const std::string& active) {
  json providers = json::array();
  for (const std::string provider : {"admin", "idp", "ldap"}) {
    const bool here = provider == "admin";
    providers.push_back({{"provider", provider},
                         {"active", provider == active},
                         {"available", here},
                         {"reason", here ? json() : json("not_in_this_version")}});
  }
  return {{"active", active}, {"providers", providers}};
}

TEST_CASE("exactly one user provider is active, and whoever sees the organization sees which", "[portal]") {
  World world;
  Browser owner = world.set_up(), guest(world);
  Browser una = world.signed_in("una@example.org", {"user"});
  Browser accountant = world.signed_in("acco@example.org", {"accountant", "user"});
  CHECK(guest.get(kPath).status == 401);
  CHECK(una.get(kPath).code() == "not_permitted");
  CHECK(owner.get(kPath).body == shown("admin"));
  CHECK(accountant.get(kPath).body == shown("admin"));
  CHECK(una.get("/api/v1/me").body["user_provider"] == "admin");
  const std::string etag = owner.get(kPath).header("ETag");
  CHECK_FALSE(etag.empty());
  for (const std::string provider : {"idp", "ldap"}) {
    set_provider(world, world.organization().id, provider);
    CHECK(owner.get(kPath).body == shown(provider));
    CHECK(owner.get(kPath).header("ETag") != etag);
    CHECK(una.get("/api/v1/me").body["user_provider"] == provider);
  }
}

TEST_CASE("who may edit the organization switches the provider, in person and lately seen", "[portal]") {
  TwoOrganizations world;
  const Side& side = world.second;
  const auto id = side.organization.id;
  set_provider(world, id, "idp");
  Browser owner = world.owner_of(side), guest(world);
  CHECK(guest.put(kActive, kAdmin).status == 401);
  CHECK(world.ask_by_token(side, "GET", kPath, nullptr).status == 200);
  CHECK(world.ask_by_token(side, "PUT", kActive, kAdmin).code() == "login_only");
  world.clock.now += 301;
  CHECK(owner.put(kActive, kAdmin).code() == "confirmation_wanted");
  CHECK(provider_in_store(world, id) == "idp");
  REQUIRE(owner.post("/api/v1/me/confirm", {{"password", kPassword}}).status == 204);
  CHECK(owner.put(kActive, kAdmin).status == 200);
  CHECK(provider_in_store(world, id) == "admin");
  CHECK(provider_in_store(world, world.first.organization.id) == "admin");
}

TEST_CASE("the level that counts is the organization's, not who is Owner", "[portal]") {
  People world;
  Browser admin = world.signed_in("ada@example.org", {"admin", "user"});
  Browser viewer = world.with_access("vera@example.org", {{"organization", "view"}, {"users", "edit"}});
  set_provider(world, world.organization().id, "ldap");
  CHECK(viewer.get(kPath).status == 200);
  CHECK(viewer.put(kActive, kAdmin).code() == "not_permitted");
  CHECK(admin.put(kActive, kAdmin).body == shown("admin"));
}

TEST_CASE("what is switched is what was looked at", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const std::string by_hand = owner.get(kPath).header("ETag");
  set_provider(world, world.organization().id, "idp");
  const std::string by_idp = owner.get(kPath).header("ETag");
  CHECK(put_if(owner, by_hand, kAdmin).status == 412);
  CHECK(provider_in_store(world, world.organization().id) == "idp");
  const Answer switched = put_if(owner, by_idp, kAdmin);
  CHECK(switched.body == shown("admin"));
  CHECK(switched.header("ETag") == by_hand);
}

TEST_CASE("nothing is switched to a provider that can't be used", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const auto id = world.organization().id;
  for (const std::string active : {"admin", "idp", "ldap"}) {
    set_provider(world, id, active);
    for (const auto& [wanted, label] : {std::pair("idp", "IDP"), std::pair("ldap", "LDAP")}) {
      INFO(active << " to " << wanted);
      const Answer answer = owner.put(kActive, {{"provider", wanted}});
      if (active == wanted) {  // it stays
        CHECK(answer.body == shown(active));
        continue;
      }
      CHECK(answer.status == 409);
      CHECK(answer.code() == "provider_not_available");
      CHECK(answer.string("detail") == std::string(label) + " is not part of this version of Gatehouse.");
      CHECK(provider_in_store(world, id) == active);
    }
  }
  for (const json& wrong : {json::object(), json{{"provider", nullptr}}, json{{"provider", "Admin"}},
                            json{{"provider", ""}}, json{{"provider", 1}}, json{{"provider", {"admin"}}}}) {
    INFO(wrong.dump());
    CHECK(owner.put(kActive, wrong).names("provider"));
  }
  CHECK(owner.put(kActive, {{"provider", "admin"}, {"force", true}}).names("force"));
  CHECK(provider_in_store(world, id) == "ldap");
  CHECK(owner.get("/api/v1/audit?action=organization.user_provider_switched").body["items"].empty());
}

TEST_CASE("a switch stands in the log with before and after, and is heard of on open pages", "[portal]") {
  World world;
  Browser owner = world.set_up();
  set_provider(world, world.organization().id, "ldap");
  auto accepted = owner.upgrade("/api/v1/events");
  const OpenSocket page(std::get<http::WebSocketAccept>(accepted));
  REQUIRE(owner.put(kActive, kAdmin).status == 200);
  CHECK(page.heard().find("rights") != std::string::npos);
  REQUIRE(owner.put(kActive, kAdmin).status == 200);  // nothing was done
  const json noted = owner.get("/api/v1/audit?action=organization.user_provider_switched").body["items"];
  REQUIRE(noted.size() == 1);
  CHECK(noted[0]["action"] == "organization.user_provider_switched");
  CHECK(noted[0]["before"] == json({{"user_provider", "ldap"}}));
  CHECK(noted[0]["after"] == json({{"user_provider", "admin"}}));
  CHECK(noted[0]["target"]["name"] == "Example");
}

TEST_CASE("users are created by hand only while the provider is Admin", "[portal]") {
  People world;
  const auto id = world.organization().id;
  const json tom = {{"first_name", "Tom"}, {"last_name", "Tester"}, {"email", "tom@example.org"}};
  const json many = {{"users", json::array({tom})}};
  for (const auto& [provider, label] : {std::pair("idp", "IDP"), std::pair("ldap", "LDAP")}) {
    set_provider(world, id, provider);
    for (const auto& [path, body] :
         {std::pair("/api/v1/users", tom), std::pair("/api/v1/users/many", many)}) {
      INFO(provider << " " << path);
      const Answer answer = world.owner.post(path, body);
      CHECK(answer.status == 409);
      CHECK(answer.code() == "wrong_provider");
      CHECK(answer.string("detail").starts_with(std::string("The users of this organization come from ") +
                                                label + "."));
    }
  }
  CHECK(world.owner.get("/api/v1/users").body["items"].size() == 1);
  // Those there are can be managed.
  set_provider(world, id, "admin");
  const std::string toms = world.made(world.owner.post("/api/v1/users", tom));
  set_provider(world, id, "idp");
  CHECK(world.owner.patch("/api/v1/users/" + toms, {{"last_name", "Else"}}).status == 200);
  CHECK(world.owner.put("/api/v1/users/" + toms + "/roles/" + world.preconfigured("admin")).status == 204);
  CHECK(world.owner.del("/api/v1/users/" + toms).status == 204);
  REQUIRE(world.owner.put(kActive, kAdmin).status == 200);
  CHECK(world.owner.post("/api/v1/users", tom).status == 201);
}

TEST_CASE("nor is anybody invited, or let in by an invitation", "[portal]") {
  Team world;
  const Answer invited = world.invite(world.lead, "gus@example.org");
  const std::string token = Team::token_in(invited), path = Team::path_of(invited);
  Browser olga(world);
  REQUIRE(world.sign_in(olga, "example", "olga@example.org").status == 200);
  const std::string for_olga = Team::token_in(world.invite(world.lead, "olga@example.org"));
  set_provider(world, world.team.id, "idp");
  CHECK(world.lead.post(kInvitations, Team::person("other@example.org")).code() == "wrong_provider");
  CHECK(world.lead.post(path + "/link", json::object()).code() == "wrong_provider");
  for (const Answer& refused : {world.check(token), world.accept(token), world.join(olga, for_olga)}) {
    CHECK(refused.status == 409);
    CHECK(refused.code() == "wrong_provider");
  }
  const std::string crew = std::to_string(static_cast<std::int64_t>(world.team.id));
  CHECK(world.number("SELECT count(*) FROM user_account WHERE organization_id = " + crew) == 1);
  CHECK(world.lead.get(kInvitations).body["items"].size() == 2);
  CHECK(world.lead.del(Team::path_of(invited)).status == 204);
  set_provider(world, world.team.id, "admin");
  CHECK(world.check(token).status == 410);
  CHECK(world.check(for_olga).status == 200);
}

TEST_CASE("with another provider only Owners sign in with what was set here", "[portal]") {
  People world;
  world.signed_in("ada@example.org", {"admin", "user"});
  Browser stays = world.signed_in("una@example.org", {"user"});
  set_provider(world, world.organization().id, "idp");
  Browser guest(world, "198.51.100.1");
  for (const std::string email : {"ada@example.org", "una@example.org"}) {
    const Answer answer = guest.log_in(email);
    CHECK(answer.status == 409);
    CHECK(answer.code() == "only_owners_sign_in");
    CHECK(world.owner.get("/api/v1/audit?limit=1").body["items"][0]["action"] == "login.failed");
    CHECK(guest.cookie.empty());
    // Who does not know the password learns nothing of it.
    CHECK(guest.log_in(email, "something else").code() == "wrong_credentials");
  }
  CHECK(guest.log_in("olga@example.org").status == 200);
  CHECK(stays.get("/api/v1/me").status == 200);  // who is in is not thrown out
  set_provider(world, world.organization().id, "admin");
  CHECK(guest.log_in("una@example.org").status == 200);
}

TEST_CASE("and only Owners get or use a link to set a password", "[portal]") {
  People world;
  world.options.mail =
      portal::MailFacts{"mail.example:587", "starttls", "box@example.org", "gate.example.org"};
  world.start();
  REQUIRE(world.owner.log_in("olga@example.org").status == 200);
  const auto id = world.organization().id;
  const std::string una = std::to_string(world.add_user("una@example.org", {"user"}).id);
  const std::string boss = std::to_string(world.add_user("boss@example.org", {"owner", "user"}).id);
  const auto link_of = [&](const std::string& user) {
    return world.owner.post("/api/v1/users/" + user + "/link", json::object());
  };
  const auto token_in = [](const Answer& answer) {
    const std::string link = answer.string("link");
    return link.substr(link.find('#') + 1);
  };
  const json letter = {{"mail", true}};
  REQUIRE(world.owner.post("/api/v1/users/" + una + "/link", letter).status == 201);
  const std::string token = token_in(link_of(una));
  db::MailRepository queue(*world.database);
  const auto letters = [&] { return queue.list(id, std::nullopt, {}, 100)->rows; };
  const auto mailed = letters();
  REQUIRE(mailed.size() == 1);
  REQUIRE(queue.set_sent(mailed[0].id, world.clock.now));

  set_provider(world, id, "ldap");
  Browser guest(world);
  const json use = {{"token", token}, {"password", kPassword}};
  CHECK(guest.post("/api/v1/account-links/check", {{"token", token}}).code() == "link_is_over");
  CHECK(guest.post("/api/v1/account-links/use", use).code() == "link_is_over");
  CHECK(link_of(una).code() == "only_owners_sign_in");
  const std::string message = "/api/v1/mail/messages/" + std::to_string(mailed[0].id) + "/again";
  CHECK(world.owner.post(message, json::object()).code() == "only_owners_sign_in");
  const auto forgets = [&](const std::string& email) {
    return guest.post("/api/v1/account-links/request", {{"organization_id", "example"}, {"email", email}})
        .status;
  };
  CHECK(forgets("una@example.org") == 204);
  CHECK(letters().size() == 1);
  CHECK(forgets("boss@example.org") == 204);
  CHECK(letters().size() == 2);
  const Answer owners = link_of(boss);
  CHECK(owners.status == 201);
  CHECK(guest
            .post("/api/v1/account-links/use",
                  {{"token", token_in(owners)}, {"password", "green doors open slowly"}})
            .status == 200);
  set_provider(world, id, "admin");
  CHECK(guest.post("/api/v1/account-links/check", {{"token", token}}).status == 200);
}

TEST_CASE("nobody is told to create users where users come from elsewhere", "[portal]") {
  World world;
  Browser owner = world.set_up();
  CHECK(owner.get("/api/v1/dashboard").body["attention"].size() == 1);
  set_provider(world, world.organization().id, "idp");
  CHECK(owner.get("/api/v1/dashboard").body["attention"].empty());
}

TEST_CASE("another provider than Admin is in the way of a smaller license", "[portal]") {
  TwoOrganizations world;
  Browser owner = world.owner_of(world.second), appliances = world.owner_of(world.first);
  set_provider(world, world.second.organization.id, "idp");
  const std::string path = "/api/v1/organizations/" + world.second.organization.login_id;
  const Answer answer = appliances.patch(path, {{"license", "advanced"}});
  CHECK(answer.code() == "license_in_use");
  CHECK(answer.string("detail") == "Advanced has no user provider but Admin. Switch to Admin first.");
  // What came from elsewhere into a team's record is seen by nobody there, and still makes nobody by hand.
  REQUIRE(db::OrganizationRepository(*world.database).set_license(world.second.organization.id, "advanced"));
  CHECK(owner.get(kPath).code() == "not_in_license");
  CHECK(owner.put(kActive, kAdmin).code() == "not_in_license");
  CHECK(owner.post(kInvitations, Team::person("gus@example.org")).code() == "wrong_provider");
}

}  // namespace gatehouse::portal_user_providers_test
