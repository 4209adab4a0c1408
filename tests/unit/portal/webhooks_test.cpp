// Webhooks as the API gives them, and what is put into their queue.
#include "appliance/base/text.h"
#include "db/webhook_repository.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_webhooks_test {

using namespace portal_test;

const std::string kPath = "/api/v1/webhooks";

json order(const std::string& url = "https://hooks.example.org/gatehouse",
           const json& events = {"session.ended"}) {
  return {{"url", url}, {"events", events}};
}

std::string made(Browser& browser, const json& wanted = order()) {
  const Answer answer = browser.post(kPath, wanted);
  INFO(answer.text);
  REQUIRE(answer.status == 201);
  return answer.body["webhook"]["id"].get<std::string>();
}

json deliveries(Browser& browser, const std::string& id) {
  return browser.get(kPath + "/" + id + "/deliveries").body["items"];
}

TEST_CASE("a webhook is made, changed, stale and gone; its secret is shown once", "[portal]") {
  People world;
  const Answer answer = world.owner.post(kPath, order());
  REQUIRE(answer.status == 201);
  CHECK(answer.string("secret").starts_with("whsec_"));
  const std::string path = kPath + "/" + answer.body["webhook"]["id"].get<std::string>();
  CHECK(world.owner.get(kPath).text.find("whsec_") == std::string::npos);
  CHECK(world.owner.get(path).text.find("whsec_") == std::string::npos);
  CHECK(world.owner.get("/api/v1/audit").text.find("whsec_") == std::string::npos);
  const std::string seen = world.owner.get(path).header("ETag");
  CHECK(world.owner.patch_if(seen, path, {{"enabled", false}}).body["enabled"] == false);
  CHECK(world.owner.patch_if(seen, path, {{"enabled", true}}).status == 412);
  CHECK(world.owner.post(path + "/test").code() == "webhook_disabled");
  const Answer other = world.owner.post(path + "/secret");
  CHECK(other.status == 201);
  CHECK(other.string("secret") != answer.string("secret"));
  CHECK(world.owner.del(path).status == 204);
  CHECK(world.owner.get(path).status == 404);
}

TEST_CASE("a webhook leads to https and hears of what there is", "[portal]") {
  People world;
  for (const std::string url :
       {"http://hooks.example.org/", "https://", "https:///x", "https://a b/",
        "https://u:p@hooks.example.org/", "https://hooks.example.org/#x", "file:///etc/passwd",
        "https://hooks.example.org:99999/", "gopher://x", "https://hooks.example.org\\@evil/"}) {
    INFO(url);
    CHECK(world.owner.post(kPath, order(url)).names("url"));
  }
  for (const std::string url :
       {"https://hooks.example.org", "https://hooks.example.org:8443/a?b=c", "https://[2001:db8::1]/x"}) {
    INFO(url);
    CHECK(world.owner.post(kPath, order(url)).status == 201);
  }
  for (const json& events : {json::array(), json{"nothing"}, json{"session.ended", "session.ended"}, json{1},
                             json("session.ended"), json{"session.ended','client.online"}})
    CHECK(world.owner.post(kPath, order("https://hooks.example.org/", events)).names("events"));
  for (int i = 3; i < 20; ++i) made(world.owner);
  CHECK(world.owner.post(kPath, order()).code() == "too_many");
}

TEST_CASE("who may only look at the organization can look at webhooks", "[portal]") {
  People world;
  const std::string id = made(world.owner);
  Browser ada = world.with_access("ada@example.org", {{"organization", "view"}});
  CHECK(ada.get(kPath).status == 200);
  CHECK(deliveries(ada, id).empty());
  CHECK(ada.post(kPath, order()).status == 403);
  CHECK(ada.post(kPath + "/" + id + "/test").status == 403);
  CHECK(ada.del(kPath + "/" + id).status == 403);
}

TEST_CASE("what happens is queued for those that want to hear of it", "[portal]") {
  People world;
  const std::string ended = made(world.owner);
  const std::string requested =
      made(world.owner, order("https://b.example.org/", {"session.requested", "client.removed"}));
  const db::Client client = world.add_client("desk");
  const Answer call = world.owner.post("/api/v1/connections", call_to(std::to_string(client.id)));
  REQUIRE(call.status == 201);
  CHECK(deliveries(world.owner, ended).empty());
  const json first = deliveries(world.owner, requested);
  REQUIRE(first.size() == 1);
  CHECK(first[0]["event"] == "session.requested");
  CHECK(first[0]["state"] == "waiting");
  CHECK(world.needs.webhooks_queued == 1);
  const json body = json::parse(first[0]["body"].get<std::string>());
  CHECK(body["event"] == "session.requested");
  CHECK(body["data"]["client_name"] == "desk");
  CHECK(body["data"]["session_id"] == call.string("session_id"));
  CHECK(world.owner.post("/api/v1/sessions/" + call.string("session_id") + "/close").status == 204);
  const json last = deliveries(world.owner, ended);
  REQUIRE(last.size() == 1);
  CHECK(json::parse(last[0]["body"].get<std::string>())["data"]["close_reason"] == "ended_by_administrator");
  CHECK(world.owner.del("/api/v1/clients/" + std::to_string(client.id)).status == 204);
  CHECK(deliveries(world.owner, requested)[0]["event"] == "client.removed");
}

TEST_CASE("a machine that comes and goes is told of", "[portal]") {
  People world;
  const std::string id = made(
      world.owner, order("https://b.example.org/", {"client.joined", "client.online", "client.offline"}));
  const db::Client client = world.add_client("desk");
  using News = portal::Portal::ClientNews;
  for (const News news : {News::joined, News::online, News::offline})
    world.portal->client_news(client.organization, client.id, news);
  world.portal->client_news(client.organization, 999, News::online);
  const json told = deliveries(world.owner, id);
  REQUIRE(told.size() == 3);
  CHECK(told[0]["event"] == "client.offline");
  CHECK(told[2]["event"] == "client.joined");
}

TEST_CASE("a webhook that does not answer holds up no other", "[portal]") {
  People world;
  const std::string silent = made(world.owner);
  const std::string good = made(world.owner, order("https://b.example.org/"));
  db::WebhookRepository webhooks(*world.database);
  db::Delivery delivery;
  delivery.organization = world.organization().id;
  delivery.event = "session.ended";
  delivery.body = "{}";
  for (const std::string& id : {silent, silent, silent, good}) {
    delivery.webhook = std::stoll(id);
    REQUIRE(*webhooks.queue(delivery));
  }
  db::Delivery failed = (*webhooks.due(world.clock.now))->delivery;
  CHECK(std::to_string(failed.webhook) == silent);
  failed.tries = 1;
  failed.next_at = world.clock.now + 30;
  REQUIRE(webhooks.tried(failed, world.clock.now));
  delivery.webhook = std::stoll(silent);
  REQUIRE(*webhooks.queue(delivery));  // what comes meanwhile waits, too
  db::Delivery next = (*webhooks.due(world.clock.now))->delivery;
  CHECK(std::to_string(next.webhook) == good);
  next.state = "delivered";
  REQUIRE(webhooks.tried(next, world.clock.now));
  CHECK_FALSE(*webhooks.due(world.clock.now));
  CHECK(*webhooks.next_at() == world.clock.now + 30);
  CHECK(*webhooks.due(world.clock.now + 30));
  CHECK(world.owner.post(kPath + "/" + silent + "/test").status == 204);  // a person wants to see it now
  CHECK(std::to_string((*webhooks.due(world.clock.now))->delivery.webhook) == silent);
}

TEST_CASE("webhooks take turns, however much waits for one", "[portal]") {
  People world;
  const std::string busy = made(world.owner);
  db::WebhookRepository webhooks(*world.database);
  db::Delivery delivery;
  delivery.organization = world.organization().id;
  delivery.event = "session.ended";
  delivery.body = "{}";
  delivery.webhook = std::stoll(busy);
  for (int i = 0; i < 3; ++i) REQUIRE(*webhooks.queue(delivery));
  const std::string other = made(world.owner, order("https://b.example.org/"));
  delivery.webhook = std::stoll(other);
  REQUIRE(*webhooks.queue(delivery));
  std::string turns;
  for (int i = 0; i < 4; ++i) {
    db::Delivery next = (*webhooks.due(world.clock.now))->delivery;
    turns += std::to_string(next.webhook) == busy ? "b" : "o";
    next.state = "delivered";
    REQUIRE(webhooks.tried(next, world.clock.now));
    ++world.clock.now;
  }
  CHECK(turns == "bobb");
}

TEST_CASE("a queue that nobody works off is bounded, and can be sent again", "[portal]") {
  People world;
  const std::string id = made(world.owner);
  db::WebhookRepository webhooks(*world.database);
  db::Delivery delivery;
  delivery.organization = world.organization().id;
  delivery.webhook = std::stoll(id);
  delivery.event = "session.ended";
  delivery.body = "{}";
  REQUIRE(world.database->transaction([&]() -> Result<void> {
    for (std::int64_t i = 0; i < db::WebhookRepository::kMostWaiting; ++i) CHECK(*webhooks.queue(delivery));
    return {};
  }));
  CHECK_FALSE(*webhooks.queue(delivery));
  CHECK(world.owner.post(kPath + "/" + id + "/test").code() == "too_many_waiting");
  auto due = webhooks.due(world.clock.now);
  REQUIRE(due);
  REQUIRE(*due);
  (*due)->delivery.state = "failed";
  REQUIRE(webhooks.tried((*due)->delivery, world.clock.now));
  const std::string again =
      kPath + "/" + id + "/deliveries/" + std::to_string((*due)->delivery.id) + "/again";
  CHECK(world.owner.post(again).status == 204);
  CHECK(world.owner.post(again).code() == "too_many_waiting");
  CHECK(world.owner.get(kPath + "/" + id).body["failing_since"] != nullptr);
  REQUIRE(webhooks.give_up(delivery.organization, delivery.webhook, world.clock.now));
  CHECK(world.owner.get(kPath + "/" + id).body["gave_up"] == true);
  CHECK_FALSE(*webhooks.due(world.clock.now));
  world.portal->webhook_given_up(delivery.organization, delivery.webhook, "https://hooks.example.org/");
  CHECK(world.owner.get("/api/v1/audit?action=webhook.given_up").body["items"].size() == 1);
  CHECK(world.owner.patch(kPath + "/" + id, {{"enabled", true}}).body["failing_since"] == nullptr);
}

}  // namespace gatehouse::portal_webhooks_test
