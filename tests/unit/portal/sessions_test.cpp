#include "tests/unit/portal/world.h"

namespace gatehouse::portal_sessions_test {

using namespace portal_test;

std::string ask_for(Browser& browser, const db::Client& client) {
  const Answer answer = browser.post("/api/v1/connections", call_to(std::to_string(client.id)));
  REQUIRE(answer.status == 201);
  return answer.string("session_id");
}

TEST_CASE("sessions are listed newest first, by machine and by state", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const db::Client one = world.add_client("one"), two = world.add_client("two");
  std::vector<std::string> numbers;
  for (int i = 0; i < 4; ++i) {
    ++world.clock.now;
    numbers.push_back(ask_for(owner, i == 0 ? two : one));
  }
  CHECK(owner.post("/api/v1/sessions/" + numbers[1] + "/close").status == 204);

  const json all = owner.get("/api/v1/sessions").body["items"];
  REQUIRE(all.size() == 4);
  for (int i = 0; i < 4; ++i)
    CHECK(all[static_cast<std::size_t>(i)]["id"] == numbers[static_cast<std::size_t>(3 - i)]);
  CHECK(owner.get("/api/v1/sessions?active=true").body["items"].size() == 3);
  CHECK(owner.get("/api/v1/sessions?active=false").body["items"].size() == 1);
  CHECK(owner.get("/api/v1/sessions?client_id=" + std::to_string(two.id)).body["items"].size() == 1);
  CHECK(owner.get("/api/v1/sessions?client_id=1").body["items"].empty());
  CHECK(owner.get("/api/v1/sessions?client_id=x").names("client_id"));
  CHECK(owner.get("/api/v1/sessions?active=1").names("active"));

  const json page = owner.get("/api/v1/sessions?limit=3").body;
  CHECK(page["items"].size() == 3);
  ++world.clock.now;
  ask_for(owner, one);  // a new row moves nothing on the next page
  const json next =
      owner.get("/api/v1/sessions?limit=3&cursor=" + page["next_cursor"].get<std::string>()).body;
  REQUIRE(next["items"].size() == 1);
  CHECK(next["items"][0]["id"] == numbers[0]);
}

TEST_CASE("an administrator ends a session in any state, once", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const db::Client client = world.add_client("pc");

  const std::string waiting = ask_for(owner, client);
  CHECK(owner.post("/api/v1/sessions/" + waiting + "/close").status == 204);
  const json ended = owner.get("/api/v1/sessions/" + waiting).body;
  CHECK(ended["close_reason"] == "ended_by_administrator");
  CHECK(owner.post("/api/v1/sessions/" + waiting + "/close").code() == "already_ended");

  const std::string live = ask_for(owner, client);
  auto accepted = owner.upgrade("/api/v1/connections/" + live + "/stream");
  OpenSocket socket(std::get<http::WebSocketAccept>(accepted));
  const db::SessionId number = std::stoll(live);
  world.portal->session_opened(number);
  CHECK(owner.post("/api/v1/sessions/" + live + "/close").status == 204);
  CHECK(world.needs.hung_up == std::vector{std::pair(number, wire::CloseReason::ended_by_administrator)});
  // The relay may not have known the call yet: it is asked until the call is over.
  world.portal->tick();
  CHECK(world.needs.hung_up.size() == 2);
  world.portal->session_ended(number, wire::CloseReason::ended_by_administrator, 1, 1);
  world.portal->tick();
  CHECK(world.needs.hung_up.size() == 2);
  CHECK(owner.get("/api/v1/sessions/" + live).body["close_reason"] == "ended_by_administrator");

  CHECK(owner.get("/api/v1/sessions/999").status == 404);
  CHECK(owner.get("/api/v1/sessions/x").status == 404);
  CHECK(owner.post("/api/v1/sessions/999/close").status == 404);
}

TEST_CASE("sessions that a crash left open are ended at the next start", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const std::string number = ask_for(owner, world.add_client("pc"));
  world.start();
  const json session = owner.get("/api/v1/sessions/" + number).body;
  CHECK(session["state"] == "ended");
  CHECK(session["close_reason"] == "appliance_stopping");
}

TEST_CASE("changes are told to open pages", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const db::Client client = world.add_client("pc");
  auto accepted = owner.upgrade("/api/v1/events");
  OpenSocket events(std::get<http::WebSocketAccept>(accepted));
  const db::SessionId number = std::stoll(ask_for(owner, client));
  CHECK(events.heard() == "{\"topic\":\"sessions\"}\n");
  auto stream = owner.upgrade("/api/v1/connections/" + std::to_string(number) + "/stream");
  OpenSocket viewer(std::get<http::WebSocketAccept>(stream));
  world.portal->session_opened(number);
  CHECK(events.heard() == "{\"topic\":\"sessions\"}\n{\"topic\":\"clients\"}\n");
  for (std::uint64_t i = 1; i < 20; ++i) world.portal->session_progress(number, i, i);
  CHECK(events.heard().empty());
  world.portal->tick();
  CHECK(events.heard() == "{\"topic\":\"sessions\"}\n");
  world.portal->clients_changed(world.organization().id);
  CHECK(events.heard() == "{\"topic\":\"clients\"}\n");
  world.portal->stop();
  CHECK(events.closed());
  CHECK(events.code() == wire::websocket_code(wire::CloseReason::appliance_stopping));
}

TEST_CASE("what encodes an open session is shown while it is open, and only its own machine says it",
          "[portal]") {
  World world;
  Browser owner = world.set_up();
  const db::Client client = world.add_client("pc"), other = world.add_client("other");
  const std::string session = ask_for(owner, client);
  const db::SessionId number = std::stoll(session);
  const auto shown = [&] { return owner.get("/api/v1/sessions/" + session).body["encoder"]; };
  const auto in_use = [&](const db::Client& of) {
    return owner.get("/api/v1/clients/" + std::to_string(of.id)).body["encoders"];
  };
  world.portal->session_encodes(number, client.id, "zrle");  // nobody is there yet
  CHECK(shown().is_null());

  auto accepted = owner.upgrade("/api/v1/connections/" + session + "/stream");
  OpenSocket socket(std::get<http::WebSocketAccept>(accepted));
  world.portal->session_opened(number);
  CHECK(shown().is_null());
  CHECK(in_use(client) == json::array());
  world.portal->session_encodes(number, other.id, "forged");
  CHECK(shown().is_null());
  world.portal->session_encodes(number, client.id, "zrle");
  world.portal->session_encodes(number, client.id, "tight+jpeg");
  CHECK(shown() == "tight+jpeg");
  CHECK(in_use(client) == json({"tight+jpeg"}));
  CHECK(in_use(other) == json::array());
  CHECK(owner.get("/api/v1/clients").body["items"].size() == 2);
  CHECK(owner.get("/api/v1/dashboard").body["recent_sessions"][0]["encoder"] == "tight+jpeg");

  world.portal->session_ended(number, wire::CloseReason::ended_by_viewer, 1, 1);
  CHECK(shown().is_null());
  CHECK(in_use(client) == json::array());
  world.portal->session_encodes(number, client.id, "too late");
  CHECK(in_use(client) == json::array());
}

}  // namespace gatehouse::portal_sessions_test
