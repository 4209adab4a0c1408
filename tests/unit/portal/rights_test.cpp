// Roles, permission sets and groups through the API: what they give, and that nobody gets more by them than somebody
// gave who had it.
#include "appliance/policy/roles.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_rights_test {

using namespace portal_test;

TEST_CASE("a role gives what its permission sets give, at once", "[portal]") {
  People world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  CHECK(tom.get("/api/v1/sessions").status == 403);
  const std::string set = world.set("Read sessions", {{"sessions", "view"}});
  const std::string role =
      world.made(world.owner.post("/api/v1/roles", {{"name", "Reader"}, {"description", "Reads."}}));
  world.give("tom@example.org", role);
  CHECK(tom.get("/api/v1/sessions").status == 403);
  CHECK(world.owner.patch("/api/v1/roles/" + role, {{"permission_sets", {set}}}).status == 200);
  CHECK(tom.get("/api/v1/sessions").status == 200);
  CHECK(tom.get("/api/v1/me").body["access"]["sessions"] == "view");
  CHECK(tom.get("/api/v1/me").body["access"]["personal_profile"] ==
        "edit");  // of the role that everybody has

  const json shown = world.owner.get("/api/v1/roles/" + role).body;
  CHECK(shown["access"]["sessions"] == "view");
  CHECK(shown["access"]["users"] == "none");
  CHECK(shown["users"] == 1);
  CHECK(world.owner.get("/api/v1/permission-sets/" + set).body["roles"] == json::array({role}));

  CHECK(world.owner.patch("/api/v1/permission-sets/" + set, {{"access", {{"roles", "view"}}}}).status == 200);
  CHECK(tom.get("/api/v1/sessions").status == 403);
  CHECK(tom.get("/api/v1/audit").status == 200);
  CHECK(world.owner.del("/api/v1/permission-sets/" + set).status == 204);
  CHECK(tom.get("/api/v1/audit").status == 403);
  CHECK(world.owner.del("/api/v1/roles/" + role).status == 204);
  CHECK(world.owner.get("/api/v1/roles/" + role).code() == "no_such_role");
}

TEST_CASE("preconfigured roles are shown as they are, and stay so", "[portal]") {
  People world;
  const json roles = world.owner.get("/api/v1/roles").body["items"];
  REQUIRE(roles.size() == 6);
  for (const json& role : roles) {
    const policy::Role* known = policy::find_role(role["key"].get<std::string>());
    REQUIRE(known);
    CHECK(role["name"] == known->label);
    CHECK(role["description"] == known->description);
    for (const auto section : policy::all_sections())
      CHECK(role["access"][std::string(policy::section_key(section))] ==
            policy::level_key(known->access.level(section)));
    const std::string path = "/api/v1/roles/" + role["id"].get<std::string>();
    CHECK(world.owner.patch(path, {{"description", "Mine."}}).code() == "preconfigured_role");
    CHECK(world.owner.del(path).code() == "preconfigured_role");
  }
  const std::string set = world.set("All", {{"users", "edit"}});
  CHECK(world.owner.patch("/api/v1/permission-sets/" + set, {{"roles", {world.preconfigured("user")}}})
            .names("roles"));
}

TEST_CASE("an edit does not go over somebody else's", "[portal]") {
  People world;
  const std::string path = "/api/v1/roles/" + world.role("Night", {{"users", "view"}});
  const std::string etag = world.owner.get(path).header("ETag");
  CHECK(etag == "\"2\"");  // with the set
  CHECK(world.owner.patch_if(etag, path, {{"description", "First."}}).header("ETag") == "\"3\"");
  const Answer late = world.owner.patch_if(etag, path, {{"description", "Second."}});
  CHECK(late.status == 412);
  CHECK(late.code() == "changed_meanwhile");
  CHECK(world.owner.get(path).body["description"] == "First.");
  CHECK(world.owner.patch_if("\"9\", \"3\"", path, {{"description", "Third."}}).status == 200);
  CHECK(world.owner.patch_if("*", path, {{"description", "Fourth."}}).status == 200);
}

TEST_CASE("who edits sets only gives them to no role", "[portal]") {
  People world;
  Browser eve = world.with_access("eve@example.org", {{"permission_sets", "edit"}});
  const std::string role = world.role("Night", json::object());
  const std::string set = world.made(
      eve.post("/api/v1/permission-sets", {{"name", "Small"}, {"access", {{"permission_sets", "view"}}}}));
  CHECK(eve.patch("/api/v1/permission-sets/" + set, {{"roles", {role}}}).code() == "not_permitted");
  CHECK(world.owner.patch("/api/v1/permission-sets/" + set, {{"roles", {role}}}).status == 200);
  CHECK(eve.patch("/api/v1/permission-sets/" + set, {{"roles", json::array()}}).code() == "not_permitted");
  CHECK(eve.patch("/api/v1/permission-sets/" + set, {{"description", "Smaller."}}).status == 200);
}

TEST_CASE("a role is another version when its sets change, from whichever side", "[portal]") {
  People world;
  const std::string role = world.role("Night", {{"users", "view"}}),
                    other = world.role("Day", {{"users", "view"}});
  const std::string path = "/api/v1/roles/" + role, set = world.set("More", {{"clients", "view"}});
  const std::string etag = world.owner.get(path).header("ETag"),
                    other_etag = world.owner.get("/api/v1/roles/" + other).header("ETag");
  CHECK(world.owner.patch("/api/v1/permission-sets/" + set, {{"roles", {role}}}).status == 200);
  CHECK(world.owner.patch_if(etag, path, {{"permission_sets", json::array()}}).status == 412);
  CHECK(world.owner.get("/api/v1/roles/" + other).header("ETag") == other_etag);
  const std::string later = world.owner.get(path).header("ETag");
  CHECK(world.owner.del("/api/v1/permission-sets/" + set).status == 204);
  CHECK(world.owner.patch_if(later, path, {{"description", "Changed."}}).status == 412);
}

TEST_CASE("names and contents of roles, sets and groups are checked", "[portal]") {
  People world;
  for (const std::string path : {"/api/v1/roles", "/api/v1/permission-sets", "/api/v1/groups"}) {
    INFO(path);
    const json access = path.ends_with("sets") ? json{{"access", json::object()}} : json::object();
    const auto with = [&](json more) {
      more.update(access);
      return more;
    };
    CHECK(world.owner.post(path, access).names("name"));
    CHECK(world.owner.post(path, with({{"name", ""}})).names("name"));
    CHECK(world.owner.post(path, with({{"name", std::string(81, 'x')}})).names("name"));
    CHECK(world.owner.post(path, with({{"name", "two\nlines"}})).names("name"));
    CHECK(world.owner.post(path, with({{"name", "A"}, {"description", std::string(501, 'x')}}))
              .names("description"));
    CHECK(world.owner.post(path, with({{"name", "A"}, {"key", "owner"}})).names("key"));
    CHECK(world.owner.post(path, with({{"name", "Night"}})).status == 201);
    CHECK(world.owner.post(path, with({{"name", "NIGHT"}})).code() == "name_taken");
    CHECK(world.owner.get(path + "/999").status == 404);
    CHECK(world.owner.get(path + "/x").status == 404);
    CHECK(world.owner.patch(path + "/999", {{"name", "B"}}).status == 404);
    CHECK(world.owner.del(path + "/999").status == 404);
  }
  for (const json& access : {json("edit"), json::array(), json{{"nothing", "view"}}, json{{"users", "root"}},
                             json{{"users", 2}}, json{{"users", nullptr}}}) {
    INFO(access.dump());
    CHECK(world.owner.post("/api/v1/permission-sets", {{"name", "B"}, {"access", access}}).names("access"));
  }
  for (const json& sets : {json("1"), json{1}, json{"x"}, json{"-1"}, json{"1", "1"}, json{"999"}}) {
    INFO(sets.dump());
    CHECK(world.owner.post("/api/v1/roles", {{"name", "B"}, {"permission_sets", sets}})
              .names("permission_sets"));
  }
  auto twice = world.owner.request("POST", "/api/v1/permission-sets", json::object());
  twice.body = R"({"name":"C","access":{"users":"view","users":"edit"}})";
  CHECK(world.owner.send(twice).code() == "invalid_json");
}

TEST_CASE("a group gives its roles to its members, each until an end", "[portal]") {
  People world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  const std::string tom_id = world.id_of("tom@example.org");
  const std::string group = world.group("Night shift");
  const std::string path = "/api/v1/groups/" + group;
  CHECK(world.owner.put(path + "/roles/" + world.role("Reader", {{"sessions", "view"}})).status == 204);
  CHECK(
      world.owner.put(path + "/members/" + tom_id, {{"expires_at", rfc3339(world.clock.now + 60)}}).status ==
      204);
  CHECK(tom.get("/api/v1/sessions").status == 200);
  CHECK(world.owner.get(path).body["members"] == 1);
  CHECK(world.owner.get("/api/v1/users?group=" + group).body["items"].size() == 1);
  world.clock.now += 60;
  CHECK(tom.get("/api/v1/sessions").status == 403);

  CHECK(world.owner.put("/api/v1/users/" + tom_id + "/groups/" + group).status == 204);
  CHECK(tom.get("/api/v1/sessions").status == 200);
  const json why = world.owner.get("/api/v1/users/" + tom_id + "/access").body;
  json sessions;
  for (const json& section : why["sections"]) {
    if (section["section"] == "sessions") sessions = section;
  }
  REQUIRE(sessions.is_object());
  CHECK(sessions["level"] == "view");
  REQUIRE(sessions["by"].size() == 1);
  CHECK(sessions["by"][0]["role"]["name"] == "Reader");
  CHECK(sessions["by"][0]["group"]["name"] == "Night shift");
  CHECK(world.owner.del(path + "/members/" + tom_id).status == 204);
  CHECK(world.owner.del(path + "/members/" + tom_id).code() == "no_such_member");
  CHECK(tom.get("/api/v1/sessions").status == 403);
  for (const std::string end : {"yesterday", "2020-01-01T00:00:00Z"}) {
    CHECK(world.owner.put(path + "/members/" + tom_id, {{"expires_at", end}}).names("expires_at"));
  }
  CHECK(world.owner.put(path + "/roles/" + world.preconfigured("owner")).code() == "owner_by_group");
  CHECK(world.owner.put(path + "/roles/999").status == 404);
  CHECK(world.owner.put(path + "/members/999").status == 404);
}

TEST_CASE("a group's role ends for all its members, and what it allowed is cut", "[portal]") {
  People world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  const std::string group = world.group("Night shift"), role = world.role("Reader", {{"sessions", "view"}});
  const std::string path = "/api/v1/groups/" + group, given = path + "/roles/" + role;
  REQUIRE(world.owner.put(path + "/members/" + world.id_of("tom@example.org")).status == 204);
  const std::string end = rfc3339(world.clock.now + 60);
  CHECK(world.owner.put(given, {{"expires_at", end}}).status == 204);
  const json shown = world.owner.get(path).body;
  CHECK(shown["roles"] == json::array({role}));
  CHECK(shown["role_ends"] == json({{role, end}}));
  CHECK(shown["access"]["sessions"] == "view");
  const json user = world.owner.get("/api/v1/users/" + world.id_of("tom@example.org") + "/access").body;
  CHECK(user.dump().find(end) != std::string::npos);
  const json entry = world.owner.get("/api/v1/audit?action=group.role_given").body["items"][0];
  CHECK(entry["after"] == json({{"role", "Reader"}, {"expires_at", end}}));

  CHECK(tom.get("/api/v1/sessions").status == 200);
  world.clock.now += 60;
  CHECK(tom.get("/api/v1/sessions").status == 403);
  CHECK(world.owner.get(path).body["roles"].empty());
  CHECK(world.owner.get(path).body["access"]["sessions"] == "none");

  CHECK(world.owner.put(given).status == 204);  // again, for good
  CHECK(tom.get("/api/v1/sessions").status == 200);
  CHECK(world.owner.get(path).body["role_ends"] == json::object());
  CHECK(world.owner.put(given).status == 204);  // the same once more is no news
  CHECK(world.owner.get("/api/v1/audit?action=group.role_given").body["items"].size() == 2);
  CHECK(world.owner.put(given, {{"expires_at", "2020-01-01T00:00:00Z"}}).names("expires_at"));
  CHECK(world.owner.del(given).status == 204);
  CHECK(world.owner.del(given).code() == "no_such_role");
}

// Somebody with every right over people, but no more.
const json kPersonnel = {{"users", "edit"},           {"roles", "edit"},   {"groups", "edit"},
                         {"permission_sets", "edit"}, {"clients", "view"}, {"builds", "view"},
                         {"personal_profile", "edit"}};

TEST_CASE("nobody gives more than they have, by whatever way", "[portal]") {
  People world;
  Browser eve = world.with_access("eve@example.org", kPersonnel);
  world.add_user("tom@example.org", {"user"});
  const std::string eve_id = world.id_of("eve@example.org"), tom_id = world.id_of("tom@example.org");
  const std::string owner_id = world.id_of("olga@example.org");
  const std::string strong_set = world.set("Sessions", {{"sessions", "edit"}});
  const std::string strong = world.role("Strong", {{"sessions", "edit"}});
  const std::string weak_set = world.set("Weak", {{"clients", "view"}});
  const std::string weak = world.role("Weak", {{"clients", "view"}});
  const std::string strong_group = world.group("Strong"), weak_group = world.group("Weak");
  REQUIRE(world.owner.put("/api/v1/groups/" + strong_group + "/roles/" + strong).status == 204);

  const auto refused = [&](const Answer& answer) {
    INFO(answer.text);
    CHECK(answer.status == 403);
    CHECK(answer.code() == "more_than_yours");
  };
  // Roles to oneself or to others.
  for (const std::string& user : {eve_id, tom_id}) {
    for (const std::string& role : {strong, world.preconfigured("owner"), world.preconfigured("admin")})
      refused(eve.put("/api/v1/users/" + user + "/roles/" + role));
    refused(eve.put("/api/v1/users/" + user + "/groups/" + strong_group));
    refused(eve.put("/api/v1/groups/" + strong_group + "/members/" + user));
  }
  // Wider sets, and roles with them.
  refused(eve.post("/api/v1/permission-sets", {{"name", "Wide"}, {"access", {{"sessions", "view"}}}}));
  refused(eve.patch("/api/v1/permission-sets/" + weak_set, {{"access", {{"clients", "edit"}}}}));
  refused(eve.patch("/api/v1/permission-sets/" + strong_set, {{"roles", {weak}}}));
  refused(eve.post("/api/v1/roles", {{"name", "Wide"}, {"permission_sets", {strong_set}}}));
  refused(eve.patch("/api/v1/roles/" + weak, {{"permission_sets", {strong_set}}}));
  refused(eve.put("/api/v1/groups/" + weak_group + "/roles/" + strong));
  // What others have is not taken either.
  refused(eve.patch("/api/v1/permission-sets/" + strong_set, {{"access", json::object()}}));
  refused(eve.patch("/api/v1/roles/" + strong, {{"permission_sets", json::array()}}));
  refused(eve.patch("/api/v1/permission-sets/" + weak_set, {{"roles", {weak, strong}}}));
  refused(eve.put("/api/v1/groups/" + weak_group + "/members/" + owner_id));
  refused(eve.del("/api/v1/permission-sets/" + strong_set));
  refused(eve.del("/api/v1/roles/" + strong));
  refused(eve.del("/api/v1/groups/" + strong_group));
  refused(eve.del("/api/v1/groups/" + strong_group + "/roles/" + strong));
  // Somebody who may more is not taken over.
  refused(eve.patch("/api/v1/users/" + owner_id, {{"email", "eve2@example.org"}}));
  refused(eve.patch("/api/v1/users/" + owner_id, {{"disabled", true}}));
  refused(eve.post("/api/v1/users/" + owner_id + "/link", json::object()));
  refused(eve.del("/api/v1/users/" + owner_id));
  refused(eve.del("/api/v1/users/" + owner_id + "/roles/" + world.preconfigured("owner")));

  // What she has she gives.
  CHECK(eve.put("/api/v1/users/" + tom_id + "/roles/" + weak).status == 204);
  CHECK(eve.patch("/api/v1/users/" + tom_id, {{"last_name", "Two"}}).status == 200);
  CHECK(eve.get("/api/v1/me").body["access"]["sessions"] == "none");
  CHECK(eve.get("/api/v1/roles/" + strong).body["may_give"] == false);
  CHECK(eve.get("/api/v1/roles/" + weak).body["may_give"] == true);
  CHECK(eve.get("/api/v1/users/" + owner_id).body["may_change"] == false);
}

TEST_CASE("an Admin manages everything but what only an Owner has", "[portal]") {
  People world;
  Browser admin = world.signed_in("admin@example.org", {"admin", "user"});
  world.add_user("tom@example.org", {"user"});
  const std::string tom = "/api/v1/users/" + world.id_of("tom@example.org");
  CHECK(admin.put(tom + "/roles/" + world.preconfigured("admin")).status == 204);
  CHECK(admin.put(tom + "/roles/" + world.preconfigured("owner")).code() == "more_than_yours");
  world.give("tom@example.org", world.preconfigured("owner"));
  CHECK(admin.patch(tom, {{"disabled", true}}).code() == "more_than_yours");
  CHECK(admin.del(tom + "/roles/" + world.preconfigured("owner")).code() == "more_than_yours");
}

TEST_CASE("a call ends with the group's role that allowed it", "[portal]") {
  People world;
  const db::Client client = world.add_client("pc");
  Browser tom = world.signed_in("tom@example.org", {"accountant"});
  const std::string group = world.group("Night shift");
  const std::string role = world.role("Support", {{"clients", "view"}});
  REQUIRE(
      world.owner
          .put("/api/v1/groups/" + group + "/roles/" + role, {{"expires_at", rfc3339(world.clock.now + 60)}})
          .status == 204);
  REQUIRE(world.owner.put("/api/v1/groups/" + group + "/members/" + world.id_of("tom@example.org")).status ==
          204);
  json body = call_to(std::to_string(client.id));
  body["transport"] = "link";
  const Answer call = tom.post("/api/v1/connections", body);
  REQUIRE(call.status == 201);
  const db::SessionId number = std::stoll(call.string("session_id"));
  const std::string key = from_base64url(call.body["link"]["view_key"].get<std::string>()).value();
  REQUIRE(world.portal->claim_call(number, key));
  world.portal->session_opened(number);
  world.portal->tick();
  CHECK(world.needs.hung_up.empty());
  world.clock.now += 60;
  world.portal->tick();
  CHECK(world.needs.hung_up == std::vector{std::pair(number, wire::CloseReason::not_permitted)});
}

TEST_CASE("a call ends at once with whatever gave the right to it", "[portal]") {
  People world;
  const db::Client client = world.add_client("pc");
  Browser tom = world.signed_in("tom@example.org", {"accountant"});
  const std::string user = "/api/v1/users/" + world.id_of("tom@example.org");
  const std::string set = world.set("May connect", {{"clients", "view"}});
  const std::string role =
      world.made(world.owner.post("/api/v1/roles", {{"name", "Support"}, {"permission_sets", {set}}}));
  const std::string group = "/api/v1/groups/" + world.group("Helpers");
  REQUIRE(world.owner.put(group + "/roles/" + role).status == 204);
  REQUIRE(world.owner.put(group + "/members/" + world.id_of("tom@example.org")).status == 204);
  json body = call_to(std::to_string(client.id));
  body["transport"] = "link";
  const Answer call = tom.post("/api/v1/connections", body);
  REQUIRE(call.status == 201);
  const db::SessionId number = std::stoll(call.string("session_id"));
  REQUIRE(world.portal->claim_call(number,
                                   from_base64url(call.body["link"]["view_key"].get<std::string>()).value()));
  world.portal->session_opened(number);

  SECTION("nothing that gave it") {
    CHECK(world.owner.patch("/api/v1/permission-sets/" + set, {{"name", "Connects"}}).status == 200);
    CHECK(world.needs.hung_up.empty());
    return;
  }
  SECTION("the set is narrowed") {
    const json none = {{"access", {{"sessions", "view"}}}};
    CHECK(world.owner.patch("/api/v1/permission-sets/" + set, none).status == 200);
  }
  SECTION("the role loses the set") {
    const json none = {{"permission_sets", json::array()}};
    CHECK(world.owner.patch("/api/v1/roles/" + role, none).status == 200);
  }
  SECTION("the group loses the role") {
    CHECK(world.owner.del(group + "/roles/" + role).status == 204);
  }
  SECTION("they leave the group") {
    CHECK(world.owner.del(group + "/members/" + world.id_of("tom@example.org")).status == 204);
  }
  SECTION("the group is deleted") {
    CHECK(world.owner.del(group).status == 204);
  }
  SECTION("the user is deleted") {
    CHECK(world.owner.del(user).status == 204);
  }
  CHECK(world.needs.hung_up == std::vector{std::pair(number, wire::CloseReason::not_permitted)});
}

TEST_CASE("rights that end cut what is open", "[portal]") {
  People world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  const auto accepted = tom.upgrade("/api/v1/events");
  const OpenSocket page(std::get<http::WebSocketAccept>(accepted));
  const std::string path = "/api/v1/users/" + world.id_of("tom@example.org");

  SECTION("by the end of the account") {
    CHECK(world.owner.patch(path, {{"expires_at", rfc3339(world.clock.now + 60)}}).status == 200);
    CHECK_FALSE(page.closed());
    world.clock.now += 60;
    world.portal->tick();
  }
  SECTION("disabled") {
    CHECK(world.owner.patch(path, {{"disabled", true}}).status == 200);
  }
  SECTION("deleted") {
    CHECK(world.owner.del(path).status == 204);
  }
  CHECK(page.closed());
  CHECK(tom.get("/api/v1/me").status == 401);
}

TEST_CASE("pages are told when rights change", "[portal]") {
  People world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  const auto accepted = tom.upgrade("/api/v1/events");
  const OpenSocket page(std::get<http::WebSocketAccept>(accepted));
  page.heard();
  world.give("tom@example.org", world.role("Reader", {{"sessions", "view"}}));
  CHECK(page.heard().find("{\"topic\":\"rights\"}") != std::string::npos);
}

}  // namespace gatehouse::portal_rights_test
