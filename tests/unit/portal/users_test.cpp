#include "tests/unit/portal/people.h"

namespace gatehouse::portal_users_test {

using namespace portal_test;

json person(const std::string& email) {
  return {{"first_name", "Tom"}, {"last_name", "Tester"}, {"email", email}};
}

std::string token_of(const Answer& answer) {
  const std::string link = answer.string("link");
  const std::string start = std::string("https://") + kHost + "/set-password#";
  CHECK(link.starts_with(start));
  return link.substr(start.size());
}

constexpr const char* kFirstPassword = "violet lamps hum quietly";

TEST_CASE("a user is made, sets a password by the link, and signs in", "[portal]") {
  People world;
  const Answer created = world.owner.post("/api/v1/users", person("Tom@Example.org"));
  REQUIRE(created.status == 201);
  const json& user = created.body["user"];
  CHECK(created.string("link_expires_at") == rfc3339(world.clock.now + 7 * 24 * 3600));
  CHECK(user["state"] == "unverified");
  CHECK(user["email"] == "tom@example.org");
  REQUIRE(user["roles"].size() == 1);
  CHECK(user["roles"][0]["name"] == "User");
  CHECK(world.owner.get("/api/v1/users?state=unverified").body["items"].size() == 1);

  Browser guest(world);
  CHECK(guest.log_in("tom@example.org", "").status == 400);
  CHECK(guest.log_in("tom@example.org", kFirstPassword).status == 401);
  const std::string token = token_of(created);
  const Answer whose = guest.post("/api/v1/account-links/check", {{"token", token}});
  CHECK(whose.body["email"] == "tom@example.org");
  CHECK(whose.body["organization"]["name"] == "Example");
  CHECK(whose.body["first"] == true);
  CHECK(guest.post("/api/v1/account-links/use", {{"token", token}, {"password", "short"}}).names("password"));
  CHECK(guest.post("/api/v1/account-links/use", {{"token", token}, {"password", "tom@example.org"}})
            .names("password"));
  CHECK(guest.post("/api/v1/account-links/use", {{"token", token}, {"password", kFirstPassword}}).status ==
        200);
  CHECK(guest.log_in("tom@example.org", kFirstPassword).status == 200);
  CHECK(world.owner.get("/api/v1/users/" + world.id_of("tom@example.org")).body["state"] == "active");

  for (const std::string path : {"check", "use"}) {
    json body = {{"token", token}};
    if (path == "use") body["password"] = kFirstPassword;
    CHECK(guest.post("/api/v1/account-links/" + path, body).code() == "link_is_over");
  }
}

TEST_CASE("a link is too old after a week, and a new one ends it", "[portal]") {
  People world;
  const Answer created = world.owner.post("/api/v1/users", person("tom@example.org"));
  const std::string first = token_of(created);
  const std::string path = "/api/v1/users/" + created.body["user"]["id"].get<std::string>();
  const Answer again = world.owner.post(path + "/link", json::object());
  CHECK(again.string("link_expires_at") == rfc3339(world.clock.now + 7 * 24 * 3600));
  const std::string second = token_of(again);
  Browser guest(world);
  CHECK(guest.post("/api/v1/account-links/check", {{"token", first}}).status == 410);
  CHECK(guest.post("/api/v1/account-links/check", {{"token", second}}).status == 200);
  world.clock.now += 7 * 24 * 3600;
  CHECK(guest.post("/api/v1/account-links/check", {{"token", second}}).status == 410);
}

TEST_CASE("a forgotten password is set anew, and signs out who knew the old one", "[portal]") {
  People world;
  Browser thief = world.signed_in("tom@example.org", {"user"});
  const std::string path = "/api/v1/users/" + world.id_of("tom@example.org");
  const std::string token = token_of(world.owner.post(path + "/link", json::object()));
  CHECK(thief.get("/api/v1/me").status == 200);  // until the link is used
  Browser guest(world);
  const Answer used =
      guest.post("/api/v1/account-links/use", {{"token", token}, {"password", kFirstPassword}});
  CHECK(used.body["first"] == false);
  CHECK(thief.get("/api/v1/me").status == 401);
  CHECK(thief.log_in("tom@example.org").status == 401);
  CHECK(guest.log_in("tom@example.org", kFirstPassword).status == 200);

  REQUIRE(world.owner.patch(path, {{"disabled", true}}).status == 200);
  CHECK(world.owner.post(path + "/link", json::object()).code() == "account_is_off");
}

TEST_CASE("a link is good while its maker may act on the account, and the address is the same", "[portal]") {
  People world;
  Browser eve = world.with_access(
      "eve@example.org",
      {{"users", "edit"}, {"clients", "view"}, {"builds", "view"}, {"personal_profile", "edit"}});
  const std::string eve_id = world.id_of("eve@example.org");
  const Answer created = eve.post("/api/v1/users", person("tom@example.org"));
  REQUIRE(created.status == 201);
  const std::string token = token_of(created);
  const std::string tom = "/api/v1/users/" + created.body["user"]["id"].get<std::string>();
  Browser guest(world);
  const auto use = [&] {
    return guest.post("/api/v1/account-links/use", {{"token", token}, {"password", kFirstPassword}}).code();
  };
  SECTION("the user was given more") {
    world.give("tom@example.org", world.preconfigured("admin"));
    CHECK(use() == "link_is_over");
  }
  SECTION("the maker lost the right") {
    const json roles = world.owner.get("/api/v1/users/" + eve_id).body["roles"];
    for (const json& role : roles)
      world.owner.del("/api/v1/users/" + eve_id + "/roles/" + role["id"].get<std::string>());
    CHECK(use() == "link_is_over");
  }
  SECTION("the maker is gone") {
    REQUIRE(world.owner.del("/api/v1/users/" + eve_id).status == 204);
    CHECK(use() == "link_is_over");
  }
  SECTION("the address was wrong") {
    REQUIRE(world.owner.patch(tom, {{"email", "thomas@example.org"}}).status == 200);
    CHECK(use() == "link_is_over");
  }
  SECTION("the account was disabled for a while") {
    REQUIRE(world.owner.patch(tom, {{"disabled", true}}).status == 200);
    REQUIRE(world.owner.patch(tom, {{"disabled", false}}).status == 200);
    CHECK(use() == "link_is_over");
  }
  SECTION("nothing changed") {
    CHECK(use().empty());
  }
}

TEST_CASE("long names in any script are paged through", "[portal]") {
  People world;
  std::string name;
  for (int i = 0; i < 100; ++i) name += "\xe6\xbc\xa2";
  for (int i = 0; i < 3; ++i) {
    json body = person("han" + std::to_string(i) + "@example.org");
    body["first_name"] = body["last_name"] = name;
    REQUIRE(world.owner.post("/api/v1/users", body).status == 201);
  }
  const Answer first = world.owner.get("/api/v1/users?limit=3");
  CHECK(world.owner.get("/api/v1/users?cursor=" + first.string("next_cursor")).body["items"].size() == 1);
}

TEST_CASE("users are listed by name, or the newest first", "[portal]") {
  People world;
  for (const std::string name : {"Young", "Adams", "Miller"}) {
    world.clock.now += 60;
    json body = person(name + "@example.org");
    body["last_name"] = name;
    REQUIRE(world.owner.post("/api/v1/users", body).status == 201);
  }
  const auto names = [&](const std::string& query) {
    std::string cursor, all;
    do {
      const Answer page = world.owner.get("/api/v1/users?limit=1&search=tom" + query +
                                          (cursor.empty() ? "" : "&cursor=" + cursor));
      for (const json& user : page.body["items"]) all += user["last_name"].get<std::string>() + " ";
      cursor = page.body["next_cursor"].is_string() ? page.string("next_cursor") : "";
    } while (!cursor.empty() && all.size() < 100);
    return all;
  };
  CHECK(world.owner.get("/api/v1/users?sort=age").names("sort"));
  CHECK(names("&sort=name") == "Adams Miller Young ");
  CHECK(names("&sort=newest") == "Miller Adams Young ");
  CHECK(names("") == names("&sort=name"));
}

TEST_CASE("what is said of a user is checked", "[portal]") {
  People world;
  CHECK(world.owner.post("/api/v1/users", person("olga@EXAMPLE.org")).code() == "email_taken");
  for (const std::string field : {"first_name", "last_name", "email"}) {
    INFO(field);
    json body = person("tom@example.org");
    body.erase(field);
    CHECK(world.owner.post("/api/v1/users", body).names(field));
    for (const json& wrong :
         {json(""), json("  "), json(std::string(300, 'x')), json("a\nb"), json(7), json(nullptr),
          json("\xe2\x80\xae"
               "evil")}) {
      body[field] = wrong;
      INFO(wrong.dump());
      CHECK(world.owner.post("/api/v1/users", body).names(field));
    }
  }
  json more = person("tom@example.org");
  more["roles"] = json::array({"1"});
  CHECK(world.owner.post("/api/v1/users", more).names("roles"));
  more.erase("roles");
  more["expires_at"] = rfc3339(world.clock.now);
  CHECK(world.owner.post("/api/v1/users", more).names("expires_at"));
  CHECK(world.owner.get("/api/v1/users/999").code() == "no_such_user");
  CHECK(world.owner.get("/api/v1/users/x").code() == "no_such_user");
}

TEST_CASE("a user is edited, not over somebody else's change", "[portal]") {
  People world;
  world.add_user("tom@example.org", {"user"});
  const std::string path = "/api/v1/users/" + world.id_of("tom@example.org");
  const std::string etag = world.owner.get(path).header("ETag");
  const Answer changed = world.owner.patch_if(etag, path, {{"first_name", "Thomas"}});
  CHECK(changed.body["first_name"] == "Thomas");
  CHECK(changed.body["last_name"] == "One");
  CHECK(world.owner.patch_if(etag, path, {{"first_name", "Tim"}}).status == 412);
  CHECK(world.owner.patch(path, {{"email", "olga@example.org"}}).code() == "email_taken");
  CHECK(world.owner.patch(path, {{"email", "thomas@example.org"}}).status == 200);
  Browser tom(world);
  CHECK(tom.log_in("thomas@example.org").status == 200);
}

TEST_CASE("an organization keeps an Owner, and nobody locks themselves out", "[portal]") {
  People world;
  const std::string olga = "/api/v1/users/" + world.id_of("olga@example.org");
  const std::string owner_role = world.preconfigured("owner"), user_role = world.preconfigured("user");
  CHECK(world.owner.del(olga).code() == "own_account");
  CHECK(world.owner.patch(olga, {{"disabled", true}}).code() == "own_account");
  CHECK(world.owner.patch(olga, {{"expires_at", rfc3339(world.clock.now + 60)}}).code() == "own_account");
  CHECK(world.owner.del(olga + "/roles/" + owner_role).code() == "last_owner");
  CHECK(world.owner.get("/api/v1/me").body["owner"] == true);

  // One who never set a password does not count.
  const Answer created = world.owner.post("/api/v1/users", person("tom@example.org"));
  world.give("tom@example.org", owner_role);
  CHECK(world.owner.del(olga + "/roles/" + owner_role).code() == "last_owner");
  Browser guest(world);
  guest.post("/api/v1/account-links/use", {{"token", token_of(created)}, {"password", kFirstPassword}});

  const std::string tom = "/api/v1/users/" + world.id_of("tom@example.org");
  CHECK(world.owner.patch(tom, {{"expires_at", rfc3339(world.clock.now + 60)}}).code() == "owner_has_no_end");
  CHECK(
      world.owner.put(tom + "/roles/" + owner_role, {{"expires_at", rfc3339(world.clock.now + 60)}}).code() ==
      "owner_has_no_end");
  CHECK(world.owner.del(tom + "/roles/" + user_role).code() == "default_role");
  CHECK(
      world.owner.put(tom + "/roles/" + user_role, {{"expires_at", rfc3339(world.clock.now + 60)}}).code() ==
      "default_role");
  CHECK(world.owner.del(olga + "/roles/" + owner_role).status == 204);
  CHECK(world.owner.get("/api/v1/me").body["owner"] == false);
  CHECK(world.owner.get("/api/v1/users").status == 403);
}

TEST_CASE("a role that a user is given ends when it was said", "[portal]") {
  People world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  world.give("tom@example.org", world.role("Reader", {{"sessions", "view"}}), rfc3339(world.clock.now + 60));
  CHECK(tom.get("/api/v1/sessions").status == 200);
  world.clock.now += 60;
  CHECK(tom.get("/api/v1/sessions").status == 403);
  CHECK(world.owner.get("/api/v1/users/" + world.id_of("tom@example.org")).body["roles"].size() == 1);
}

TEST_CASE("whatever is done to people is in the audit log, without secrets", "[portal]") {
  People world;
  const Answer created = world.owner.post("/api/v1/users", person("tom@example.org"));
  const std::string token = token_of(created);
  const std::string path = "/api/v1/users/" + created.body["user"]["id"].get<std::string>();
  Browser tom(world, "192.0.2.77");
  tom.post("/api/v1/account-links/use", {{"token", token}, {"password", kFirstPassword}});
  world.owner.patch(path, {{"first_name", "Thomas"}});
  world.give("tom@example.org", world.role("Reader", {{"sessions", "view"}}));
  const std::string group = world.group("Night");
  world.owner.put(path + "/groups/" + group);
  world.owner.del(path + "/groups/" + group);
  world.owner.patch(path, {{"first_name", ""}});  // refused: no entry
  world.owner.del(path);

  const Answer log = world.owner.get("/api/v1/audit");
  REQUIRE(log.status == 200);
  std::string actions;
  for (const json& entry : log.body["items"]) actions += entry["action"].get<std::string>() + " ";
  CHECK(
      actions ==
      "user.deleted user.group_left user.group_joined group.created user.role_given role.created "
      "permission_set.created user.changed user.password_set user.created login.begun organization.created ");
  CHECK(log.text.find(token) == std::string::npos);
  CHECK(log.text.find("argon2") == std::string::npos);
  CHECK(log.text.find(kFirstPassword) == std::string::npos);
  const json& deleted = log.body["items"][0];
  CHECK(deleted["target"]["name"] == "tom@example.org");
  CHECK(deleted["actor"]["name"] == "olga@example.org");
  CHECK(deleted["before"]["first_name"] == "Thomas");
  const json& changed = log.body["items"][7];
  CHECK(changed["before"] == json{{"first_name", "Tom"}});
  CHECK(changed["after"] == json{{"first_name", "Thomas"}});
  CHECK(log.body["items"][8]["actor"]["name"] == "tom@example.org");
  CHECK(log.body["items"][8]["address"] == "192.0.2.77");

  CHECK(world.owner.get("/api/v1/audit?action=user.&search=tom").body["items"].size() == 7);
  CHECK(world.owner.get("/api/v1/audit?from=yesterday").names("from"));
  const Answer page = world.owner.get("/api/v1/audit?limit=9");
  CHECK(world.owner.get("/api/v1/audit?cursor=" + page.string("next_cursor")).body["items"].size() == 3);
}

TEST_CASE("the audit log tells until when something was had, and nothing of what changed nothing",
          "[portal]") {
  People world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  const std::string role = world.role("Reader", {{"sessions", "view"}}), group = world.group("Night");
  const std::string user = "/api/v1/users/" + world.id_of("tom@example.org");
  const std::string until = rfc3339(world.clock.now + 60), later = rfc3339(world.clock.now + 120);
  const std::string held = user + "/roles/" + role, member = user + "/groups/" + group;
  const std::string groups_role = "/api/v1/groups/" + group + "/roles/" + role;
  // By `path`, what the log says; nothing: no new entry.
  const auto put = [&](const std::string& path, const json& body) {
    const json before = world.owner.get("/api/v1/audit?limit=1").body["items"][0];
    CHECK(world.owner.put(path, body).status == 204);
    const json after = world.owner.get("/api/v1/audit?limit=1").body["items"][0];
    return before["number"] == after["number"] ? json() : json{after["before"], after["after"]};
  };
  const auto removed = [&](const std::string& path) {
    CHECK(world.owner.del(path).status == 204);
    return world.owner.get("/api/v1/audit?limit=1").body["items"][0]["before"];
  };
  struct Kind {
    std::string path, about, name;
  };
  for (const Kind& kind : {Kind{held, "role", "Reader"}, Kind{member, "group", "Night"}}) {
    const std::string& path = kind.path;
    INFO(path);
    const auto had = [&](const json& expires_at) {
      return json{{kind.about, kind.name}, {"expires_at", expires_at}};
    };
    CHECK(put(path, {{"expires_at", until}}) == json{nullptr, had(until)});
    CHECK(put(path, {{"expires_at", until}}).is_null());
    CHECK(put(path, {{"expires_at", later}}) == json{had(until), had(later)});
    CHECK(put(path, json::object()) == json{had(later), had(nullptr)});
    CHECK(put(path, json::object()).is_null());
    CHECK(removed(path) == had(nullptr));
  }
  CHECK(put(groups_role, json::object()) == json{nullptr, {{"role", "Reader"}, {"expires_at", nullptr}}});
  CHECK(put(groups_role, json::object()).is_null());
  world.owner.put(member, json::object());
  CHECK(removed("/api/v1/groups/" + group) ==
        json{{"name", "Night"}, {"description", ""}, {"members", 1}, {"roles", json::array({"Reader"})}});
}

}  // namespace gatehouse::portal_users_test
