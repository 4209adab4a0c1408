#include "tests/unit/portal/world.h"

namespace gatehouse::portal_me_test {

using namespace portal_test;

TEST_CASE("what the roles give is said section by section", "[portal]") {
  World world;
  world.set_up();
  Browser browser = world.signed_in("sue@example.org", {"user", "support_agent"});
  const json access = browser.get("/api/v1/me").body["access"];
  CHECK(access.size() == 12);
  CHECK(access["personal_profile"] == "edit");
  CHECK(access["clients"] == "view");
  CHECK(access["sessions"] == "none");
}

TEST_CASE("changing the password ends the other logins", "[portal]") {
  World world;
  Browser here = world.set_up();
  Browser there(world);
  REQUIRE(there.log_in("olga@example.org").status == 200);
  const std::string next = "a new and longer one";
  CHECK(here.post("/api/v1/me/password", {{"current_password", kPassword}, {"new_password", next}}).status ==
        204);
  CHECK(here.get("/api/v1/me").status == 200);
  CHECK(there.get("/api/v1/me").status == 401);
  Browser again(world);
  CHECK(again.log_in("olga@example.org").status == 401);
  CHECK(again.log_in("olga@example.org", next).status == 200);
}

TEST_CASE("a password change that is refused changes nothing", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const auto change = [&](json current, json next) {
    return owner.post("/api/v1/me/password", {{"current_password", current}, {"new_password", next}});
  };
  const Answer wrong = change("not my password", "a new and longer one");
  CHECK(wrong.status == 400);
  CHECK(wrong.names("current_password"));
  CHECK(owner.get("/api/v1/audit?limit=1").body["items"][0]["action"] == "login.confirm_failed");
  CHECK(change(kPassword, "short").names("new_password"));
  CHECK(change(kPassword, std::string(1025, 'x')).names("new_password"));
  CHECK(change(kPassword, "olga@example.org").names("new_password"));
  CHECK(change(kPassword, 5).names("new_password"));
  Browser again(world);
  CHECK(again.log_in("olga@example.org").status == 200);

  Answer last = change("not my password", "a new and longer one");
  for (int i = 0; i < 50 && last.status == 400; ++i) last = change("not my password", "a new and longer one");
  CHECK(last.status == 429);
}

TEST_CASE("one sees and ends one's own logins, not those of others", "[portal]") {
  World world;
  Browser here = world.set_up();
  Browser there(world, "192.0.2.99");
  REQUIRE(there.log_in("olga@example.org").status == 200);
  Browser tom = world.signed_in("tom@example.org", {"user"});

  const json list = here.get("/api/v1/me/logins").body["items"];
  REQUIRE(list.size() == 2);
  std::string current, other;
  for (const json& login : list)
    (login["current"].get<bool>() ? current : other) = login["id"].get<std::string>();
  REQUIRE((!current.empty() && !other.empty()));
  CHECK(list[0]["user_agent"] == "Test");
  const Answer page = here.get("/api/v1/me/logins?limit=1");
  CHECK(page.body["items"].size() == 1);
  CHECK(here.get("/api/v1/me/logins?limit=1&cursor=" + page.string("next_cursor")).body["items"].size() == 1);

  CHECK(tom.del("/api/v1/me/logins/" + other).status == 404);
  CHECK(there.get("/api/v1/me").status == 200);
  CHECK(here.del("/api/v1/me/logins/" + other).status == 204);
  CHECK(there.get("/api/v1/me").status == 401);
  CHECK(here.del("/api/v1/me/logins/" + other).status == 404);
  CHECK(here.del("/api/v1/me/logins/nonsense").status == 404);

  REQUIRE(there.log_in("olga@example.org").status == 200);
  CHECK(here.del("/api/v1/me/logins").status == 204);
  CHECK(there.get("/api/v1/me").status == 401);
  CHECK(here.get("/api/v1/me").status == 200);
  CHECK(tom.get("/api/v1/me").status == 200);
}

}  // namespace gatehouse::portal_me_test
