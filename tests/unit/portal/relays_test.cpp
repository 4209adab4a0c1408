#include "appliance/auth/token.h"
#include "appliance/wire/enrolment_token.h"
#include "db/relay_node_repository.h"
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_relays_test {

using namespace portal_test;

const std::string kPath = "/api/v1/relays";

struct Fixture : World {
  Browser owner = set_up();

  Answer add(const std::string& address, const std::string& name = "Berlin") {
    return owner.post(kPath, {{"name", name}, {"address", address}});
  }
  // What the relay's process does with the token of `answer`.
  bool join(const Answer& answer, const std::string& link_key) {
    const auto token = wire::parse_enrolment_token(answer.string("token"));
    REQUIRE(token);
    CHECK(token->authority_fingerprint == std::string(32, 'f'));
    db::RelayNodeRepository relays(*database);
    const auto joined = relays.join(auth::hash_token(token->secret), link_key, clock.now);
    REQUIRE(joined);
    return joined->has_value();
  }
  std::string policy() { return owner.get("/").header("Content-Security-Policy"); }
};

std::string id_of(const Answer& answer) {
  return answer.body["relay"]["id"].get<std::string>();
}

TEST_CASE("a relay is added, with a token that is shown once", "[portal]") {
  Fixture world;
  CHECK(world.owner.get(kPath).body == json({{"items", json::array()}}));
  const Answer made = world.add(" Relay.Example.org:8443 ", " B\xc3\xa4rlin");
  REQUIRE(made.status == 201);
  const json relay = made.body["relay"];
  CHECK(relay["name"] == "B\xc3\xa4rlin");
  CHECK(relay["address"] == "relay.example.org:8443");
  CHECK(relay["joined"] == false);
  CHECK(relay["token_expires_at"] == "2026-02-01T12:00:00Z");
  CHECK(relay["online"] == false);
  CHECK(relay["round_trip_ms"].is_null());
  CHECK(relay["last_seen_at"].is_null());
  const Answer list = world.owner.get(kPath);
  CHECK(list.body["items"] == json::array({relay}));
  CHECK(list.text.find(made.string("token")) == std::string::npos);

  REQUIRE(world.join(made, "key"));
  world.needs.relay_states[std::stoll(id_of(made))] = {true, std::chrono::microseconds(12340), 3};
  const json now = world.owner.get(kPath).body["items"][0];
  CHECK(now["joined"] == true);
  CHECK(now["token_expires_at"].is_null());
  CHECK(now["online"] == true);
  CHECK(now["round_trip_ms"] == 12.3);
  CHECK(now["sessions"] == 3);
}

TEST_CASE("a relay set up anew gets a new token, and the old key stays until that is used", "[portal]") {
  Fixture world;
  const Answer made = world.add("relay.example.org");
  REQUIRE(world.join(made, "old key"));
  const Answer again = world.owner.post(kPath + "/" + id_of(made) + "/token");
  REQUIRE(again.status == 201);
  CHECK(again.string("token") != made.string("token"));
  CHECK(again.body["relay"]["joined"] == true);
  CHECK_FALSE(again.body["relay"]["token_expires_at"].is_null());
  db::RelayNodeRepository relays(*world.database);
  CHECK(*relays.find_by_link_key("old key"));
  REQUIRE(world.join(again, "new key"));
  CHECK_FALSE(*relays.find_by_link_key("old key"));
  CHECK_FALSE(world.join(again, "third key"));

  for (const std::string none : {"999", "x", "-1"})
    CHECK(world.owner.post(kPath + "/" + none + "/token").code() == "no_such_relay");
  const Answer late = world.owner.post(kPath + "/" + id_of(made) + "/token");
  world.clock.now += 24 * 3600;
  CHECK_FALSE(world.join(late, "too late"));
}

TEST_CASE("a relay that is removed is cut off, and its token lets nobody in", "[portal]") {
  Fixture world;
  const Answer made = world.add("relay.example.org");
  CHECK(world.owner.del(kPath + "/" + id_of(made)).status == 204);
  CHECK(world.needs.dropped_relays == std::vector<db::RelayNodeId>{std::stoll(id_of(made))});
  CHECK_FALSE(world.join(made, "key"));
  CHECK(world.owner.del(kPath + "/" + id_of(made)).code() == "no_such_relay");
  CHECK(world.owner.get(kPath).body["items"].empty());
}

TEST_CASE("nothing of one organization's relays is reached through another", "[portal]") {
  Fixture world;
  const auto other = db::OrganizationRepository(*world.database).add("Other", "other", world.clock.now);
  REQUIRE(other);
  db::RelayNode theirs;
  theirs.organization = other->id;
  theirs.name = "Theirs";
  theirs.address = "theirs.example:443";
  db::RelayNodeRepository relays(*world.database);
  const auto added = relays.add(theirs, "hash", world.clock.now + 100);
  REQUIRE(added);
  const std::string path = kPath + "/" + std::to_string(std::get<db::RelayNode>(*added).id);
  CHECK(world.owner.del(path).code() == "no_such_relay");
  CHECK(world.owner.post(path + "/token").code() == "no_such_relay");
  CHECK(world.owner.get(kPath).body["items"].empty());
  CHECK(world.needs.dropped_relays.empty());
}

TEST_CASE("a relay's name and address have bounds, and are nobody else's", "[portal]") {
  Fixture world;
  REQUIRE(world.add("relay.example.org").status == 201);
  CHECK(world.add("RELAY.example.org:443").code() == "address_taken");
  for (const std::string bad :
       {"", "https://relay.example", "relay.example:0", "relay.example:65536", "0.0.0.0", "a b",
        "relay.example/x", "u@relay.example", "relay.example; script-src *", "box.example",
        "BOX.example:8444", "gatehouse.appliance:443", "relay-1.gatehouse:443", "localhost:9443",
        "192.0.2.1:9443", "[2001:db8:0::1]:9443"}) {
    INFO(bad);
    CHECK(world.add(bad).names("address"));
  }
  CHECK(world.add(std::string(129, 'a')).names("address"));
  for (const std::string good :
       {"192.0.2.9:9443", "relay.local:9443", "[2001:db8::9]:9443", "other.box.example"}) {
    INFO(good);
    CHECK(world.add(good).status == 201);
  }
  CHECK(world.add("r.example", "").names("name"));
  CHECK(world.add("r.example", std::string(65, 'x')).names("name"));
  CHECK(world.add("r.example", "two\nlines").names("name"));
  CHECK(world.owner.post(kPath, {{"name", "x"}}).names("address"));
  CHECK(world.owner.post(kPath, {{"name", "x"}, {"address", "r.example"}, {"id", "1"}}).names("id"));

  for (int i = 5; i < 32; ++i) REQUIRE(world.add("r" + std::to_string(i) + ".example").status == 201);
  CHECK(world.add("r33.example").code() == "too_many_relays");
}

TEST_CASE("pages may connect to relays that joined, and to nobody else", "[portal]") {
  Fixture world;
  CHECK(world.policy().ends_with("connect-src 'self'"));
  const Answer made = world.add("relay.example.org:8443");
  const Answer six = world.add("[2001:db8::7]");
  CHECK(world.policy().ends_with("connect-src 'self'"));
  REQUIRE(world.join(made, "key"));
  REQUIRE(world.join(six, "key of six"));
  CHECK(world.policy().ends_with("connect-src 'self'"));  // the store is not asked for every page
  const std::string both = "connect-src 'self' https://relay.example.org:8443 wss://relay.example.org:8443";
  SECTION("after a while") {
    world.clock.now += 3;
    CHECK(world.policy().ends_with(both));
  }
  SECTION("at once when the application says so") {
    world.portal->relays_changed(world.organization().id);
    CHECK(world.policy().ends_with(both));
    CHECK(world.owner.del(kPath + "/" + id_of(made)).status == 204);
    CHECK(world.policy().ends_with("connect-src 'self'"));
  }
  CHECK(world.owner.get("/api/v1/state").header("Content-Security-Policy").find("relay") ==
        std::string::npos);
}

TEST_CASE("pages hear of relays, as far as they may see them", "[portal]") {
  Fixture world;
  Browser agent = world.signed_in("agent@example.org", {"support_agent"});
  const auto listen = [](Browser& browser) {
    return std::make_unique<OpenSocket>(std::get<http::WebSocketAccept>(browser.upgrade("/api/v1/events")));
  };
  const auto owners = listen(world.owner), agents = listen(agent);
  const Answer made = world.add("relay.example.org");
  CHECK(owners->heard() == "{\"topic\":\"relays\"}\n");
  world.portal->relays_changed(world.organization().id);
  CHECK(owners->heard() == "{\"topic\":\"relays\"}\n");
  world.owner.post(kPath + "/" + id_of(made) + "/token");
  CHECK(owners->heard() == "{\"topic\":\"relays\"}\n");
  world.owner.del(kPath + "/" + id_of(made));
  CHECK(owners->heard() == "{\"topic\":\"relays\"}\n");
  CHECK(agents->heard().empty());
}

struct Connected : Fixture {
  db::Client client = add_client("pc");
  Answer connect(const char* transport = "websocket") {
    json body = call_to(std::to_string(client.id));
    body["transport"] = transport;
    return owner.post("/api/v1/connections", body);
  }
};

TEST_CASE("a session is offered the relays that its machine reached", "[portal]") {
  Connected world;
  const db::RelayNodeId id = std::stoll(id_of(world.add("relay.example.org:8443")));
  const Answer without = world.connect();
  CHECK(without.body["relays"] == json::array());
  CHECK(without.body["from_machine_ms"].is_null());
  const db::SessionId alone = std::stoll(without.string("session_id"));
  CHECK_FALSE(world.portal->claim_call(alone, ""));
  CHECK_FALSE(world.portal->claim_call(alone, std::string(16, '\0')));

  world.needs.offers = {{id, "relay.example.org:8443", std::chrono::microseconds(1500)},
                        {999, "removed.example:443", std::chrono::microseconds(1600)}};
  world.needs.appliance_measured = std::chrono::microseconds(2700);
  for (const char* transport : {"websocket", "link"}) {
    INFO(transport);
    const Answer asked = world.connect(transport);
    REQUIRE(asked.status == 201);
    CHECK(asked.body["from_machine_ms"] == 2.7);  // not the 12.3 of its link, which is measured otherwise
    REQUIRE(asked.body["relays"].size() == 1);
    json way = asked.body["relays"][0];
    const std::string before = "wss://relay.example.org:8443/stream/" + asked.string("session_id") + "?key=";
    const std::string url = way["stream_url"].get<std::string>();
    REQUIRE(url.starts_with(before));
    const auto key = from_base64url(url.substr(before.size()));
    REQUIRE(key);
    way.erase("stream_url");
    CHECK(way == json({{"id", std::to_string(id)},
                       {"name", "Berlin"},
                       {"address", "relay.example.org:8443"},
                       {"server_name", "relay-" + std::to_string(id) + ".gatehouse"},
                       {"from_machine_ms", 1.5}}));
    if (std::string(transport) == "link") CHECK(asked.body["link"]["view_key"] == base64url(*key));
    const db::SessionId session = std::stoll(asked.string("session_id"));
    const std::string origin =
        std::string(transport) == "link" ? "" : std::string("https://") + kHost;  // of the page that asked
    CHECK_FALSE(world.portal->claim_call(session, std::string(16, 'x'), origin));
    CHECK_FALSE(world.portal->claim_call(session, *key, "https://evil.example"));
    const auto call = world.portal->claim_call(session, *key, origin);
    REQUIRE(call);
    CHECK(call->client == world.client.id);
    CHECK_FALSE(world.portal->claim_call(session, *key, origin));
  }
}

TEST_CASE("a session that was offered relays goes by the appliance all the same", "[portal]") {
  Connected world;
  const db::RelayNodeId id = std::stoll(id_of(world.add("relay.example.org:8443")));
  world.needs.offers = {{id, "relay.example.org:8443", std::nullopt}};
  const Answer asked = world.connect();
  CHECK(asked.body["relays"][0]["from_machine_ms"].is_null());
  CHECK(std::holds_alternative<http::WebSocketAccept>(world.owner.upgrade(asked.string("stream_path"))));
}

}  // namespace gatehouse::portal_relays_test
