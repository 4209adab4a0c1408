// By what right a session is, and what the machine let its viewer do.
#include "appliance/portal/session_rights.h"

#include "appliance/portal/live_calls.h"
#include "db/access.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_session_rights_test {

using namespace portal_test;

const std::string kSessions = "/api/v1/sessions";

struct Fixture : People {
  db::Client client = add_client("pc");

  std::string asked(const Answer& answer) {
    INFO(answer.text);
    REQUIRE(answer.status == 201);
    return answer.string("session_id");
  }
  std::string ask_for(Browser& browser) {
    return asked(browser.post("/api/v1/connections", call_to(std::to_string(client.id))));
  }
  // As a program does it, with this token.
  std::string ask_with(const std::string& token) {
    json order = call_to(std::to_string(client.id));
    order["transport"] = "link";
    http::Request request = owner.request("POST", "/api/v1/connections", order);
    std::erase_if(request.headers, [](const auto& header) { return header.first == "cookie"; });
    request.headers.emplace_back("authorization", "Bearer " + token);
    return asked(Answer(portal->handle(request)));
  }
  std::string token_of(Browser& browser, const std::string& name) {
    const Answer made = browser.post(
        "/api/v1/me/tokens",
        {{"name", name}, {"scope", {{"clients", "view"}}}, {"days", 30}, {"current_password", kPassword}});
    INFO(made.text);
    REQUIRE(made.status == 201);
    return made.string("token");
  }
  json shown(const std::string& session) { return owner.get(kSessions + "/" + session).body; }
  std::string found(const std::string& query) {
    std::string numbers;
    const Answer answer = owner.get(kSessions + "?" + query);
    for (const json& session : answer.body["items"]) numbers += session["id"].get<std::string>() + " ";
    return numbers;
  }
  // Of before this was recorded.
  void make_old(const std::string& session) {
    REQUIRE(db::write(*database, [&](db::Connection& connection) {
      connection.run(
          "UPDATE session SET authorized_by = '', token_name = '', roles = '', granted = NULL,"
          " profile = '' WHERE id = " +
          session);
    }));
  }
};

TEST_CASE("a session keeps by what right it was asked for, whatever becomes of that", "[portal]") {
  Fixture world;
  const json user = {{"name", "User"}, {"group", nullptr}};  // everybody's, which gives it, too
  CHECK(world.shown(world.ask_for(world.owner))["authorization"] ==
        json{{"by", "right"},
             {"token", nullptr},
             {"approval_id", nullptr},
             {"approved_by", nullptr},
             {"roles", json::array({{{"name", "Owner"}, {"group", nullptr}}, user})}});

  Browser tom = world.signed_in("tom@example.org", {"user"});
  const std::string night = world.group("Night shift"), desk = world.role("Desk", {{"clients", "view"}});
  const std::string reader = world.role("Reader", {{"users", "view"}});  // gives no right to machines
  REQUIRE(world.owner.put("/api/v1/groups/" + night + "/roles/" + desk).status == 204);
  REQUIRE(world.owner.put("/api/v1/groups/" + night + "/members/" + world.id_of("tom@example.org")).status ==
          204);
  world.give("tom@example.org", reader);
  const std::string session = world.ask_for(tom);
  const json expected = {{"by", "right"},
                         {"token", nullptr},
                         {"approval_id", nullptr},
                         {"approved_by", nullptr},
                         {"roles", json::array({user, {{"name", "Desk"}, {"group", "Night shift"}}})}};
  CHECK(world.shown(session)["authorization"] == expected);
  CHECK(world.owner.del("/api/v1/groups/" + night).status == 204);
  CHECK(world.owner.del("/api/v1/roles/" + desk).status == 204);
  CHECK(world.shown(session)["authorization"] == expected);
}

TEST_CASE("a session that a program asked for names its token", "[portal]") {
  Fixture world;
  const std::string session = world.ask_with(world.token_of(world.owner, "Nightly check"));
  const json authorization = world.shown(session)["authorization"];
  CHECK(authorization["by"] == "api_token");
  CHECK(authorization["token"] == "Nightly check");
  CHECK(authorization["roles"][0]["name"] == "Owner");
  CHECK(world.shown(session)["user_name"] == "Olga Owner");
}

TEST_CASE("what the machine granted is kept, as far as it was offered and the machine's own", "[portal]") {
  Fixture world;
  const db::Client other = world.add_client("other");
  const std::string session = world.ask_for(world.owner);
  const db::SessionId number = std::stoll(session);
  const auto grants = [&](db::ClientId machine, std::uint32_t permissions, const std::string& profile) {
    const bool is_news = world.portal->session_grants(number, machine, permissions, profile);
    if (is_news) world.portal->store_grant(number);
    return is_news;
  };
  CHECK_FALSE(grants(world.client.id, 63, "Default"));  // nobody is there yet
  CHECK(world.shown(session)["granted_permissions"].is_null());
  CHECK(world.shown(session)["profile"].is_null());

  auto accepted = world.owner.upgrade("/api/v1/connections/" + session + "/stream");
  OpenSocket socket(std::get<http::WebSocketAccept>(accepted));
  world.portal->session_opened(number);
  CHECK_FALSE(grants(other.id, 63, "Forged"));
  CHECK(grants(world.client.id, 1, "Desk"));
  CHECK_FALSE(grants(world.client.id, 1, "Desk"));
  CHECK(world.shown(session)["granted_permissions"] == json({"view_screen"}));
  CHECK(world.shown(session)["profile"] == "Desk");
  CHECK(grants(world.client.id, 2u | 1u << 30,
               "Another"));  // what it had is not forgotten, nor grows beyond all
  CHECK_FALSE(grants(world.client.id, 1u << 31, "Another"));
  CHECK(world.shown(session)["granted_permissions"] == json({"view_screen", "keyboard"}));
  CHECK(world.shown(session)["profile"] == "Desk");

  world.portal->session_ended(number, wire::CloseReason::ended_by_viewer, 1, 1);
  CHECK_FALSE(grants(world.client.id, 63, "Too late"));
  CHECK(world.shown(session)["granted_permissions"] == json({"view_screen", "keyboard"}));
  CHECK(world.found("search=desk") == session + " ");
  CHECK(world.found("search=another").empty());

  // A machine that says so and then lets nobody in.
  const db::SessionId declined = std::stoll(world.ask_for(world.owner));
  auto waiting = world.owner.upgrade("/api/v1/connections/" + std::to_string(declined) + "/stream");
  OpenSocket viewer(std::get<http::WebSocketAccept>(waiting));
  REQUIRE(world.portal->session_grants(declined, world.client.id, 63, "Desk"));
  world.portal->store_grant(declined);
  world.portal->session_ended(declined, wire::CloseReason::declined, 0, 0);
  CHECK(world.shown(std::to_string(declined))["granted_permissions"].is_null());
  CHECK(world.shown(std::to_string(declined))["profile"].is_null());
}

TEST_CASE("that a viewer acts as administrator is in the log, as far as it was offered and the machine's own",
          "[portal][elevation]") {
  Fixture world;
  const db::Client other = world.add_client("other");
  const std::string session = world.ask_for(world.owner);
  const db::SessionId number = std::stoll(session);
  const auto elevated = [&](db::ClientId machine, bool on) {
    const bool is_news = world.portal->session_elevated(number, machine, on);
    if (is_news) world.portal->store_elevation(number, on);
    return is_news;
  };
  CHECK_FALSE(elevated(world.client.id, true));  // nobody is there yet
  auto accepted = world.owner.upgrade("/api/v1/connections/" + session + "/stream");
  OpenSocket socket(std::get<http::WebSocketAccept>(accepted));
  world.portal->session_opened(number);
  CHECK_FALSE(elevated(world.client.id, false));  // it never was
  CHECK_FALSE(elevated(other.id, true));
  CHECK(world.shown(session)["elevated"] == false);
  CHECK(elevated(world.client.id, true));
  CHECK_FALSE(elevated(world.client.id, true));
  CHECK(world.shown(session)["elevated"] == true);
  CHECK(elevated(world.client.id, false));
  CHECK(world.shown(session)["elevated"] == true);  // it was
  CHECK(elevated(world.client.id, true));
  // The machine says that it is over while the session's end waits to be written.
  REQUIRE(world.portal->session_elevated(number, world.client.id, false));
  world.portal->session_ended(number, wire::CloseReason::restarting, 1, 1);
  world.portal->store_elevation(number, false);
  CHECK_FALSE(elevated(world.client.id, true));
  CHECK(world.shown(session)["close_reason"] == "restarting");

  const json page = world.owner.get("/api/v1/audit").body;
  std::vector<std::string> actions;
  for (const json& entry : page["items"]) {
    const auto action = entry["action"].get<std::string>();
    if (!action.starts_with("session.elevat")) continue;
    actions.push_back(action);
    CHECK(entry["actor"]["name"] == "Olga Owner");
    CHECK(entry["target"]["name"] == world.shown(session)["client_name"]);
    CHECK(entry["after"]["session_id"] == session);
  }
  CHECK(actions == std::vector<std::string>{"session.elevation_ended", "session.elevated",
                                            "session.elevation_ended", "session.elevated"});
}

TEST_CASE("a machine that says it without end is not listened to without end", "[portal][elevation]") {
  portal::LiveCalls calls(4);
  db::Session session;
  session.id = 7;
  session.client = 1;
  session.permissions = policy::Permissions::all().bits();
  REQUIRE(calls.reserve(session, 1, SteadyTime()));
  calls.set_ticket(7, "ticket", {});
  REQUIRE(calls.use(7, 1, SteadyTime()));
  REQUIRE(calls.go_live(7));
  int heard = 0;
  for (int i = 0; i < 1000; ++i) {
    heard += calls.set_elevated(7, 1, true) ? 1 : 0;
    heard += calls.set_elevated(7, 1, false) ? 1 : 0;
  }
  CHECK(heard == 2 * portal::LiveCalls::kMostElevations - 1);  // the last of them lasts
}

TEST_CASE("sessions are found by how they were authorized", "[portal]") {
  Fixture world;
  const std::string token = world.token_of(world.owner, "Nightly");
  const std::string old = world.ask_for(world.owner), person = world.ask_for(world.owner),
                    program = world.ask_with(token);
  world.make_old(old);
  CHECK(world.found("authorized_by=right") == person + " ");
  CHECK(world.found("authorized_by=api_token") == program + " ");
  CHECK(world.found("search=nightly") == program + " ");
  CHECK(world.found("limit=9") == program + " " + person + " " + old + " ");
  CHECK(world.owner.get(kSessions + "?authorized_by=guess").names("authorized_by"));
  CHECK(world.owner.get(kSessions + "?authorized_by=").names("authorized_by"));
  const Answer export_of = world.owner.get("/api/v1/session-export?format=json&authorized_by=api_token");
  REQUIRE(export_of.body.size() == 1);
  CHECK(export_of.body[0]["id"] == program);
}

TEST_CASE("of what was not recorded nothing is guessed", "[portal]") {
  Fixture world;
  const std::string session = world.ask_for(world.owner);
  world.make_old(session);
  for (const char* field : {"authorization", "profile", "granted_permissions"}) {
    INFO(field);
    CHECK(world.shown(session)[field].is_null());
  }
  const std::string csv = world.owner.get("/api/v1/session-export").text;
  CHECK(csv.find("\"\",\"\",\"\",\"\"\r\n") != std::string::npos);
}

TEST_CASE("names in a download are no formulas", "[portal]") {
  Fixture world;
  const std::string session = world.ask_with(world.token_of(world.owner, "=cmd()"));
  db::Session stored;
  stored.authorized_by = portal::kByApiToken;
  stored.token_name = "=cmd()";
  stored.roles = "[{\"name\":\"=role()\",\"group\":\"+group\"}]";
  CHECK(portal::authorization_words(stored) == "API token “=cmd()”; role “=role()” by group “+group”");
  stored.token_name = "a”; role “Owner";
  CHECK(portal::authorization_words(stored).starts_with("API token “a'; role 'Owner”; role “=role()”"));
  stored.token_name = "=cmd()";
  stored.roles = "no JSON";
  CHECK(portal::authorization_words(stored) == "API token “=cmd()”");

  REQUIRE(db::SessionRepository(*world.database).grant(std::stoll(session), 1, "=HYPERLINK(1)"));
  const std::string csv = world.owner.get("/api/v1/session-export").text;
  CHECK(csv.find("\"'=HYPERLINK(1)\",\"view_screen\",\"api_token\",\"API token “=cmd()”; role “Owner”; role "
                 "“User”\"") != std::string::npos);
}

}  // namespace gatehouse::portal_session_rights_test
