#include "tests/support/disable_user.h"
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_login_test {

using namespace portal_test;

TEST_CASE("signing in and out", "[portal]") {
  World world;
  world.set_up();
  Browser browser(world);
  CHECK(browser.get("/api/v1/me").code() == "not_signed_in");
  const Answer in = browser.log_in("OLGA@example.org");
  REQUIRE(in.status == 200);
  CHECK(in.body["user"]["first_name"] == "Olga");
  CHECK(in.body == browser.get("/api/v1/me").body);

  const std::string cookie = browser.cookie, csrf = browser.csrf;
  CHECK(browser.post("/api/v1/logout").status == 204);
  CHECK(browser.cookie.empty());
  browser.cookie = cookie;
  browser.csrf = csrf;
  CHECK(browser.get("/api/v1/me").status == 401);
  CHECK(browser.post("/api/v1/logout").status == 401);
}

TEST_CASE("whatever of the three is wrong, the answer is the same", "[portal]") {
  World world;
  world.set_up();
  std::set<std::string> answers;
  for (const json& body :
       {json{{"organization_id", "example"}, {"email", "olga@example.org"}, {"password", "wrong password"}},
        json{{"organization_id", "example"}, {"email", "nobody@example.org"}, {"password", kPassword}},
        json{{"organization_id", "nowhere"}, {"email", "olga@example.org"}, {"password", kPassword}}}) {
    Browser browser(world);
    const Answer answer = browser.post("/api/v1/login", body);
    CHECK(answer.status == 401);
    CHECK(answer.header("Set-Cookie").empty());
    answers.insert(answer.text);
  }
  CHECK(answers.size() == 1);
}

TEST_CASE("guessing a password is slowed down, for unknown accounts too", "[portal]") {
  for (const std::string email : {"olga@example.org", "nobody@example.org"}) {
    INFO(email);
    World world;
    world.set_up();
    Browser browser(world);
    Answer last = browser.log_in(email, "wrong password");
    for (int i = 0; i < 50 && last.status == 401; ++i) last = browser.log_in(email, "wrong password");
    CHECK(last.status == 429);
    CHECK(std::stoi(last.header("Retry-After")) > 0);
    CHECK(browser.log_in(email).status == 429);
    world.clock.now += std::stoi(last.header("Retry-After"));
    CHECK(browser.log_in(email).status == (email == "olga@example.org" ? 200 : 401));
  }
}

TEST_CASE("a login body that is not one", "[portal]") {
  World world;
  world.set_up();
  Browser browser(world);
  CHECK(browser.post("/api/v1/login").status == 415);
  CHECK(browser.post("/api/v1/login", json::array()).status == 400);
  const Answer empty = browser.post("/api/v1/login", json::object());
  CHECK(empty.status == 400);
  CHECK((empty.names("organization_id") && empty.names("email") && empty.names("password")));
  json body = {
      {"organization_id", "example"}, {"email", "olga@example.org"}, {"password", std::string(2000, 'x')}};
  CHECK(browser.post("/api/v1/login", body).names("password"));
  body["password"] = 12345678;
  CHECK(browser.post("/api/v1/login", body).names("password"));
  body["password"] = kPassword;
  body["remember"] = true;
  CHECK(browser.post("/api/v1/login", body).names("remember"));
}

TEST_CASE("a disabled user neither signs in nor goes on", "[portal]") {
  World world;
  world.set_up();
  const db::User user = world.add_user("tom@example.org", {"user"});
  Browser browser(world);
  REQUIRE(browser.log_in("tom@example.org").status == 200);
  test::disable(*world.database, user);
  CHECK(browser.get("/api/v1/me").status == 401);
  Browser again(world);
  CHECK(again.log_in("tom@example.org").status == 401);
}

TEST_CASE("a cookie that was never given is worth nothing", "[portal]") {
  World world;
  Browser owner = world.set_up();
  for (const std::string& cookie : {std::string("x"), std::string(43, 'A'), owner.cookie + "x",
                                    owner.cookie.substr(1), std::string(5000, 'A')}) {
    Browser thief(world);
    thief.cookie = cookie;
    CHECK(thief.get("/api/v1/me").status == 401);
  }
}

TEST_CASE("a login ends by itself when it is not used, and at last in any case", "[portal]") {
  World world;
  Browser owner = world.set_up();
  world.clock.now += 366 * 24 * 60 * 60;
  CHECK(owner.get("/api/v1/me").status == 401);
}

}  // namespace gatehouse::portal_login_test
