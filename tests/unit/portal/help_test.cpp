// Help that was requested at a machine, as the portal shows it and ends it.
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_help_test {

using namespace portal_test;

struct Asking : World {
  Asking() : owner(set_up()), client(add_client("desk")) { ask("No sound"); }
  void ask(const std::string& words) {
    REQUIRE(db::ClientRepository(*database).set_help(client.id, db::Client::Help{clock.now, words}));
  }
  std::string path() const { return "/api/v1/clients/" + std::to_string(client.id); }
  std::size_t asking() { return owner.get("/api/v1/clients?help=true").body["items"].size(); }

  Browser owner;
  db::Client client;
};

TEST_CASE("a machine where help is requested shows it, is filtered by it, and is on the dashboard",
          "[portal]") {
  Asking world;
  world.add_client("other");
  const json help = world.owner.get(world.path()).body["help"];
  CHECK(help == json({{"requested_at", "2026-01-31T12:00:00Z"}, {"words", "No sound"}}));
  CHECK(world.asking() == 1);
  CHECK(world.owner.get("/api/v1/clients?help=false").body["items"].size() == 1);
  CHECK(world.owner.get("/api/v1/clients").body["items"].size() == 2);
  CHECK(world.owner.get("/api/v1/clients?help=x").status == 400);
  json attention = world.owner.get("/api/v1/dashboard").body["attention"];
  REQUIRE(!attention.empty());
  CHECK(attention[0]["code"] == "help_requested");
  CHECK(attention[0]["link"] == "/clients/" + std::to_string(world.client.id));
  CHECK(attention[0]["words"].get<std::string>().find("No sound") != std::string::npos);
  REQUIRE(
      db::ClientRepository(*world.database).set_help(world.add_client("third").id, db::Client::Help{1, ""}));
  attention = world.owner.get("/api/v1/dashboard").body["attention"];
  CHECK(attention[0]["link"] == "/clients?help=requested");
}

TEST_CASE("a request for help is dismissed by who may edit clients, and the machine is told", "[portal]") {
  Asking world;
  CHECK(world.owner.patch(world.path(), {{"help", "answered"}}).status == 400);
  CHECK(world.owner.patch(world.path(), {{"comment", "x"}}).body["help"].is_object());
  CHECK(world.needs.helped.empty());
  Browser agent = world.signed_in("sam@example.org", {"support_agent"});
  CHECK(agent.patch(world.path(), {{"help", "dismissed"}}).status == 403);
  CHECK(world.asking() == 1);
  CHECK(world.needs.helped.empty());
  const Answer done = world.owner.patch(world.path(), {{"help", "dismissed"}});
  CHECK(done.status == 200);
  CHECK(done.body["help"].is_null());
  CHECK(world.needs.helped.back() == world.client.id);
  CHECK(world.asking() == 0);
}

TEST_CASE("somebody who opens a session to the machine ends the request", "[portal]") {
  Asking world;
  const Answer asked = world.owner.post("/api/v1/connections", call_to(std::to_string(world.client.id)));
  REQUIRE(asked.status == 201);
  CHECK(world.asking() == 1);  // nobody is there yet
  auto opened = world.owner.upgrade(asked.string("stream_path"));
  REQUIRE(std::holds_alternative<http::WebSocketAccept>(opened));
  const OpenSocket socket(std::get<http::WebSocketAccept>(opened));
  world.portal->session_opened(std::stoll(asked.string("session_id")));
  CHECK(world.asking() == 0);
  CHECK(world.needs.helped == std::vector{world.client.id});
}

}  // namespace gatehouse::portal_help_test
