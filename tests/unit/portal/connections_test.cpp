#include "tests/support/disable_user.h"
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_connections_test {

using namespace portal_test;

struct Fixture : World {
  Browser owner = set_up();
  db::Client client = add_client("pc");
  std::string id = std::to_string(client.id);

  Answer connect(Browser& browser) { return browser.post("/api/v1/connections", call_to(id)); }
  // Asks and opens the stream; gives the session's number.
  db::SessionId open(Browser& browser, std::unique_ptr<OpenSocket>& socket) {
    const Answer asked = connect(browser);
    REQUIRE(asked.status == 201);
    auto accepted = browser.upgrade(asked.string("stream_path"));
    REQUIRE(std::holds_alternative<http::WebSocketAccept>(accepted));
    socket = std::make_unique<OpenSocket>(std::get<http::WebSocketAccept>(accepted));
    return std::stoll(asked.string("session_id"));
  }
  json session(db::SessionId number) { return owner.get("/api/v1/sessions/" + std::to_string(number)).body; }
  // What the application does when the relay says that a call is over.
  void end(db::SessionId number, wire::CloseReason reason) {
    auto call = needs.started.extract(number);
    REQUIRE(call);
    call.mapped().ended(reason);
    portal->session_ended(number, reason, 1000, 200);
  }
};

int status_of(const std::variant<http::Response, http::WebSocketAccept>& answer) {
  const auto* refusal = std::get_if<http::Response>(&answer);
  return refusal ? refusal->status : 101;
}

TEST_CASE("a connection is asked for, opened, counted and ended", "[portal]") {
  Fixture world;
  std::unique_ptr<OpenSocket> socket;
  const db::SessionId number = world.open(world.owner, socket);
  REQUIRE(world.needs.started.size() == 1);
  const auto& request = world.needs.started.at(number).request;
  CHECK(request.client == world.client.id);
  const auto ticket = seal::verify_ticket(request.ticket, {world.tickets.public_key()},
                                          static_cast<std::uint64_t>(world.client.id), world.clock.now);
  REQUIRE(ticket);
  CHECK(ticket->call == static_cast<std::uint64_t>(number));
  CHECK(ticket->viewer_key == seal::PublicKey{});
  CHECK(ticket->viewer_name == "Olga Owner");
  CHECK(ticket->viewer_account == "olga@example.org");
  CHECK(ticket->viewer_address == "192.0.2.1");
  CHECK(ticket->permissions == policy::Permissions::available());
  CHECK(world.session(number)["state"] == "requested");

  world.portal->session_opened(number);
  CHECK(world.session(number)["state"] == "open");
  world.portal->session_progress(number, 500, 100);
  CHECK(world.session(number)["bytes_to_viewer"] == 500);
  CHECK(world.owner.get("/api/v1/clients/" + world.id).body["active_sessions"] == 1);

  world.clock.now += 60;
  world.end(number, wire::CloseReason::device_lost);
  const json ended = world.session(number);
  CHECK(ended["state"] == "ended");
  CHECK(ended["close_reason"] == "device_lost");
  CHECK_FALSE(ended["close_words"].get<std::string>().empty());
  CHECK(ended["bytes_to_viewer"] == 1000);
  CHECK(ended["bytes_to_client"] == 200);
  CHECK(ended["ended_at"] == "2026-01-31T12:01:00Z");
  CHECK(socket->closed());
  CHECK(socket->code() == wire::websocket_code(wire::CloseReason::device_lost));
}

TEST_CASE("an address is an ID, also in groups, or an alias", "[portal]") {
  Fixture world;
  REQUIRE(
      db::ClientRepository(*world.database).set_alias(world.organization().id, world.client.id, "desk@ad"));
  const std::string grouped = world.id.substr(0, 3) + " " + world.id.substr(3);
  for (const std::string& good : {world.id, grouped, std::string(" desk@AD ")}) {
    INFO(good);
    CHECK(world.owner.post("/api/v1/connections", call_to(good)).status == 201);
  }
  for (const std::string unknown :
       {"123456789", "nobody@ad", "pc", "javascript:alert(1)", "https://evil.example"}) {
    INFO(unknown);
    CHECK(world.owner.post("/api/v1/connections", call_to(unknown)).code() == "no_such_client");
  }
  CHECK(world.owner.post("/api/v1/connections", call_to("")).names("address"));
  CHECK(world.owner.post("/api/v1/connections", call_to(std::string(129, '1'))).names("address"));
  CHECK(world.owner.post("/api/v1/connections", call_to(123456789)).names("address"));
  CHECK(world.owner
            .post("/api/v1/connections",
                  {{"address", world.id}, {"viewer_key", kViewerKey}, {"host", "evil.example"}})
            .names("host"));
}

TEST_CASE("the viewer gets the ticket and the key of the machine, for a key of its own", "[portal]") {
  Fixture world;
  const Answer asked = world.connect(world.owner);
  CHECK(asked.body["device_key"] == kDeviceKey);
  CHECK(asked.string("ticket").size() > 100);
  for (const std::string bad : {"AAAA", "not base64url at all, but 43 characters long!", "="}) {
    CHECK(world.owner.post("/api/v1/connections", {{"address", world.id}, {"viewer_key", bad}}).code() ==
          "bad_viewer_key");
  }
  CHECK(world.owner.post("/api/v1/connections", {{"address", world.id}}).names("viewer_key"));
}

TEST_CASE("a machine that came with another key is not reached until that is confirmed", "[portal]") {
  Fixture world;
  db::ClientRepository clients(*world.database);
  CHECK(*clients.keep_device_key(world.client.id, kDeviceKey));
  const std::string other = std::string(42, 'C') + 'A';
  CHECK_FALSE(*clients.keep_device_key(world.client.id, other));
  const Answer refused = world.connect(world.owner);
  CHECK(refused.code() == "device_key_changed");
  CHECK(refused.string("client_id") == world.id);
  const json shown = world.owner.get("/api/v1/clients/" + world.id).body;
  CHECK(shown["device_key_fingerprint"] != shown["offered_device_key_fingerprint"]);
  SECTION("the old one is back") {
    CHECK(*clients.keep_device_key(world.client.id, kDeviceKey));
  }
  SECTION("it is confirmed") {
    const std::string path = "/api/v1/clients/" + world.id + "/device-key";
    const json offered = {{"fingerprint", shown["offered_device_key_fingerprint"]}};
    CHECK(world.owner.post(path, {{"fingerprint", shown["device_key_fingerprint"]}}).code() ==
          "not_this_key");
    CHECK(world.owner.post(path, json::object()).names("fingerprint"));
    CHECK(world.owner.post("/api/v1/clients/1/device-key", offered).code() == "no_such_client");
    CHECK(world.owner.post(path, offered).status == 204);
    CHECK(world.owner.post(path, offered).code() == "not_this_key");
  }
  SECTION("the machine was enrolled again") {
    CHECK(*clients.set_link_key(world.organization().id, world.client.id, "another"));
    CHECK(*clients.keep_device_key(world.client.id, other));
  }
  CHECK(world.connect(world.owner).status == 201);
}

TEST_CASE("a machine that is not online is not rung", "[portal]") {
  Fixture world;
  world.needs.online.clear();
  const Answer answer = world.connect(world.owner);
  CHECK(answer.status == 409);
  CHECK(answer.code() == "client_offline");
  CHECK(world.owner.get("/api/v1/sessions").body["items"].empty());
}

TEST_CASE("the stream path is good once, within 30 seconds, for the login that asked", "[portal]") {
  Fixture world;
  Browser other(world);
  REQUIRE(other.log_in("olga@example.org").status == 200);
  Browser guest(world);
  const Answer asked = world.connect(world.owner);
  const std::string path = asked.string("stream_path");
  CHECK(path == "/api/v1/connections/" + asked.string("session_id") + "/stream");
  CHECK(status_of(guest.upgrade(path)) == 401);
  CHECK(status_of(other.upgrade(path)) == 404);
  CHECK(status_of(world.owner.upgrade(path)) == 101);
  CHECK(status_of(world.owner.upgrade(path)) == 404);

  const Answer late = world.connect(world.owner);
  world.clock.now += 30;
  CHECK(status_of(world.owner.upgrade(late.string("stream_path"))) == 404);
  world.portal->tick();
  const json session = world.owner.get("/api/v1/sessions/" + late.string("session_id")).body;
  CHECK(session["state"] == "ended");
  CHECK(session["close_reason"] == "viewer_lost");
}

TEST_CASE("a viewer that is no browser gets a key for its link, good once, while its login lasts",
          "[portal]") {
  Fixture world;
  json body = call_to(world.id);
  CHECK_FALSE(world.owner.post("/api/v1/connections", body).body.contains("link"));
  body["transport"] = "pigeon";
  CHECK(world.owner.post("/api/v1/connections", body).names("transport"));
  body["transport"] = 1;
  CHECK(world.owner.post("/api/v1/connections", body).names("transport"));
  body["transport"] = "link";
  world.needs.reachable[world.client.id] = {"192.0.2.7:7070"};
  const Answer asked = world.owner.post("/api/v1/connections", body);
  REQUIRE(asked.status == 201);
  CHECK(asked.body["link"]["authority_fingerprint"] == hex(std::string(32, 'f')));
  CHECK(asked.body["link"]["authorities"] == "certificates");
  CHECK(asked.body["link"]["direct"] == json({"192.0.2.7:7070"}));
  const std::string key = from_base64url(asked.body["link"]["view_key"].get<std::string>()).value();
  CHECK(key.size() == 16);
  const db::SessionId number = std::stoll(asked.string("session_id"));

  SECTION("it is used") {
    CHECK_FALSE(world.portal->claim_call(number + 1, key));
    CHECK_FALSE(world.portal->claim_call(number, std::string(16, 'x')));
    const auto call = world.portal->claim_call(number, key);
    REQUIRE(call);
    CHECK(call->session == number);
    CHECK(call->client == world.client.id);
    CHECK(call->ticket == asked.string("ticket"));
    CHECK_FALSE(world.portal->claim_call(number, key));
    CHECK(status_of(world.owner.upgrade(asked.string("stream_path"))) == 404);
    world.portal->session_opened(number);
    CHECK(world.session(number)["state"] == "open");
    CHECK(world.owner.post("/api/v1/sessions/" + std::to_string(number) + "/close").status == 204);
    REQUIRE(world.needs.hung_up.size() == 1);
    CHECK(world.needs.hung_up[0].first == number);
    world.portal->session_ended(number, wire::CloseReason::ended_by_administrator, 10, 20);
    CHECK(world.session(number)["close_reason"] == "ended_by_administrator");
  }
  SECTION("the viewer comes to the machine itself") {
    CHECK_FALSE(world.portal->claim_direct_call(number, world.client.id + 1));
    const auto call = world.portal->claim_direct_call(number, world.client.id);
    REQUIRE(call);
    CHECK(call->ticket == asked.string("ticket"));
    CHECK_FALSE(world.portal->claim_call(number, key));
    CHECK_FALSE(world.portal->claim_direct_call(number, world.client.id));
    world.portal->session_opened(number, {.direct_from = "192.0.2.9"});
    CHECK(world.session(number)["direct_from"] == "192.0.2.9");
    CHECK(world.owner.post("/api/v1/logout").status == 204);
    CHECK(world.needs.hung_up == std::vector{std::pair(number, wire::CloseReason::not_permitted)});
  }
  SECTION("it comes too late") {
    world.clock.now += 30;
    CHECK_FALSE(world.portal->claim_call(number, key));
    CHECK_FALSE(world.portal->claim_direct_call(number, world.client.id));
  }
  SECTION("its login has ended") {
    CHECK(world.owner.post("/api/v1/logout").status == 204);
    CHECK_FALSE(world.portal->claim_call(number, key));
    CHECK_FALSE(world.portal->claim_direct_call(number, world.client.id));
  }
}

TEST_CASE("a login can't ask for any number of sessions", "[portal]") {
  Fixture world;
  Answer last = world.connect(world.owner);
  int given = 0;
  for (; last.status == 201 && given < 100; ++given) last = world.connect(world.owner);
  CHECK(given == 16);
  CHECK(last.status == 503);
  CHECK(last.code() == "too_many_sessions");
  world.clock.now += 31;
  world.portal->tick();
  CHECK(world.connect(world.owner).status == 201);
}

TEST_CASE("when a login ends, so do its sessions and event streams", "[portal]") {
  using Ending = std::function<void(Fixture&, Browser&)>;
  const std::pair<const char*, Ending> endings[] = {
      {"sign-out", [](Fixture&, Browser& viewer) { CHECK(viewer.post("/api/v1/logout").status == 204); }},
      {"ended elsewhere",
       [](Fixture& world, Browser&) {
         Browser other(world);
         REQUIRE(other.log_in("tom@example.org").status == 200);
         CHECK(other.del("/api/v1/me/logins").status == 204);
       }},
      {"password changed elsewhere",
       [](Fixture& world, Browser&) {
         Browser other(world);
         REQUIRE(other.log_in("tom@example.org").status == 200);
         CHECK(other
                   .post("/api/v1/me/password",
                         {{"current_password", kPassword}, {"new_password", "a new and longer one"}})
                   .status == 204);
       }},
      {"user disabled by another process",
       [](Fixture& world, Browser&) {
         db::UserRepository users(*world.database);
         const auto tom = users.find_by_email(world.organization().id, "tom@example.org");
         test::disable(*world.database, **tom);
         world.portal->tick();
       }},
      {"login too old",
       [](Fixture& world, Browser&) {
         world.clock.now += 366 * 24 * 60 * 60;
         world.portal->tick();
       }},
  };
  for (const auto& [name, end] : endings) {
    INFO(name);
    Fixture world;
    Browser tom = world.signed_in("tom@example.org", {"user"});
    auto accepted = tom.upgrade("/api/v1/events");
    REQUIRE(status_of(accepted) == 101);
    OpenSocket events(std::get<http::WebSocketAccept>(accepted));
    std::unique_ptr<OpenSocket> viewer;
    const db::SessionId live = world.open(tom, viewer);
    end(world, tom);
    CHECK(events.closed());
    CHECK(events.code() == wire::websocket_code(wire::CloseReason::not_permitted));
    CHECK(world.needs.hung_up == std::vector{std::pair(live, wire::CloseReason::not_permitted)});
  }
}

TEST_CASE("a reservation ends with its login too", "[portal]") {
  Fixture world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  const Answer asked = world.connect(tom);
  auto accepted = tom.upgrade(asked.string("stream_path"));
  const Answer waiting = world.connect(tom);
  REQUIRE(tom.post("/api/v1/logout").status == 204);
  // The socket of the first comes only now.
  OpenSocket socket(std::get<http::WebSocketAccept>(accepted));
  CHECK(socket.closed());
  CHECK(socket.code() == wire::websocket_code(wire::CloseReason::not_permitted));
  CHECK(world.needs.started.empty());
  for (const Answer& answer : {asked, waiting}) {
    CHECK(world.session(std::stoll(answer.string("session_id")))["close_reason"] == "not_permitted");
  }
}

TEST_CASE("who comes when every place is taken is told so", "[portal]") {
  Fixture world;
  world.start({.calls = 3, .pages = 3});
  std::vector<Browser> browsers;
  for (const char* name : {"a", "b", "c", "d"})
    browsers.push_back(world.signed_in(std::string(name) + "@example.org", {"user"}));
  std::vector<std::unique_ptr<OpenSocket>> pages;
  for (int i = 0; i < 3; ++i) {
    CHECK(world.connect(browsers[i]).status == 201);
    auto page = browsers[i].upgrade("/api/v1/events");
    REQUIRE(status_of(page) == 101);
    pages.push_back(std::make_unique<OpenSocket>(std::get<http::WebSocketAccept>(page)));
  }
  const Answer answer = world.connect(browsers[3]);
  CHECK(answer.status == 503);
  CHECK(answer.code() == "too_many_sessions");
  CHECK(answer.header("Retry-After") == "5");
  CHECK(status_of(browsers[3].upgrade("/api/v1/events")) == 503);
  CHECK(browsers[3].get("/api/v1/clients").status == 200);

  world.clock.now += 30;  // nobody came for their picture
  world.portal->tick();
  CHECK(world.connect(browsers[3]).status == 201);
}

}  // namespace gatehouse::portal_connections_test
