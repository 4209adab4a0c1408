// Who may begin sessions at all (requirements CL-28, CL-29, CL-35, CL-43 to CL-45, US-02, US-07): the appliance decides by the
// login it knows, whatever the program at the other end is or says.
#include "tests/support/disable_user.h"
#include "tests/unit/portal/people.h"
#include "tests/unit/portal/two_organizations.h"

namespace gatehouse::portal_who_connects_test {

using namespace portal_test;

json link_to(const std::string& address) {
  json call = call_to(address);
  call["transport"] = "link";
  return call;
}

int status_of(const std::variant<http::Response, http::WebSocketAccept>& answer) {
  const auto* refusal = std::get_if<http::Response>(&answer);
  return refusal ? refusal->status : 101;
}

std::string view_key_of(const Answer& answer) {
  return *from_base64url(answer.body["link"]["view_key"].get<std::string>());
}

TEST_CASE("a support laptop on which nobody is signed in reaches no machine (CL-43, US-07)", "[portal]") {
  People world;
  const db::Client client = world.add_client("desk");
  const std::string id = std::to_string(client.id);
  Browser tom = world.signed_in("tom@example.org", {"user"});
  const Answer waiting = tom.post("/api/v1/connections", link_to(id));
  REQUIRE(waiting.status == 201);
  // What a thief finds there: the program, addresses, a session's number, and a cookie of yesterday.
  Browser thief(world), yesterday = world.signed_in("ann@example.org", {"user"});
  const std::string kept = yesterday.cookie, csrf = yesterday.csrf;
  REQUIRE(yesterday.post("/api/v1/logout").status == 204);
  yesterday.cookie = kept;
  yesterday.csrf = csrf;
  for (Browser* browser : {&thief, &yesterday}) {
    CHECK(browser->get("/api/v1/clients").status == 401);
    CHECK(browser->post("/api/v1/connections", call_to(id)).status == 401);
    CHECK(browser->post("/api/v1/connections", link_to(id)).status == 401);
    CHECK(status_of(browser->upgrade(waiting.string("stream_path"))) == 401);
    auto by_token = browser->request("POST", "/api/v1/connections", link_to(id));
    by_token.headers.emplace_back("authorization", "Bearer gh_0123456789abcdef");
    CHECK(browser->send(by_token).status == 401);
  }
  CHECK_FALSE(world.portal->claim_call(std::stoll(waiting.string("session_id")), std::string(16, 'x')));
  CHECK(world.needs.started.empty());
}

TEST_CASE(
    "who signs out, or whose account is disabled, begins no session any more, and what waited is void at "
    "once "
    "(CL-44)",
    "[portal]") {
  using Ending = std::function<void(People&, Browser&)>;
  const std::pair<const char*, Ending> endings[] = {
      {"signs out", [](People&, Browser& tom) { CHECK(tom.post("/api/v1/logout").status == 204); }},
      {"is disabled",
       [](People& world, Browser&) {
         const std::string user = "/api/v1/users/" + world.id_of("tom@example.org");
         CHECK(world.owner.patch(user, {{"disabled", true}}).status == 200);
       }},
      {"is deleted",
       [](People& world, Browser&) {
         CHECK(world.owner.del("/api/v1/users/" + world.id_of("tom@example.org")).status == 204);
       }},
  };
  for (const auto& [name, end] : endings) {
    INFO(name);
    People world;
    const db::Client client = world.add_client("desk");
    const std::string id = std::to_string(client.id);
    Browser tom = world.signed_in("tom@example.org", {"user"});
    const Answer page = tom.post("/api/v1/connections", call_to(id));
    const Answer native = tom.post("/api/v1/connections", link_to(id));
    const Answer direct = tom.post("/api/v1/connections", link_to(id));
    const Answer live = tom.post("/api/v1/connections", link_to(id));
    REQUIRE(live.status == 201);
    REQUIRE(world.portal->claim_call(std::stoll(live.string("session_id")), view_key_of(live)));
    end(world, tom);  // and no tick: the same moment
    CHECK(tom.post("/api/v1/connections", call_to(id)).status == 401);
    CHECK(status_of(tom.upgrade(page.string("stream_path"))) == 401);
    CHECK_FALSE(world.portal->claim_call(std::stoll(native.string("session_id")), view_key_of(native)));
    CHECK_FALSE(world.portal->claim_direct_call(std::stoll(direct.string("session_id")), client.id));
    REQUIRE(world.needs.hung_up.size() == 1);
    CHECK(world.needs.hung_up[0].first == std::stoll(live.string("session_id")));
  }
}

TEST_CASE(
    "organizations reach each other's machines neither by tokens nor by native viewers nor directly (CL-28, "
    "CL-29)",
    "[portal]") {
  TwoOrganizations world;
  for (const auto& [own, foreign] :
       {std::pair(&world.first, &world.second), std::pair(&world.second, &world.first)}) {
    INFO(own->mark << " to " << foreign->mark);
    const Answer nobody = world.ask_by_token(*own, "POST", "/api/v1/connections", link_to("123456789"));
    CHECK(nobody.status == 404);
    for (const std::string& address : {std::to_string(foreign->machine), foreign->alias}) {
      const Answer refused = world.ask_by_token(*own, "POST", "/api/v1/connections", link_to(address));
      CHECK(refused.status == 404);
      CHECK(refused.body == nobody.body);
    }
    // A session of their own leads to no other machine, whoever claims it.
    const Answer mine = world.ask_by_token(*own, "POST", "/api/v1/connections", link_to(own->alias));
    INFO(mine.text);
    REQUIRE(mine.status == 201);
    const db::SessionId number = std::stoll(mine.string("session_id"));
    CHECK_FALSE(world.portal->claim_direct_call(number, foreign->machine));
    const auto ticket = seal::verify_ticket(mine.string("ticket"), {world.tickets.public_key()},
                                            static_cast<std::uint64_t>(foreign->machine), world.clock.now);
    CHECK_FALSE(ticket);
    const auto call = world.portal->claim_call(number, view_key_of(mine));
    REQUIRE(call);
    CHECK(call->client == own->machine);
  }
}

TEST_CASE("an account that may connect and nothing else adds no machine and changes none (CL-35, US-02)",
          "[portal]") {
  People world;
  const std::string id = std::to_string(world.add_client("desk").id);
  Browser agent = world.with_access("agent@example.org", {{"clients", "view"}});
  CHECK(agent.post("/api/v1/connections", call_to(id)).status == 201);
  const json machines = {{"label", "x"}, {"uses", 1}, {"days", 1}};
  const std::string client = "/api/v1/clients/" + id;
  const auto tries =
      [&](const std::function<Answer(const std::string&, const std::string&, const json&)>& ask) {
        CHECK(ask("POST", "/api/v1/enrolment-tokens", machines).status == 403);
        CHECK(ask("PATCH", client, {{"comment", "x"}}).status == 403);
        CHECK(ask("DELETE", client, nullptr).status == 403);
        CHECK(ask("POST", client + "/device-key", {{"fingerprint", "x"}}).status == 403);
      };
  tries([&](const std::string& method, const std::string& target, const json& body) {
    return agent.send(agent.request(method, target, body));
  });
  // Nor does a token of theirs.
  const json wider = {
      {"name", "x"}, {"scope", {{"clients", "edit"}}}, {"days", 1}, {"current_password", kPassword}};
  CHECK(agent.post("/api/v1/me/tokens", wider).status == 403);
  json scope = wider;
  scope["scope"] = {{"clients", "view"}};
  const Answer token = agent.post("/api/v1/me/tokens", scope);
  REQUIRE(token.status == 201);
  tries([&](const std::string& method, const std::string& target, const json& body) {
    Browser program(world);
    auto request = program.request(method, target, body);
    request.headers.emplace_back("authorization", "Bearer " + token.string("token"));
    return program.send(request);
  });
}

TEST_CASE("a session is put down to the account that began it, the machine and the place (CL-45)",
          "[portal]") {
  People world;
  const std::string id = std::to_string(world.add_client("desk").id);
  Browser agent = world.with_access("agent@example.org", {{"clients", "view"}});
  agent.address = "198.51.100.7";
  const Answer asked = agent.post("/api/v1/connections", call_to(id));
  REQUIRE(asked.status == 201);
  const json session = world.owner.get("/api/v1/sessions/" + asked.string("session_id")).body;
  CHECK(session["user_id"] == world.id_of("agent@example.org"));
  CHECK(session["user_name"] == "Some One");
  CHECK(session["viewer_address"] == "198.51.100.7");
  CHECK(session["client_id"] == id);
}

}  // namespace gatehouse::portal_who_connects_test
