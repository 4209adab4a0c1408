// What people see of the sign-ins to their own account, and where a login is good.
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_login_history_test {

using namespace portal_test;

std::vector<std::string> actions(Browser& browser, const std::string& query = "") {
  const Answer answer = browser.get("/api/v1/me/login-history" + query);
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  std::vector<std::string> actions;
  for (const json& entry : answer.body["items"]) actions.push_back(entry["action"].get<std::string>());
  return actions;
}

TEST_CASE("one's own sign-ins and what others tried are seen, and nobody else's", "[portal]") {
  People world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  Browser guesser(world, "198.51.100.7");
  CHECK(guesser.log_in("tom@example.org", "not the password").status == 401);
  world.owner.post("/api/v1/me/confirm", {{"password", kPassword}});
  CHECK(actions(tom) == std::vector<std::string>{"login.failed", "login.begun"});
  const json list = tom.get("/api/v1/me/login-history").body["items"];
  CHECK(list[0]["address"] == "198.51.100.7");
  CHECK(list[0]["user_agent"] == "Test");
  CHECK(list[0]["how"] == "");
  CHECK(list[1]["how"] == "password");
  CHECK(list[1]["address"] == "192.0.2.1");

  const Answer page = tom.get("/api/v1/me/login-history?limit=1");
  CHECK(page.body["items"].size() == 1);
  CHECK(actions(tom, "?limit=1&cursor=" + page.string("next_cursor")) ==
        std::vector<std::string>{"login.begun"});
  CHECK(tom.get("/api/v1/me/login-history?limit=0").status == 400);
}

TEST_CASE("a cookie that comes from elsewhere ends its login, where logins are bound", "[portal]") {
  People world;
  using auth::LoginBinding;
  for (const auto binding : {LoginBinding::off, LoginBinding::network, LoginBinding::address}) {
    world.start(portal::socket_budget(320, 128), binding);
    Browser olga(world, "192.0.2.1");
    REQUIRE(olga.log_in("olga@example.org").status == 200);
    Browser thief = olga;
    thief.address = "198.51.100.7";
    Browser next_door = olga;
    next_door.address = "192.0.2.200";
    CHECK((next_door.get("/api/v1/me").status == 200) == (binding != LoginBinding::address));
    if (binding == LoginBinding::off) {
      CHECK(thief.get("/api/v1/me").status == 200);
      continue;
    }
    if (binding == LoginBinding::address) REQUIRE(olga.log_in("olga@example.org").status == 200);
    thief.cookie = olga.cookie;
    thief.csrf = olga.csrf;
    CHECK(olga.get("/api/v1/me").status == 200);
    CHECK(thief.get("/api/v1/me").code() == "not_signed_in");
    // For its owner, too: whoever has the cookie is not to be told apart.
    CHECK(olga.get("/api/v1/me").status == 401);
    REQUIRE(olga.log_in("olga@example.org").status == 200);
    const auto seen = actions(olga);
    CHECK(std::count(seen.begin(), seen.end(), "login.moved") >= 1);
  }
}

}  // namespace gatehouse::portal_login_history_test
