// Requests that come again with the same Idempotency-Key.
#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

#include "db/idempotency_repository.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_idempotency_test {

using namespace portal_test;

Answer post_once(Browser& browser, const std::string& key, const std::string& target, const json& body) {
  http::Request request = browser.request("POST", target, body);
  request.headers.emplace_back("idempotency-key", key);
  return browser.send(request);
}

const std::string kGroups = "/api/v1/groups";
const std::string kKey = "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"";

TEST_CASE("a creation that is repeated with its key is done once and answered the same", "[portal]") {
  People world;
  const Answer first = post_once(world.owner, kKey, kGroups, {{"name", "Desk"}});
  REQUIRE(first.status == 201);
  CHECK(first.header("Idempotency-Replayed").empty());
  const Answer again = post_once(world.owner, kKey, kGroups, {{"name", "Desk"}});
  CHECK(again.status == 201);
  CHECK(again.text == first.text);
  CHECK(again.header("ETag") == first.header("ETag"));
  CHECK(again.header("Idempotency-Replayed") == "true");
  // In quotes or not, it is the same key.
  CHECK(post_once(world.owner, kKey.substr(1, kKey.size() - 2), kGroups, {{"name", "Desk"}}).text ==
        first.text);
  CHECK(world.owner.get(kGroups).body["items"].size() == 1);
  CHECK(world.owner.get("/api/v1/audit?action=group.created").body["items"].size() == 1);
}

TEST_CASE("a key is good for one request, of one person, for a day", "[portal]") {
  People world;
  REQUIRE(post_once(world.owner, kKey, kGroups, {{"name", "Desk"}}).status == 201);
  const Answer other = post_once(world.owner, kKey, kGroups, {{"name", "Night"}});
  CHECK(other.status == 422);
  CHECK(other.code() == "key_of_another");
  CHECK(post_once(world.owner, kKey, "/api/v1/roles", {{"name", "Desk"}}).status == 422);
  Browser ada = world.with_access("ada@example.org", {{"groups", "edit"}});
  CHECK(post_once(ada, kKey, kGroups, {{"name", "Ada's"}}).status == 201);
  world.clock.now += 24 * 3600 + 1;
  REQUIRE(world.owner.log_in("olga@example.org").status == 200);
  CHECK(post_once(world.owner, kKey, kGroups, {{"name", "Night"}}).status == 201);
}

TEST_CASE("what was refused is not kept, and a key that is none is refused", "[portal]") {
  People world;
  CHECK(post_once(world.owner, kKey, kGroups, {{"nonsense", 1}}).status == 400);
  CHECK(post_once(world.owner, kKey, kGroups, {{"name", "Desk"}}).status == 201);
  for (const std::string& key :
       {std::string("\"\""), std::string("a b"), std::string("\x01"), std::string(256, 'k')}) {
    CHECK(post_once(world.owner, key, kGroups, {{"name", "Night"}}).code() == "bad_idempotency_key");
  }
}

TEST_CASE("no secret is kept to be shown again, and nothing is done twice", "[portal]") {
  People world;
  const json ada = {{"first_name", "Ada"}, {"last_name", "A"}, {"email", "ada@example.org"}};
  const Answer made = post_once(world.owner, kKey, "/api/v1/users", ada);
  REQUIRE(made.status == 201);
  const std::string link = made.string("link");
  const std::string secret = link.substr(link.find('#') + 1);
  const Answer again = post_once(world.owner, kKey, "/api/v1/users", ada);
  CHECK(again.status == 409);
  CHECK(again.code() == "shown_once");
  CHECK(world.owner.get("/api/v1/users?search=ada").body["items"].size() == 1);
  for (const std::string name : {"/gatehouse.db", "/gatehouse.db-wal"}) {
    std::ifstream file(world.directory.path() + name, std::ios::binary);
    std::stringstream all;
    all << file.rdbuf();
    CHECK(all.str().find(secret) == std::string::npos);
    CHECK(all.str().find("8e03978e") == std::string::npos);
  }
}

TEST_CASE("also what no API token may do is done once", "[portal]") {
  People world;
  const json entry = {{"nickname", "Till"}, {"address", "123456789"}};
  const std::string book = "/api/v1/me/address-book/entries";
  const Answer first = post_once(world.owner, kKey, book, entry);
  REQUIRE(first.status == 201);
  CHECK(post_once(world.owner, kKey, book, entry).text == first.text);
  const json second = {{"name", "Second"},
                       {"owner_first_name", "A"},
                       {"owner_last_name", "B"},
                       {"owner_email", "a@second.example"}};
  REQUIRE(post_once(world.owner, "other", "/api/v1/organizations", second).status == 201);
  CHECK(post_once(world.owner, "other", "/api/v1/organizations", second).code() == "shown_once");
  CHECK(world.owner.get("/api/v1/organizations").body["items"].size() == 2);
  // Not where a password is sent.
  for (const std::string name : {"x", "y"}) {
    const json token = {
        {"name", name}, {"scope", {{"clients", "view"}}}, {"days", 1}, {"current_password", kPassword}};
    CHECK(post_once(world.owner, "third", "/api/v1/me/tokens", token).status == 201);
  }
}

TEST_CASE("of many at once with one key, one is done", "[portal][threads]") {
  People world;
  std::atomic<int> done = 0, waiting = 0;
  std::vector<std::thread> threads;
  const http::Request request = [&] {
    http::Request one = world.owner.request("POST", kGroups, {{"name", "Desk"}});
    one.headers.emplace_back("idempotency-key", "together");
    return one;
  }();
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      const Answer answer(world.portal->handle(request));
      if (answer.status == 201) ++done;
      if (answer.code() == "key_in_use") ++waiting;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(done >= 1);
  CHECK(done + waiting == 8);
  CHECK(world.owner.get(kGroups).body["items"].size() == 1);
}

TEST_CASE("of one account no more are kept than the last so many", "[db]") {
  People world;
  db::IdempotencyRepository repository(*world.database);
  db::DoneRequest done;
  done.organization = world.organization().id;
  done.user = std::stoll(world.id_of("olga@example.org"));
  done.request_hash = "r";
  done.status = 201;
  for (int i = 0; i < 12; ++i) {
    done.key_hash = "key " + std::to_string(i);
    done.created_at = world.clock.now + i;
    REQUIRE(repository.keep(done, 0, 10));
  }
  const auto there = [&](int i) {
    const auto found = repository.find(done.organization, done.user, "key " + std::to_string(i), 0);
    REQUIRE(found);
    return found->has_value();
  };
  CHECK_FALSE(there(0));
  CHECK_FALSE(there(1));
  CHECK(there(2));
  CHECK(there(11));
}

TEST_CASE("a sign-in says how many wrong passwords are left", "[portal]") {
  People world;
  Browser guest(world, "203.0.113.9");
  const Answer first = guest.log_in("olga@example.org", "wrong password");
  CHECK(first.status == 401);
  CHECK(first.header("RateLimit-Limit") == "20");
  CHECK(first.header("RateLimit-Remaining") == "19");
  CHECK(first.header("RateLimit-Reset") == "1800");
  const Answer right = guest.log_in("olga@example.org");
  CHECK(right.status == 200);
  CHECK(right.header("RateLimit-Remaining") == "19");
}

}  // namespace gatehouse::portal_idempotency_test
