// Why somebody connected, what colleagues noted about it, and how long that is kept and where else.
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_session_notes_test {

using namespace portal_test;

const std::string kSessions = "/api/v1/sessions";

struct Fixture : World {
  Browser owner = set_up();
  db::Client client = add_client("pc");

  Answer connect(const json& reason = nullptr) {
    json body = call_to(std::to_string(client.id));
    if (!reason.is_null()) body["reason"] = reason;
    return owner.post("/api/v1/connections", body);
  }
  std::string session(const json& reason = nullptr) {
    const Answer answer = connect(reason);
    REQUIRE(answer.status == 201);
    return answer.string("session_id");
  }
  json newest() { return owner.get("/api/v1/audit?limit=1").body["items"][0]; }
};

TEST_CASE("the reason is kept with the session, and wanted where the organization says so", "[portal]") {
  Fixture world;
  CHECK(world.owner.get(kSessions + "/" + world.session()).body["reason"] == "");
  const std::string number = world.session("  Printer, ticket 4711 ");
  CHECK(world.owner.get(kSessions + "/" + number).body["reason"] == "Printer, ticket 4711");
  CHECK(world.newest()["action"] == "session.requested");
  CHECK(world.newest()["after"] == json{{"machine", "pc"}, {"reason", "Printer, ticket 4711"}});

  REQUIRE(world.owner.patch("/api/v1/organization", {{"reason_required", true}}).status == 200);
  CHECK(world.connect().code() == "reason_required");
  CHECK(world.connect("   ").code() == "reason_required");
  CHECK(world.connect("because").status == 201);
  CHECK(world.connect(std::string(201, 'x')).names("reason"));
  CHECK(world.connect("two\nlines").names("reason"));
  CHECK(world.connect(7).names("reason"));
}

TEST_CASE("a comment keeps those before it", "[portal]") {
  Fixture world;
  const std::string path = kSessions + "/" + world.session();
  const Answer fresh = world.owner.get(path);
  CHECK(fresh.header("ETag") == "\"1\"");
  CHECK(world.owner.get(path + "/comments").body["items"].empty());

  const Answer first = world.owner.patch(path, {{"comment", "Toner  ordered \n\nComes on Monday\n\n"}});
  REQUIRE(first.status == 200);
  CHECK(first.body["comment"] == "Toner  ordered\n\nComes on Monday");
  CHECK(world.newest()["action"] == "session.commented");
  CHECK(world.owner.patch(path, {{"comment", first.body["comment"]}}).header("ETag") ==
        "\"2\"");  // nothing done

  CHECK(world.owner.patch_if(fresh.header("ETag"), path, {{"comment", "mine"}}).status == 412);
  REQUIRE(world.owner.patch_if("\"2\"", path, {{"comment", ""}}).status == 200);
  const json all = world.owner.get(path + "/comments").body["items"];
  REQUIRE(all.size() == 2);
  CHECK(all[0]["comment"] == "");
  CHECK(all[1]["comment"] == first.body["comment"]);
  CHECK(all[1]["author"]["name"] == "Olga Owner");

  CHECK(world.owner.patch(path, {{"comment", std::string(2001, 'x')}}).names("comment"));
  CHECK(world.owner.patch(path, {{"comment", "a\u202eb"}}).names("comment"));
  CHECK(world.owner.patch(path, {{"comment", nullptr}}).names("comment"));
  CHECK(world.owner.patch(kSessions + "/999", {{"comment", "x"}}).status == 404);
  CHECK(world.owner.get(kSessions + "/999/comments").status == 404);
  for (int i = 0; i < 198; ++i)
    REQUIRE(world.owner.patch(path, {{"comment", std::to_string(i)}}).status == 200);
  CHECK(world.owner.patch(path, {{"comment", "once more"}}).code() == "too_many");
  CHECK(world.owner.get(path + "/comments").body["items"].size() == 200);
}

TEST_CASE("who may only look at sessions comments their own", "[portal]") {
  People world;
  Browser sam = world.with_access("sam@example.org", {{"clients", "view"}, {"sessions", "view"}});
  const std::string machine = std::to_string(world.add_client("pc").id);
  const auto session_of = [&](Browser& browser) {
    const Answer answer = browser.post("/api/v1/connections", call_to(machine));
    REQUIRE(answer.status == 201);
    return kSessions + "/" + answer.string("session_id");
  };
  const std::string sams = session_of(sam), olgas = session_of(world.owner);
  CHECK(sam.patch(sams, {{"comment", "Toner ordered"}}).status == 200);
  CHECK(world.owner.get(sams).body["comment"] == "Toner ordered");
  CHECK(sam.patch(olgas, {{"comment", "Toner ordered"}}).code() == "not_permitted");
  CHECK(sam.patch(kSessions + "/999", {{"comment", "x"}}).code() == "not_permitted");
  CHECK(world.owner.patch(sams, {{"comment", "Comes on Monday"}}).status == 200);
}

TEST_CASE("sessions are found by what was said about them, by who and when", "[portal]") {
  Fixture world;
  const std::string old = world.session("Printer");
  world.clock.now += 1000;
  const std::string later = world.session("Update");
  REQUIRE(world.owner.patch(kSessions + "/" + old, {{"comment", "New toner"}}).status == 200);
  const auto found = [&](const std::string& query) {
    std::string numbers;
    const Answer answer = world.owner.get(kSessions + "?" + query);
    for (const json& session : answer.body["items"]) numbers += session["id"].get<std::string>() + " ";
    return numbers;
  };
  CHECK(found("search=PRINT") == old + " ");
  CHECK(found("search=toner") == old + " ");
  CHECK(found("search=olga") == later + " " + old + " ");
  CHECK(found("search=%25") == "");
  CHECK(found("search='%20OR%201=1%20--") == "");
  CHECK(found("to=" + rfc3339(world.clock.now)) == old + " ");
  CHECK(found("from=" + rfc3339(world.clock.now)) == later + " ");
  CHECK(found("user_id=999") == "");
  CHECK(world.owner.get(kSessions + "?user_id=x").names("user_id"));
  CHECK(world.owner.get(kSessions + "?from=yesterday").names("from"));
}

TEST_CASE("sessions are downloaded as they are filtered", "[portal]") {
  Fixture world;
  world.session("=HYPERLINK(\"http://evil.example\")");
  const std::string second = world.session("say \"hello\"");
  REQUIRE(world.owner.post(kSessions + "/" + second + "/close").status == 204);

  const Answer csv = world.owner.get("/api/v1/session-export");
  REQUIRE(csv.status == 200);
  CHECK(csv.header("Content-Type").starts_with("text/csv"));
  CHECK(csv.header("Content-Disposition").starts_with("attachment; filename=\"sessions-"));
  CHECK(csv.text.find("\"'=HYPERLINK(\"\"http://evil.example\"\")\"") != std::string::npos);
  CHECK(csv.text.find("\"say \"\"hello\"\"\"") != std::string::npos);
  CHECK(std::count(csv.text.begin(), csv.text.end(), '\n') == 3);

  const Answer ended = world.owner.get("/api/v1/session-export?format=json&active=false");
  REQUIRE(ended.body.size() == 1);
  CHECK(ended.body[0] == world.owner.get(kSessions + "/" + second).body);
  CHECK(world.owner.get("/api/v1/session-export?format=json&search=nothing").body == json::array());
  CHECK(world.owner.get("/api/v1/session-export?format=xml").names("format"));
  CHECK(world.owner.get("/api/v1/session-export?limit=5").names("limit"));
}

TEST_CASE("only so many are downloaded at once", "[portal]") {
  Fixture world;
  std::vector<http::Response> held;
  for (int i = 0; i < 2; ++i) {
    held.push_back(world.portal->handle(world.owner.request("GET", "/api/v1/session-export")));
    CHECK(held.back().status == 200);
  }
  CHECK(world.owner.get("/api/v1/session-export").status == 503);
  Browser other = world.signed_in("other@example.org", {"admin"});  // nobody holds up the others
  CHECK(other.get("/api/v1/session-export").status == 200);
  held.clear();
  CHECK(world.owner.get("/api/v1/session-export").status == 200);
}

TEST_CASE("old sessions are forgotten when the organization wants that, running ones never", "[portal]") {
  Fixture world;
  const std::string old = world.session(), running = world.session();
  REQUIRE(world.owner.post(kSessions + "/" + old + "/close").status == 204);
  REQUIRE(world.owner.patch(kSessions + "/" + old, {{"comment", "x"}}).status == 200);
  auto accepted = world.owner.upgrade("/api/v1/connections/" + running + "/stream");
  OpenSocket socket(std::get<http::WebSocketAccept>(accepted));
  world.portal->session_opened(std::stoll(running));
  const auto later = [&](std::int64_t days) {
    for (std::int64_t hour = 0; hour < days * 24; hour += 6) {
      world.clock.now += 6 * 3600;
      world.owner.get("/api/v1/me");  // stays signed in
    }
    world.portal->tick();
  };
  world.portal->tick();
  later(2);
  CHECK(world.owner.get(kSessions).body["items"].size() == 2);

  REQUIRE(world.owner.post("/api/v1/me/confirm", {{"password", kPassword}}).status == 204);
  REQUIRE(world.owner.patch("/api/v1/organization", {{"keep_sessions_days", 1}}).status == 200);
  later(1);
  const json left = world.owner.get(kSessions).body["items"];
  REQUIRE(left.size() == 1);
  CHECK(left[0]["id"] == running);
  CHECK(world.newest()["action"] == "organization.forgot");
  CHECK(world.newest()["after"]["sessions"] == 1);
  CHECK(world.newest()["actor"]["name"] == "Gatehouse");
  later(1);
  CHECK(world.owner.get("/api/v1/audit?action=organization.forgot").body["items"].size() == 1);
}

}  // namespace gatehouse::portal_session_notes_test
