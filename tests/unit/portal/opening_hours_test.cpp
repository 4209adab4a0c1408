// Opening hours of a machine: who sets them, what they refuse, and what becomes of sessions when it closes. On the clock of an
// appliance one hour east of UTC, on Saturday, January 31st 2026, 13:00 there.
#include <chrono>

#include "tests/unit/portal/people.h"

namespace gatehouse::portal_opening_hours_test {

using namespace portal_test;

constexpr std::int64_t kHour = 3600;
const json kOffice = {{"monday", {"08:00-12:00", "13:00-17:30"}}, {"saturday", json::array({"09:00-14:00"})}};

struct Fixture : People {
  db::Client client = add_client("till");
  std::string id = std::to_string(client.id), path = "/api/v1/clients/" + id;

  Answer set(const json& hours) { return owner.patch(path, {{"opening_hours", hours}}); }
  void set_well(const json& hours) {
    const Answer answer = set(hours);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
  }
  Answer connect(Browser& browser, const char* transport = "websocket") {
    json call = call_to(id);
    call["transport"] = transport;
    return browser.post("/api/v1/connections", call);
  }
  std::string state(const std::string& session) {
    return owner.get("/api/v1/sessions/" + session).string("state");
  }
};

TEST_CASE("who may give a machine opening hours", "[portal]") {
  Fixture world;
  Browser guest(world), viewer = world.with_access("viewer@example.org", {{"clients", "view"}}),
                        editor = world.with_access("editor@example.org", {{"clients", "edit"}});
  struct Scenario {
    Browser& who;
    int status;
  };
  for (const auto& [who, status] : {Scenario{guest, 401}, Scenario{viewer, 403}, Scenario{editor, 200}})
    CHECK(who.patch(world.path, {{"opening_hours", kOffice}}).status == status);
  CHECK(viewer.get(world.path).body["opening_hours"]["saturday"] == json{"09:00-14:00"});
}

TEST_CASE("a machine has opening hours or none, and a change is in the log with what was there before",
          "[portal]") {
  Fixture world;
  const Answer before = world.owner.get(world.path);
  CHECK(before.body["opening_hours"] == nullptr);
  CHECK(before.body["open"] == true);
  CHECK(before.body["open_changes"] == nullptr);
  CHECK(before.body["time_zone"] == "Europe/Berlin");
  const Answer set = world.owner.patch_if(before.header("ETag"), world.path, {{"opening_hours", kOffice}});
  REQUIRE(set.status == 200);
  CHECK(set.header("ETag") != before.header("ETag"));
  CHECK(set.body["opening_hours"]["monday"] == json{"08:00-12:00", "13:00-17:30"});
  CHECK(set.body["opening_hours"]["tuesday"] == json::array());
  CHECK(set.body["open"] == true);
  CHECK(set.body["open_changes"] ==
        json{{"at", "2026-01-31T13:00:00Z"}, {"weekday", "saturday"}, {"time", "14:00"}});
  CHECK(world.owner.patch_if(before.header("ETag"), world.path, {{"opening_hours", nullptr}}).code() ==
        "changed_meanwhile");
  const auto entries = [&] {
    return world.owner.get("/api/v1/audit?action=client.changed&limit=50").body["items"];
  };
  CHECK(entries()[0]["before"] == json{{"opening_hours", json::array()}});
  CHECK(entries()[0]["after"] ==
        json{{"opening_hours", {"monday 08:00-12:00 13:00-17:30", "saturday 09:00-14:00"}}});
  // The same again is no change, and what is not named stays.
  const std::size_t count = entries().size();
  world.set_well(kOffice);
  CHECK(entries().size() == count);
  CHECK(world.owner.patch(world.path, {{"comment", "x"}}).body["opening_hours"].is_object());
  world.set_well(nullptr);
  CHECK(world.owner.get(world.path).body["opening_hours"] == nullptr);
}

TEST_CASE("what are no opening hours is refused by name", "[portal]") {
  Fixture world;
  world.set_well(kOffice);
  const json four = {"01:00-02:00", "03:00-04:00", "05:00-06:00", "07:00-08:00"};
  for (const json& wrong :
       std::vector<json>{"08:00-12:00",
                         5,
                         true,
                         json::array(),
                         json::object(),
                         json{{"monday", json::array()}},
                         json{{"moonday", json::array({"08:00-12:00"})}},
                         json{{"Monday", json::array({"08:00-12:00"})}},
                         json{{"monday", "08:00-12:00"}},
                         json{{"monday", nullptr}},
                         json{{"monday", json::array({5})}},
                         json{{"monday", json::array({json::array()})}},
                         json{{"monday", json::array({"8-12"})}},
                         json{{"monday", json::array({"08:00-08:00"})}},
                         json{{"monday", json::array({""})}},
                         json{{"monday", json::array({"08:00-12:00\n"})}, {"x", 1}},
                         json{{"monday", json::array({std::string("08:00-12:00\0", 12)})}},
                         json{{"monday", json::array({"08:00\u2013\u202e12:00"})}},
                         json{{"monday", json::array({std::string(60'000, '1')})}},
                         json{{"monday", four}},
                         json{{"monday", {"08:00-12:00", "11:00-13:00"}}},
                         json{{"monday", json::array({"08:00-12:00;tuesday 00:00-24:00"})}}}) {
    INFO(wrong.dump().substr(0, 200));
    const Answer refused = world.set(wrong);
    CHECK(refused.status == 400);
    CHECK(refused.names("opening_hours"));
  }
  CHECK(world.owner.get(world.path).body["opening_hours"]["saturday"] == json{"09:00-14:00"});
}

TEST_CASE("a machine that is closed is not connected to, and says when it opens", "[portal]") {
  Fixture world;
  Browser guest(world), viewer = world.with_access("viewer@example.org", {{"clients", "view"}});
  world.set_well({{"monday", json::array({"08:00-12:00"})}});
  CHECK(world.connect(guest).status == 401);
  for (const char* transport : {"websocket", "link"}) {
    for (Browser* browser : {&viewer, &world.owner}) {  // owners, too
      const Answer refused = world.connect(*browser, transport);
      CHECK(refused.status == 409);
      CHECK(refused.code() == "outside_hours");
      CHECK(refused.string("detail") == "This machine is closed now. It opens Monday 08:00 (Europe/Berlin).");
    }
  }
  CHECK(world.owner.get("/api/v1/sessions").body["items"].empty());
  CHECK(world.owner.get("/api/v1/clients").body["items"][0]["open"] == false);
  struct Row {
    std::int64_t at;
    int status;
  };
  const std::int64_t monday = world.clock.now + 2 * 24 * kHour - 13 * kHour;  // 00:00 there
  for (const auto& [at, status] : {Row{monday + 8 * kHour - 1, 409}, Row{monday + 8 * kHour, 201},
                                   Row{monday + 12 * kHour - 1, 201}, Row{monday + 12 * kHour, 409}}) {
    INFO(at - monday);
    world.clock.now = at;
    Browser late(world);
    REQUIRE(late.log_in("viewer@example.org").status == 200);
    CHECK(world.connect(late).status == status);
  }
}

TEST_CASE("when the machine closes, what goes on there ends, and what waits begins no more", "[portal]") {
  Fixture world;
  world.set_well(kOffice);  // until 14:00
  world.clock.now += kHour - 10;
  Browser owner(world);
  REQUIRE(owner.log_in("olga@example.org").status == 200);
  const db::Client other = world.add_client("other");
  const Answer open = world.connect(owner), waiting = world.connect(owner),
               link = world.connect(owner, "link");
  const Answer elsewhere = owner.post("/api/v1/connections", call_to(std::to_string(other.id)));
  REQUIRE(link.status == 201);
  auto accepted = owner.upgrade(open.string("stream_path"));
  OpenSocket socket(std::get<http::WebSocketAccept>(accepted));
  const db::SessionId number = std::stoll(open.string("session_id"));
  world.portal->session_opened(number);
  world.portal->tick();
  CHECK(world.needs.hung_up.empty());

  std::int64_t passes = 10;
  SECTION("time passes") {}
  SECTION("somebody changes the hours") {
    passes = 1;
    REQUIRE(owner.patch(world.path, {{"opening_hours", {{"monday", json::array({"08:00-12:00"})}}}}).status ==
            200);
    REQUIRE(world.needs.hung_up.size() == 1);  // at once
  }
  world.clock.now += passes;
  // The viewer comes before anybody has looked.
  const std::string view_key = *from_base64url(link.body["link"]["view_key"].get<std::string>());
  CHECK_FALSE(world.portal->claim_call(std::stoll(link.string("session_id")), view_key));
  CHECK_FALSE(world.portal->claim_direct_call(std::stoll(link.string("session_id")), world.client.id));
  CHECK(std::holds_alternative<http::Response>(owner.upgrade(waiting.string("stream_path"))));
  world.portal->tick();
  REQUIRE_FALSE(world.needs.hung_up.empty());
  CHECK(world.needs.hung_up.front() == std::pair(number, wire::CloseReason::outside_hours));
  CHECK(world.state(waiting.string("session_id")) == "ended");
  CHECK(world.state(link.string("session_id")) == "ended");
  CHECK(world.state(elsewhere.string("session_id")) == "requested");
}

TEST_CASE("hours in the store that nobody can read keep the machine closed", "[portal]") {
  Fixture world;
  REQUIRE(db::ClientRepository(*world.database)
              .set_opening_hours(world.organization().id, world.client.id, "moonday 1-2"));
  const Answer refused = world.connect(world.owner);
  CHECK(refused.code() == "outside_hours");
  CHECK(refused.string("detail") == "This machine is closed now.");
  CHECK(world.owner.get(world.path).body["open"] == false);
  world.set_well(nullptr);
  CHECK(world.connect(world.owner).status == 201);
}

}  // namespace gatehouse::portal_opening_hours_test
