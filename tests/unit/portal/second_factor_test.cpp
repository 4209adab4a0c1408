// Signing in with a second factor, over the API.
#include <algorithm>

#include "tests/unit/portal/factors.h"

namespace gatehouse::portal_second_factor_test {

using namespace portal_test;

TEST_CASE("with a device, the password alone is no login", "[portal]") {
  WithFactor world;
  CHECK(world.owner.get("/api/v1/me").body["second_factor"] == false);
  const Answer added = world.add_device(world.owner);
  CHECK(added.body["device"]["name"] == "Phone");
  CHECK(world.recovery_codes.size() == 10);
  CHECK(world.owner.get("/api/v1/me").body["second_factor"] == true);

  Browser browser(world);
  const Answer first = browser.log_in("olga@example.org");
  CHECK(first.status == 202);
  CHECK(first.body == json({{"second_factor", "code"}, {"devices", true}, {"passkeys", false}}));
  CHECK(browser.cookie.empty());
  CHECK_FALSE(browser.step.empty());
  CHECK(browser.get("/api/v1/me").status == 401);
  // What was handed out is no login's token either.
  Browser trick(world);
  trick.cookie = browser.step;
  CHECK(trick.get("/api/v1/me").status == 401);

  const Answer wrong = world.show(browser, "000000");
  CHECK(wrong.status == 401);
  CHECK(wrong.code() == "wrong_code");
  const std::string code = world.code();
  const Answer in = world.show(browser, code);
  REQUIRE(in.status == 200);
  CHECK(in.body["user"]["email"] == "olga@example.org");
  CHECK(browser.step.empty());
  CHECK(browser.get("/api/v1/me").status == 200);
  CHECK(browser.cookie != world.owner.cookie);

  // The same code again, in another browser that knows the password.
  Browser late(world);
  REQUIRE(late.log_in("olga@example.org").status == 202);
  CHECK(world.show(late, code).code() == "wrong_code");
  const auto actions = world.actions();
  CHECK(std::count(actions.begin(), actions.end(), "login.code_failed") == 2);
  CHECK(std::count(actions.begin(), actions.end(), "user.device_added") == 1);
}

TEST_CASE("whoever does not know the password is told nothing of a second factor", "[portal]") {
  WithFactor world;
  world.add_device(world.owner);
  world.add_user("tom@example.org", {"user"});
  Browser guest(world);
  const Answer with = guest.log_in("olga@example.org", "not the password");
  const Answer without = guest.log_in("tom@example.org", "not the password");
  const Answer nobody = guest.log_in("nobody@example.org", "not the password");
  CHECK(with.status == 401);
  CHECK(with.text == without.text);
  CHECK(with.text == nobody.text);
  CHECK(guest.step.empty());
  CHECK(world.show(guest, world.code()).code() == "sign_in_again");
}

TEST_CASE("the second step is good in its browser, once, and for five minutes and five codes", "[portal]") {
  WithFactor world;
  world.add_device(world.owner);
  const auto begun = [&] {
    Browser browser(world);
    REQUIRE(browser.log_in("olga@example.org").status == 202);
    return browser;
  };
  Browser moved = begun();
  moved.address = "198.51.100.7";
  CHECK(world.show(moved, world.code()).code() == "sign_in_again");
  moved.address = "192.0.2.1";
  CHECK(world.show(moved, world.code()).code() == "sign_in_again");

  Browser twice = begun();
  const std::string step = twice.step;
  REQUIRE(world.show(twice, world.code()).status == 200);
  Browser other(world);
  other.step = step;
  CHECK(world.show(other, world.code()).code() == "sign_in_again");

  Browser late = begun();
  world.clock.now += 300;
  CHECK(world.show(late, world.code()).code() == "sign_in_again");

  Browser five = begun();
  for (int i = 0; i < 5; ++i) CHECK(world.show(five, "123").code() != "sign_in_again");
  CHECK(world.show(five, world.code()).code() == "sign_in_again");
}

TEST_CASE("a recovery code signs in once", "[portal]") {
  WithFactor world;
  world.add_device(world.owner);
  Browser browser(world);
  REQUIRE(browser.log_in("olga@example.org").status == 202);
  REQUIRE(world.show(browser, world.recovery_codes[0]).status == 200);
  CHECK(browser.get("/api/v1/me/second-factor").body["recovery_codes_left"] == 9);
  Browser again(world);
  REQUIRE(again.log_in("olga@example.org").status == 202);
  CHECK(world.show(again, world.recovery_codes[0]).code() == "wrong_code");
  REQUIRE(world.show(again, world.recovery_codes[1]).status == 200);

  const Answer fresh = again.post("/api/v1/me/second-factor/recovery-codes", json::object());
  REQUIRE(fresh.status == 201);
  Browser third(world);
  REQUIRE(third.log_in("olga@example.org").status == 202);
  CHECK(world.show(third, world.recovery_codes[2]).code() == "wrong_code");
  CHECK(world.show(third, fresh.body["recovery_codes"][0].get<std::string>()).status == 200);
}

TEST_CASE("a second factor wants a fresh proof, and that is the code once there is one", "[portal]") {
  WithFactor world;
  Browser& owner = world.owner;
  world.clock.now += 300;
  const auto secret = [&] { return owner.post("/api/v1/me/second-factor/secret", json::object()); };
  CHECK(secret().code() == "confirmation_wanted");
  const Answer wrong = owner.post("/api/v1/me/confirm", {{"password", "not my password"}});
  CHECK(wrong.status == 400);
  CHECK(wrong.names("password"));
  CHECK(secret().status == 403);
  CHECK(owner.post("/api/v1/me/confirm", {{"password", kPassword}}).status == 204);
  CHECK(secret().status == 201);
  world.add_device(owner);

  world.clock.now += 300;
  const std::string device =
      owner.get("/api/v1/me/second-factor").body["devices"][0]["id"].get<std::string>();
  const std::string path = "/api/v1/me/second-factor/devices/" + device;
  CHECK(owner.del(path).code() == "confirmation_wanted");
  CHECK(owner.post("/api/v1/me/second-factor/recovery-codes", json::object()).status == 403);
  CHECK(owner.post("/api/v1/me/confirm", {{"password", kPassword}}).names("code"));
  CHECK(owner.post("/api/v1/me/confirm", {{"code", "000000"}}).names("code"));
  const std::string code = world.code();
  CHECK(owner.post("/api/v1/me/confirm", {{"code", code}}).status == 204);
  CHECK(owner.post("/api/v1/me/confirm", {{"code", code}}).status == 400);
  CHECK(owner.del(path).status == 204);
  CHECK(owner.del(path).status == 404);
  CHECK(owner.get("/api/v1/me").body["second_factor"] == false);
  CHECK(owner.get("/api/v1/me/second-factor").body["recovery_codes_left"] == 0);
  CHECK(Browser(world).log_in("olga@example.org").status == 200);
}

TEST_CASE("who has a second factor makes an API token with it", "[portal]") {
  WithFactor world;
  world.add_device(world.owner);
  world.clock.now += 301;
  const json wanted = {
      {"name", "x"}, {"scope", {{"clients", "view"}}}, {"days", 1}, {"current_password", kPassword}};
  const auto make = [&] { return world.owner.post("/api/v1/me/tokens", wanted); };
  CHECK(make().code() == "confirmation_wanted");
  CHECK(world.owner.post("/api/v1/me/confirm", {{"password", kPassword}}).status == 400);
  CHECK(make().code() == "confirmation_wanted");
  CHECK(world.owner.post("/api/v1/me/confirm", {{"code", world.code()}}).status == 204);
  CHECK(make().status == 201);
}

TEST_CASE("another login's confirmation is no help", "[portal]") {
  WithFactor world;
  world.clock.now += 300;
  Browser fresh(world);
  REQUIRE(fresh.log_in("olga@example.org").status == 200);
  CHECK(fresh.post("/api/v1/me/second-factor/secret", json::object()).status == 201);
  CHECK(world.owner.post("/api/v1/me/second-factor/secret", json::object()).status == 403);
}

TEST_CASE("the secret is shown once, and nothing shows it later", "[portal]") {
  WithFactor world;
  const Answer begun = world.owner.post("/api/v1/me/second-factor/secret", json::object());
  const std::string shown = begun.string("secret");
  CHECK(begun.string("uri").find("secret=" + shown) != std::string::npos);
  world.add_device(world.owner);
  const std::string secret = credentials::base32(world.secret);
  for (const std::string path :
       {"/api/v1/me", "/api/v1/me/second-factor", "/api/v1/users", "/api/v1/audit"}) {
    const Answer answer = world.owner.get(path);
    CHECK(answer.status == 200);
    CHECK(answer.text.find(secret) == std::string::npos);
    for (const std::string& code : world.recovery_codes) CHECK(answer.text.find(code) == std::string::npos);
  }
}

TEST_CASE("the first device ends the logins that the password alone opened", "[portal]") {
  WithFactor world;
  Browser other(world);
  REQUIRE(other.log_in("olga@example.org").status == 200);
  world.add_device(world.owner);
  CHECK(other.get("/api/v1/me").status == 401);
  CHECK(world.owner.get("/api/v1/me").status == 200);
}

TEST_CASE("a second factor is taken away by who has more rights, and audited", "[portal]") {
  WithFactor world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  world.add_device(tom);
  const std::string path = "/api/v1/users/" + world.id_of("tom@example.org") + "/second-factor";
  CHECK(world.owner.get("/api/v1/users/" + world.id_of("tom@example.org")).body["second_factor"] == true);
  Browser helper = world.with_access("helper@example.org", {{"users", "edit"}});
  CHECK(tom.del(path).status == 403);
  CHECK(helper.del(path).status == 204);
  CHECK(helper.del(path).code() == "no_second_factor");
  CHECK(Browser(world).log_in("tom@example.org").status == 200);

  world.add_device(world.owner);
  const std::string olga = "/api/v1/users/" + world.id_of("olga@example.org") + "/second-factor";
  CHECK(helper.del(olga).code() == "more_than_yours");
  CHECK(world.owner.del(olga).code() == "own_account");
  CHECK(world.owner.del("/api/v1/users/999/second-factor").status == 404);
  const auto actions = world.actions();
  CHECK(std::count(actions.begin(), actions.end(), "user.second_factor_reset") == 1);
}

TEST_CASE("a link that sets a password is no way round the second factor", "[portal]") {
  WithFactor world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  world.add_device(tom);
  const Answer made =
      world.owner.post("/api/v1/users/" + world.id_of("tom@example.org") + "/link", json::object());
  const std::string link = made.string("link");
  Browser browser(world);
  const std::string next = "some other words in a row";
  REQUIRE(
      browser
          .post("/api/v1/account-links/use", {{"token", link.substr(link.find('#') + 1)}, {"password", next}})
          .status == 200);
  CHECK(browser.log_in("tom@example.org", next).status == 202);
  CHECK(world.show(browser, world.code()).status == 200);
}

TEST_CASE("a password or a factor that changed between the steps ends the sign-in", "[portal]") {
  WithFactor world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  world.add_device(tom);
  Browser before(world);
  REQUIRE(before.log_in("tom@example.org").status == 202);
  REQUIRE(tom.post("/api/v1/me/password",
                   {{"current_password", kPassword}, {"new_password", "some other words in a row"}})
              .status == 204);
  CHECK(world.show(before, world.code()).status == 401);
  CHECK(before.get("/api/v1/me").status == 401);
}

}  // namespace gatehouse::portal_second_factor_test
