// API tokens: what they can do, what they never can, and how they end.
#include "appliance/auth/api_token_text.h"
#include "appliance/portal/rate_limit.h"
#include "appliance/portal/routes.h"
#include "db/api_token_repository.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_api_tokens_test {

using namespace portal_test;

const std::string kPath = "/api/v1/me/tokens";

json order(const std::string& name, const json& scope, int days = 30) {
  return {{"name", name}, {"scope", scope}, {"days", days}, {"current_password", kPassword}};
}

// A program: neither cookie nor Origin.
struct Program {
  World& world;
  std::string token;

  Answer ask(const std::string& method, const std::string& target, const json& body = nullptr) {
    http::Request request = Browser(world, "198.51.100.7").request(method, target, body);
    std::erase_if(request.headers, [](const auto& header) { return header.first == "origin"; });
    request.headers.emplace_back("authorization", "Bearer " + token);
    return Answer(world.portal->handle(request));
  }
};

Program program_of(World& world, Browser& browser, const json& scope, const std::string& name = "CI") {
  const Answer made = browser.post(kPath, order(name, scope));
  INFO(made.text);
  REQUIRE(made.status == 201);
  return {world, made.string("token")};
}

std::string id_of_only(Browser& browser) {
  return browser.get(kPath).body["items"][0]["id"].get<std::string>();
}

TEST_CASE("a token's text is found by its public part and checked by its digits", "[auth]") {
  const auth::NewApiToken made = auth::new_api_token();
  const std::string text(made.text.view());
  CHECK(text.size() == 99);
  CHECK(text.starts_with("gatehouse_"));
  const auto read = auth::parse_api_token(text);
  REQUIRE(read);
  CHECK(read->public_id == made.kept.public_id);
  CHECK(read->secret_hash == made.kept.secret_hash);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = other[i] == '0' ? '1' : '0';
    CHECK_FALSE(auth::parse_api_token(other));
  }
  CHECK_FALSE(auth::parse_api_token(""));
  CHECK_FALSE(auth::parse_api_token(text + "0"));
  CHECK_FALSE(auth::parse_api_token(text.substr(1)));
}

TEST_CASE("a token is shown once, listed without its text, and does what its scope says", "[portal]") {
  People world;
  world.add_client("desk");
  Program program = program_of(world, world.owner, {{"clients", "view"}});
  const Answer list = world.owner.get(kPath);
  REQUIRE(list.status == 200);
  const json shown = list.body["items"][0];
  CHECK(list.text.find(program.token.substr(27)) == std::string::npos);
  CHECK(shown["name"] == "CI");
  CHECK(shown["scope"]["clients"] == "view");
  CHECK(shown["scope"]["users"] == "none");
  CHECK(shown["expires_at"] == "2026-03-02T12:00:00Z");
  CHECK(shown["last_used_at"] == nullptr);

  const Answer clients = program.ask("GET", "/api/v1/clients");
  CHECK(clients.status == 200);
  CHECK(clients.body["items"].size() == 1);
  CHECK(program.ask("GET", "/api/v1/users").code() == "not_permitted");
  CHECK(program.ask("PATCH", "/api/v1/clients/1", {{"comment", "x"}}).code() == "not_permitted");
  const Answer me = program.ask("GET", "/api/v1/me");
  CHECK(me.status == 200);
  CHECK(me.string("csrf_token").empty());
  CHECK(me.body["owner"] == false);
  CHECK(me.body["access"]["clients"] == "view");
  CHECK(me.body["access"]["users"] == "none");
  const json used = world.owner.get(kPath).body["items"][0];
  CHECK(used["last_used_at"] == "2026-01-31T12:00:00Z");
  CHECK(used["last_used_address"] == "198.51.100.7");
}

TEST_CASE("no token makes, lists or revokes tokens, nor touches its owner's account", "[portal]") {
  People world;
  json everything;
  for (const policy::Section section : policy::all_sections())
    if (section != policy::Section::personal_profile) everything[policy::section_key(section)] = "edit";
  Program program = program_of(world, world.owner, everything);
  int refused = 0;
  for (const portal::Route& route : portal::routes()) {
    if (!route.access.needs_login() || route.is_websocket()) continue;
    std::string target(route.pattern);
    for (std::size_t open; (open = target.find('{')) != std::string::npos;)
      target.replace(open, target.find('}') - open + 1, "999");
    INFO(route.method << " " << target);
    const Answer answer = program.ask(std::string(route.method), target, json::object());
    if (target.starts_with("/api/v1/me/") || target.find("/tokens") != std::string::npos) {
      if (target.find("enrolment") == std::string::npos) CHECK_FALSE(route.access.takes_tokens());
    }
    CHECK((answer.code() == "login_only") == !route.access.takes_tokens());
    refused += !route.access.takes_tokens();
  }
  CHECK(refused > 8);
  CHECK(program.ask("POST", "/api/v1/logout").code() == "login_only");
  CHECK(world.owner.post(kPath, order("own", {{"personal_profile", "edit"}})).names("scope"));
}

TEST_CASE("making one takes no wrong password, and no more rights than one has", "[portal]") {
  People world;
  Browser ada = world.with_access("ada@example.org", {{"users", "view"}});
  json wrong = order("CI", {{"users", "view"}});
  wrong["current_password"] = "not it at all";
  CHECK(ada.post(kPath, wrong).names("current_password"));
  wrong["current_password"] = 7;
  CHECK(ada.post(kPath, wrong).names("current_password"));
  wrong["name"] = "Without";
  wrong.erase("current_password");  // the route asks who is there: confirmed() in the route table
  CHECK(ada.post(kPath, wrong).status == 201);
  CHECK(ada.post(kPath, order("CI", {{"users", "edit"}})).code() == "more_than_yours");
  CHECK(ada.post(kPath, order("CI", {{"users", "all"}})).names("scope"));
  CHECK(ada.post(kPath, order("CI", {{"nothing", "view"}})).names("scope"));
  CHECK(ada.post(kPath, order("CI", json::array())).names("scope"));
  CHECK(ada.post(kPath, order("", json::object())).names("name"));
  CHECK(ada.post(kPath, order("CI", json::object(), 0)).names("days"));
  CHECK(ada.post(kPath, order("CI", json::object(), 367)).names("days"));
  REQUIRE(ada.post(kPath, order("CI", {{"users", "view"}})).status == 201);
  CHECK(ada.post(kPath, order("ci", json::object())).code() == "name_taken");
}

TEST_CASE("a token loses what its owner loses, at once", "[portal]") {
  People world;
  const std::string role = world.role("People", {{"users", "edit"}, {"roles", "edit"}});
  Browser ada = world.signed_in("ada@example.org", {"user"});
  world.give("ada@example.org", role);
  Program program = program_of(world, ada, {{"users", "edit"}, {"roles", "edit"}});
  CHECK(program.ask("GET", "/api/v1/users").status == 200);
  const std::string id = world.id_of("ada@example.org");
  REQUIRE(world.owner.del("/api/v1/users/" + id + "/roles/" + role).status == 204);
  CHECK(program.ask("GET", "/api/v1/users").status == 403);
  world.give("ada@example.org", role);
  CHECK(program.ask("GET", "/api/v1/users").status == 200);
  REQUIRE(world.owner.patch("/api/v1/users/" + id, {{"disabled", true}}).status == 200);
  CHECK(program.ask("GET", "/api/v1/users").code() == "wrong_token");
  // Whoever is enabled again begins without the tokens of before.
  REQUIRE(world.owner.patch("/api/v1/users/" + id, {{"disabled", false}}).status == 200);
  CHECK(program.ask("GET", "/api/v1/users").code() == "wrong_token");
}

TEST_CASE("a token of a user who is deleted is gone", "[portal]") {
  People world;
  Browser ada = world.with_access("ada@example.org", {{"users", "view"}});
  Program program = program_of(world, ada, {{"users", "view"}});
  REQUIRE(world.owner.del("/api/v1/users/" + world.id_of("ada@example.org")).status == 204);
  const Answer answer = program.ask("GET", "/api/v1/users");
  CHECK(answer.status == 401);
  CHECK(answer.header("WWW-Authenticate").starts_with("Bearer"));
}

TEST_CASE("by a token nobody gives more than the token has, nor acts on who has more", "[portal]") {
  People world;
  Program program =
      program_of(world, world.owner, {{"users", "edit"}, {"roles", "edit"}, {"permission_sets", "edit"}});
  CHECK(program.ask("POST", "/api/v1/permission-sets", {{"name", "All"}, {"access", {{"clients", "edit"}}}})
            .code() == "more_than_yours");
  const std::string owner_id = world.id_of("olga@example.org");
  CHECK(program.ask("PATCH", "/api/v1/users/" + owner_id, {{"disabled", true}}).code() == "more_than_yours");
  CHECK(program.ask("POST", "/api/v1/users/" + owner_id + "/link", json::object()).code() ==
        "more_than_yours");
  const std::string wide = world.role("Wide", {{"organization", "edit"}});
  const std::string ada = std::to_string(world.add_user("ada@example.org", {}).id);
  CHECK(program.ask("PUT", "/api/v1/users/" + ada + "/roles/" + wide, json::object()).code() ==
        "more_than_yours");
  CHECK(program.ask("PUT", "/api/v1/users/" + ada + "/roles/" + world.preconfigured("owner"), json::object())
            .code() == "more_than_yours");
  // What the token has it can give.
  const Answer set =
      program.ask("POST", "/api/v1/permission-sets", {{"name", "Look"}, {"access", {{"users", "view"}}}});
  INFO(set.text);
  REQUIRE(set.status == 201);
  CHECK(program.ask("POST", "/api/v1/roles", {{"name", "Looker"}, {"permission_sets", {set.string("id")}}})
            .status == 201);
}

TEST_CASE("an account is made by a token that covers what everybody gets", "[portal]") {
  People world;
  const json ada = {{"first_name", "Ada"}, {"last_name", "A"}, {"email", "ada@example.org"}};
  Program narrow = program_of(world, world.owner, {{"users", "edit"}}, "narrow");
  CHECK(narrow.ask("POST", "/api/v1/users", ada).code() == "more_than_yours");
  json scope = {{"users", "edit"}};
  for (const policy::Section section : policy::all_sections()) {
    const policy::Level level = policy::find_role(policy::kDefaultRole)->access.level(section);
    if (level != policy::Level::none && section != policy::Section::personal_profile)
      scope[policy::section_key(section)] = policy::level_key(level);
  }
  Program wide = program_of(world, world.owner, scope, "wide");
  CHECK(wide.ask("POST", "/api/v1/users", ada).status == 201);
}

TEST_CASE("a token ends with its time, and by who may edit its owner", "[portal]") {
  People world;
  Program program = program_of(world, world.owner, {{"clients", "view"}});
  world.clock.now += 30 * 86400 - 1;
  CHECK(program.ask("GET", "/api/v1/clients").status == 200);
  world.clock.now += 1;
  CHECK(program.ask("GET", "/api/v1/clients").status == 401);
  REQUIRE(world.owner.log_in("olga@example.org").status == 200);
  CHECK(world.owner.get(kPath).body["items"][0]["expired"] == true);

  Browser ada = world.with_access("ada@example.org", {{"clients", "view"}});
  Program theirs = program_of(world, ada, {{"clients", "view"}});
  const std::string path = "/api/v1/users/" + world.id_of("ada@example.org") + "/tokens";
  CHECK(ada.get(path).status == 403);
  const Answer list = world.owner.get(path);
  REQUIRE(list.body["items"].size() == 1);
  CHECK(list.text.find("gatehouse_") == std::string::npos);
  const std::string id = list.body["items"][0]["id"].get<std::string>();
  CHECK(world.owner.del(kPath + "/" + id).status == 404);  // it is not the owner's own
  CHECK(world.owner.del(path + "/" + id).status == 204);
  CHECK(theirs.ask("GET", "/api/v1/clients").status == 401);
  CHECK(world.owner.del(path + "/" + id).status == 404);
}

TEST_CASE("a wrong token is refused, and a cookie beside one does not count", "[portal]") {
  People world;
  Program program = program_of(world, world.owner, {{"clients", "view"}});
  for (const std::string& wrong : {std::string("x"), std::string(), program.token.substr(1),
                                   program.token + "0", std::string(auth::new_api_token().text.view())}) {
    CHECK((Program{world, wrong}.ask("GET", "/api/v1/clients").code() == "wrong_token"));
  }
  auto request = world.owner.request("GET", "/api/v1/users");
  request.headers.emplace_back("authorization", "Bearer " + program.token);
  CHECK(world.portal->handle(request).status == 403);
  request.headers.back().second = "Basic eDp5";
  CHECK(world.portal->handle(request).status == 401);
  request.headers.back().second = "bEARER  " + program.token;
  request.path = "/api/v1/clients";
  CHECK(world.portal->handle(request).status == 200);
  // A sign-in stays what it is: the header opens no way around the Origin.
  auto login = Browser(world).request("POST", "/api/v1/login", json::object());
  std::erase_if(login.headers, [](const auto& header) { return header.first == "origin"; });
  login.headers.emplace_back("authorization", "Bearer " + program.token);
  CHECK(Answer(world.portal->handle(login)).code() == "wrong_origin");
}

TEST_CASE("the audit log names the token, and a session by one ends with it", "[portal]") {
  People world;
  const std::string desk = std::to_string(world.add_client("desk").id);
  Program program = program_of(world, world.owner, {{"clients", "edit"}}, "Night shift");
  REQUIRE(program.ask("PATCH", "/api/v1/clients/" + desk, {{"comment", "By the door"}}).status == 200);
  const json entry = world.owner.get("/api/v1/audit?action=client.changed").body["items"][0];
  CHECK(entry["actor"]["name"] == "olga@example.org (API token “Night shift”)");
  CHECK(world.owner.get("/api/v1/audit?action=api_token.created").body["items"][0]["after"]["access"] ==
        json{{"clients", "edit"}});

  CHECK(program.ask("POST", "/api/v1/connections", call_to(desk)).names("transport"));
  json call = call_to(desk);
  call["transport"] = "link";
  const Answer connection = program.ask("POST", "/api/v1/connections", call);
  INFO(connection.text);
  REQUIRE(connection.status == 201);
  const std::string session = "/api/v1/sessions/" + connection.string("session_id");
  world.portal->tick();
  CHECK(world.owner.get(session).body["state"] == "requested");
  REQUIRE(world.owner.del(kPath + "/" + id_of_only(world.owner)).status == 204);
  CHECK(world.owner.get(session).body["state"] == "ended");
  CHECK(world.owner.get("/api/v1/audit?action=api_token.revoked").body["items"].size() == 1);
}

TEST_CASE("requests by a token are counted, and told", "[portal]") {
  People world;
  Program program = program_of(world, world.owner, {{"clients", "view"}});
  const Answer first = program.ask("GET", "/api/v1/clients");
  CHECK(first.header("RateLimit-Limit") == "600");
  CHECK(first.header("RateLimit-Remaining") == "599");
  CHECK(first.header("RateLimit-Reset") == "60");
  for (int i = 1; i < 600; ++i) program.ask("GET", "/api/v1/me");
  const Answer last = program.ask("GET", "/api/v1/clients");
  CHECK(last.status == 429);
  CHECK(last.code() == "too_many_requests");
  CHECK(last.header("Retry-After") == "60");
  CHECK(last.header("RateLimit-Remaining") == "0");
  CHECK(world.owner.get("/api/v1/clients").status == 200);
  world.clock.now += 60;
  CHECK(program.ask("GET", "/api/v1/clients").status == 200);
}

TEST_CASE("a limit forgets those that rest, and remembers no more than it may", "[portal]") {
  portal::RateLimit limit;
  SteadyTime now{std::chrono::seconds(1000)};
  for (std::int64_t who = 1; who <= 10'000; ++who) CHECK(limit.take(who, 1, now).allowed);
  CHECK_FALSE(limit.take(10'000, 1, now).allowed);
  now += std::chrono::seconds(59);
  CHECK_FALSE(limit.take(10'000, 1, now).allowed);
  now += std::chrono::seconds(1);
  CHECK(limit.take(10'000, 1, now).allowed);
}

}  // namespace gatehouse::portal_api_tokens_test
