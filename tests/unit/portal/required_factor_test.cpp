// Roles that want a second factor of whoever has them.
#include "appliance/portal/routes.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_required_factor_test {

using namespace portal_test;

struct Required : People {
  // Of the role with this number.
  Answer require(const std::string& role, bool required = true) {
    return owner.patch("/api/v1/roles/" + role, {{"requires_second_factor", required}});
  }
};

std::string target_of(const portal::Route& route) {
  std::string target(route.pattern);
  for (std::size_t open; (open = target.find('{')) != std::string::npos;)
    target.replace(open, target.find('}') - open + 1, "999");
  return target;
}

TEST_CASE("who must have a second factor and has none can do nothing but set one up", "[portal]") {
  Required world;
  Browser tom = world.with_access("tom@example.org", {{"users", "edit"}, {"clients", "edit"}});
  CHECK(tom.get("/api/v1/users").status == 200);
  auto live = tom.upgrade("/api/v1/events");
  REQUIRE(std::holds_alternative<http::WebSocketAccept>(live));
  OpenSocket socket(std::get<http::WebSocketAccept>(live));
  REQUIRE(world.require(world.preconfigured("user")).status == 200);
  CHECK(socket.closed());

  const std::set<std::string> open = {"POST /api/v1/logout",
                                      "GET /api/v1/me",
                                      "POST /api/v1/me/confirm",
                                      "GET /api/v1/me/second-factor",
                                      "POST /api/v1/me/second-factor/secret",
                                      "POST /api/v1/me/second-factor/devices",
                                      "POST /api/v1/me/second-factor/passkeys/options",
                                      "POST /api/v1/me/second-factor/passkeys",
                                      "POST /api/v1/me/second-factor/recovery-codes"};
  for (const portal::Route& route : portal::routes()) {
    if (!route.access.needs_login()) continue;
    const std::string name = std::string(route.method) + " " + std::string(route.pattern);
    INFO(name);
    CHECK(route.access.wants_factor() != open.contains(name));
    if (open.contains(name)) continue;
    const auto request = tom.request(std::string(route.method), target_of(route), json::object());
    const auto upgraded = world.portal->upgrade(request);
    const Answer answer(route.is_websocket() ? std::get<http::Response>(upgraded)
                                             : world.portal->handle(request));
    CHECK(answer.status == 403);
    CHECK(answer.code() == "second_factor_wanted");
  }
  const Answer me = tom.get("/api/v1/me");
  CHECK(me.status == 200);
  CHECK(me.body["second_factor_missing"] == true);
  CHECK(tom.post("/api/v1/me/second-factor/secret", json::object()).status == 201);
  Browser again(world);
  REQUIRE(again.log_in("tom@example.org").status == 200);
  CHECK(again.get("/api/v1/users").code() == "second_factor_wanted");
}

TEST_CASE("a program's token is worth nothing while its owner lacks the second factor", "[portal]") {
  Required world;
  Browser tom = world.with_access("tom@example.org", {{"clients", "view"}});
  const Answer made = tom.post(
      "/api/v1/me/tokens",
      {{"name", "CI"}, {"scope", {{"clients", "view"}}}, {"days", 1}, {"current_password", kPassword}});
  INFO(made.text);
  REQUIRE(made.status == 201);
  const auto ask = [&] {
    Browser program(world);
    auto request = program.request("GET", "/api/v1/clients");
    request.headers.emplace_back("authorization", "Bearer " + made.string("token"));
    return Answer(world.portal->handle(request));
  };
  CHECK(ask().status == 200);
  REQUIRE(world.require(world.preconfigured("user")).status == 200);
  CHECK(ask().code() == "second_factor_wanted");
}

TEST_CASE("of a preconfigured role nothing else can be changed, and by nobody who has less", "[portal]") {
  Required world;
  const std::string owner_role = world.preconfigured("owner");
  CHECK(world.owner.patch("/api/v1/roles/" + owner_role, {{"description", "x"}}).code() ==
        "preconfigured_role");
  CHECK(world.owner
            .patch("/api/v1/roles/" + owner_role,
                   {{"requires_second_factor", true}, {"permission_sets", {"1"}}})
            .status >= 400);
  Browser helper = world.with_access("helper@example.org", {{"roles", "edit"}});
  CHECK(helper.patch("/api/v1/roles/" + owner_role, {{"requires_second_factor", true}}).code() ==
        "more_than_yours");
  const Answer set = world.require(owner_role);
  CHECK(set.status == 200);
  CHECK(set.body["requires_second_factor"] == true);
  // Whoever asked for it is the next who needs it.
  CHECK(world.owner.get("/api/v1/roles").code() == "second_factor_wanted");
}

TEST_CASE("a role of one's own may require it from the start, and groups bring it", "[portal]") {
  Required world;
  const Answer made =
      world.owner.post("/api/v1/roles", {{"name", "Night"}, {"requires_second_factor", true}});
  REQUIRE(made.status == 201);
  CHECK(made.body["requires_second_factor"] == true);
  const std::string role = made.string("id"), group = world.group("Desk");
  Browser tom = world.signed_in("tom@example.org", {"user"});
  REQUIRE(world.owner.put("/api/v1/groups/" + group + "/roles/" + role).status == 204);
  CHECK(tom.get("/api/v1/me/logins").status == 200);
  REQUIRE(world.owner.put("/api/v1/groups/" + group + "/members/" + world.id_of("tom@example.org")).status ==
          204);
  CHECK(tom.get("/api/v1/me/logins").code() == "second_factor_wanted");
  REQUIRE(world.require(role, false).status == 200);
  CHECK(tom.get("/api/v1/me/logins").status == 200);
}

TEST_CASE("what can't be undone or widens rights wants to see who is there", "[portal]") {
  Required world;
  world.add_user("tom@example.org", {"user"});
  const std::string tom = "/api/v1/users/" + world.id_of("tom@example.org");
  const std::string admin = world.preconfigured("admin");
  const std::string password = kPassword;
  world.clock.now += 299;
  CHECK(world.owner.patch(tom, {{"last_name", "Two"}}).status == 200);
  world.clock.now += 1;
  CHECK(world.owner.del(tom).code() == "confirmation_wanted");
  CHECK(world.owner.put(tom + "/roles/" + admin).code() == "confirmation_wanted");
  CHECK(world.owner.post(tom + "/link", json::object()).code() == "confirmation_wanted");
  CHECK(world.owner.post("/api/v1/users/many", {{"users", {{{"email", "many@example.org"}}}}}).code() ==
        "confirmation_wanted");
  CHECK(world.owner.post("/api/v1/permission-sets", {{"name", "Look"}, {"access", json::object()}}).code() ==
        "confirmation_wanted");
  CHECK(world.owner.patch("/api/v1/organization", {{"keep_sessions_days", 1}}).code() ==
        "confirmation_wanted");
  CHECK(world.owner.post("/api/v1/mail/messages/1/again", json::object()).code() == "confirmation_wanted");
  CHECK(world.owner.get(tom).status == 200);
  REQUIRE(world.owner.post("/api/v1/me/confirm", {{"password", password}}).status == 204);
  CHECK(world.owner.put(tom + "/roles/" + admin).status == 204);
  CHECK(world.owner.del(tom).status == 204);
  const std::string own = "/api/v1/users/" + world.id_of("olga@example.org");
  CHECK(world.owner.post(own + "/link", json::object()).code() == "own_account");
}

}  // namespace gatehouse::portal_required_factor_test
