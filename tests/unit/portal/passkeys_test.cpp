// Passkeys over the API: made, shown alone, shown after the password, shown again, taken away.
#include <algorithm>

#include "tests/unit/portal/factors.h"

namespace gatehouse::portal_passkeys_test {

using namespace portal_test;
using test::Authenticator;

struct WithPasskeys : People {
  Answer try_add(Browser& browser, Authenticator& key, const std::string& name = "Key") {
    const Answer invited = browser.post(kPasskeys + "/options", json::object());
    INFO(invited.text);
    REQUIRE(invited.status == 200);
    return browser.post(kPasskeys, new_passkey(key, invited.body, name));
  }
  Answer add(Browser& browser, Authenticator& key, const std::string& name = "Key") {
    Answer added = try_add(browser, key, name);
    INFO(added.text);
    REQUIRE(added.status == 201);
    return added;
  }
  // What the browser sends after `asked` was answered with a challenge.
  static json shown(Authenticator& key, const Answer& asked) {
    INFO(asked.text);
    REQUIRE(asked.status == 200);
    const auth::PasskeyAnswer answer = key.answer(bytes_of(asked.body["challenge"]));
    json passkey = {{"id", base64url(answer.credential_id)},
                    {"client_data", base64url(answer.client_data)},
                    {"authenticator_data", base64url(answer.authenticator_data)},
                    {"signature", base64url(answer.signature)}};
    if (!answer.user_handle.empty()) passkey["user_handle"] = base64url(answer.user_handle);
    return {{"passkey", passkey}};
  }
  static Answer ask(Browser& browser, const std::string& path) {
    return browser.post(path + "/passkey/options", json::object());
  }
  static Answer alone(Browser& browser, Authenticator& key) {
    const json body = shown(key, ask(browser, "/api/v1/login"));
    return browser.post("/api/v1/login/passkey", body);
  }
  static Answer beside(Browser& browser, Authenticator& key) {
    const json body = shown(key, ask(browser, "/api/v1/login/code"));
    return browser.post("/api/v1/login/code", body);
  }
  std::vector<std::string> actions(const std::string& wanted) {
    std::vector<std::string> actions;
    const Answer answer = owner.get("/api/v1/audit?limit=200");
    for (const json& entry : answer.body["items"]) {
      if (entry["action"] == wanted) actions.push_back(entry["after"].dump());
    }
    return actions;
  }
};

TEST_CASE("a passkey is added by who is signed in, with recovery codes at first", "[portal]") {
  WithPasskeys world;
  Browser guest(world), elsewhere(world);
  CHECK(guest.post(kPasskeys + "/options", json::object()).status == 401);
  CHECK(guest.post(kPasskeys, json::object()).status == 401);
  REQUIRE(elsewhere.log_in("olga@example.org").status == 200);
  Authenticator key, second;
  const Answer added = world.add(world.owner, key, "Laptop");
  CHECK(added.body["passkey"]["name"] == "Laptop");
  CHECK(added.body["passkey"]["here"] == true);
  CHECK(added.body["recovery_codes"].size() == 10);
  CHECK(elsewhere.get("/api/v1/me").status == 401);  // it had shown the password alone
  CHECK(world.owner.get("/api/v1/me").body["second_factor"] == true);
  CHECK(world.try_add(world.owner, key).code() == "passkey_taken");
  CHECK(world.add(world.owner, second, "Phone").body["recovery_codes"].empty());

  const json state = world.owner.get("/api/v1/me/second-factor").body;
  REQUIRE(state["passkeys"].size() == 2);
  CHECK(state["passkeys_here"] == true);
  CHECK(state["passkeys"][0]["last_used_at"].is_null());
  CHECK(world.actions("user.passkey_added").size() == 2);

  const std::string path = kPasskeys + "/" + state["passkeys"][1]["id"].get<std::string>();
  Browser tom = world.signed_in("tom@example.org", {"user"});
  CHECK(tom.del(path).status == 404);  // not his
  CHECK(world.owner.del(path).status == 204);
  CHECK(world.owner.del(path).status == 404);
  CHECK(world.actions("user.passkey_removed").size() == 1);
  Browser browser(world);
  CHECK(world.alone(browser, second).code() == "wrong_passkey");
}

TEST_CASE("what is no passkey is refused by name", "[portal]") {
  WithPasskeys world;
  Authenticator key;
  const Answer options = world.owner.post(kPasskeys + "/options", json::object());
  const json good = new_passkey(key, options.body);
  const auto with = [&](const std::string& field, const json& value) {
    json body = good;
    body[field] = value;
    return world.owner.post(kPasskeys, body);
  };
  CHECK(with("id", "not base64!").names("id"));
  CHECK(with("id", "").names("id"));
  CHECK(with("client_data", std::string(6000, 'A')).names("client_data"));
  CHECK(with("public_key", 7).names("public_key"));
  CHECK(with("algorithm", "ES256").names("algorithm"));
  CHECK(with("name", "").names("name"));
  CHECK(with("name", "a\u202eb").names("name"));
  CHECK(with("more", 1).names("more"));
  CHECK(with("algorithm", -8).code() == "passkey_not_good");
  CHECK(with("public_key", "AAAA").code() == "passkey_not_good");
  // Another user's login was not asked this.
  Browser tom = world.signed_in("tom@example.org", {"user"});
  CHECK(tom.post(kPasskeys, good).code() == "challenge_is_over");
  CHECK(world.owner.post(kPasskeys, good).status == 201);
  CHECK(world.owner.post(kPasskeys, good).code() == "challenge_is_over");
}

TEST_CASE("a passkey alone signs in, in the browser that was asked, once", "[portal]") {
  WithPasskeys world;
  Authenticator key;
  world.add(world.owner, key);
  Browser browser(world), other(world);
  const Answer asked = world.ask(browser, "/api/v1/login");
  CHECK(asked.body["credential_ids"].empty());
  CHECK(asked.body["rp_id"] == "box.example");
  const json body = world.shown(key, asked);
  CHECK(other.post("/api/v1/login/passkey", body).code() == "wrong_passkey");
  world.ask(other, "/api/v1/login");
  CHECK(other.post("/api/v1/login/passkey", body).code() == "wrong_passkey");
  const Answer in = browser.post("/api/v1/login/passkey", body);
  INFO(in.text);
  REQUIRE(in.status == 200);
  CHECK(in.body["user"]["email"] == "olga@example.org");
  CHECK(browser.passkey.empty());
  CHECK(browser.get("/api/v1/me").status == 200);
  Browser again(world);
  again.passkey = browser.passkey;
  CHECK(again.post("/api/v1/login/passkey", body).status == 401);

  const json history = world.owner.get("/api/v1/me/login-history").body["items"];
  CHECK(std::ranges::any_of(history, [](const json& one) { return one["how"] == "passkey"; }));
  CHECK(world.actions("login.passkey_failed").size() == 3);
}

TEST_CASE("unknown passkeys look like wrong ones, and guessing is slowed down", "[portal]") {
  WithPasskeys world;
  Authenticator key, stranger;
  world.add(world.owner, key);
  Browser browser(world, "198.51.100.7");
  stranger.user_handle = std::string(32, 'x');
  const Answer unknown = world.alone(browser, stranger);
  key.origin = "https://evil.example";
  const Answer wrong = world.alone(browser, key);
  key.origin = "https://box.example:8443";
  CHECK(unknown.status == 401);
  CHECK(unknown.text == wrong.text);
  Answer last = unknown;
  int tries = 2;
  for (; tries < 100 && last.status == 401; ++tries) last = world.alone(browser, stranger);
  CHECK(last.status == 429);
  CHECK(tries <= 22);
  CHECK(world.alone(browser, key).status == 429);
  CHECK(browser.log_in("olga@example.org").status == 429);  // they count together
  Browser home(world);
  CHECK(world.alone(home, key).status == 200);
}

TEST_CASE("after the password a passkey is the second factor, and only one's own", "[portal]") {
  WithPasskeys world;
  Authenticator key, his;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  world.add(world.owner, key);
  world.add(tom, his);
  Browser browser(world);
  CHECK(world.ask(browser, "/api/v1/login/code").code() == "sign_in_again");  // the password comes first
  const Answer first = browser.log_in("olga@example.org");
  CHECK(first.status == 202);
  CHECK(first.body == json{{"second_factor", "code"}, {"devices", false}, {"passkeys", true}});
  const Answer asked = world.ask(browser, "/api/v1/login/code");
  CHECK(asked.body["credential_ids"] == json::array({base64url(key.credential_id)}));
  CHECK(world.beside(browser, his).code() == "wrong_passkey");
  // What was asked for a sign-in without the password is no answer here, nor the other way round.
  CHECK(browser.post("/api/v1/login/code", world.shown(key, world.ask(browser, "/api/v1/login"))).status ==
        401);
  CHECK(browser.post("/api/v1/login/passkey", world.shown(key, world.ask(browser, "/api/v1/login/code")))
            .status == 401);
  CHECK(browser.post("/api/v1/login/code", {{"code", "000000"}, {"passkey", json::object()}}).status == 400);
  key.flags = 0x01;
  const json body = world.shown(key, world.ask(browser, "/api/v1/login/code"));
  CHECK(browser.post("/api/v1/login/code", body).status == 200);
  CHECK(browser.post("/api/v1/login/code", body).code() == "sign_in_again");

  Browser guesser(world);
  REQUIRE(guesser.log_in("olga@example.org").status == 202);
  Answer last = world.beside(guesser, his);
  int tries = 1;
  for (; tries < 10 && last.code() == "wrong_passkey"; ++tries) {
    const Answer next = world.ask(guesser, "/api/v1/login/code");
    if (next.status != 200) break;
    last = guesser.post("/api/v1/login/code", world.shown(his, next));
  }
  CHECK(tries == 5);
  // The codes that came with it do as well.
  CHECK(browser.get("/api/v1/me").status == 200);
}

TEST_CASE("a passkey shows again who one is, in that login", "[portal]") {
  WithPasskeys world;
  Authenticator key;
  world.add(world.owner, key);
  Browser other(world);
  REQUIRE(world.alone(other, key).status == 200);
  world.clock.now += 300;
  CHECK(world.owner.post(kPasskeys + "/options", json::object()).code() == "confirmation_wanted");
  const json body = world.shown(key, world.ask(world.owner, "/api/v1/me/confirm"));
  CHECK(other.post("/api/v1/me/confirm", body).names("passkey"));
  CHECK(world.owner.post("/api/v1/me/confirm", body).status == 204);
  CHECK(world.owner.post("/api/v1/me/confirm", body).names("passkey"));
  CHECK(world.owner.post(kPasskeys + "/options", json::object()).status == 200);
  CHECK(world.owner.post("/api/v1/me/confirm", {{"passkey", 7}}).names("passkey"));
  CHECK(world.owner.post("/api/v1/me/confirm", {{"password", kPassword}}).names("code"));
  Browser tom = world.signed_in("tom@example.org", {"user"});
  CHECK(world.ask(tom, "/api/v1/me/confirm").code() == "no_passkey");
}

TEST_CASE("a copy of a passkey is refused and noted", "[portal]") {
  WithPasskeys world;
  Authenticator key;
  key.sign_count = 5;
  world.add(world.owner, key);
  Browser browser(world);
  key.sign_count = 6;
  CHECK(world.alone(browser, key).status == 200);
  CHECK(world.alone(browser, key).code() == "wrong_passkey");
  CHECK(world.actions("login.passkey_copied").size() == 1);
}

TEST_CASE("there are no passkeys for an IP address, and it is said so", "[portal]") {
  WithPasskeys world;
  const auto at = [&](Browser& browser, const std::string& path) {
    http::Request request = browser.request("POST", path, json::object());
    for (auto& [name, value] : request.headers) {
      if (name == "host") value = "192.0.2.1:8443";
      if (name == "origin") value = "https://192.0.2.1:8443";
    }
    return Answer(world.portal->handle(request));
  };
  Browser guest(world);
  CHECK(at(guest, "/api/v1/login/passkey/options").code() == "no_passkeys_here");
  CHECK(at(world.owner, kPasskeys + "/options").code() == "no_passkeys_here");
  CHECK(at(world.owner, "/api/v1/me/confirm/passkey/options").code() == "no_passkeys_here");
}

TEST_CASE("a passkey is what a role may require, and a reset takes it away", "[portal]") {
  WithPasskeys world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  const std::string role = world.preconfigured("user");
  REQUIRE(world.owner.patch("/api/v1/roles/" + role, {{"requires_second_factor", true}}).status == 200);
  CHECK(tom.get("/api/v1/dashboard").code() == "second_factor_wanted");
  Authenticator key;
  world.add(tom, key);
  CHECK(tom.get("/api/v1/dashboard").status == 200);
  Browser again(world);
  CHECK(world.alone(again, key).status == 200);
  CHECK(again.get("/api/v1/dashboard").status == 200);

  Authenticator own;
  world.add(world.owner, own);
  const std::string path = "/api/v1/users/" + world.id_of("tom@example.org") + "/second-factor";
  CHECK(world.owner.del(path).status == 204);
  Browser after(world);
  CHECK(world.alone(after, key).code() == "wrong_passkey");
  CHECK(after.log_in("tom@example.org").status == 200);
  CHECK(after.get("/api/v1/dashboard").code() == "second_factor_wanted");
}

TEST_CASE("while users come from elsewhere a passkey signs in Owners only", "[portal]") {
  WithPasskeys world;
  Browser tom = world.signed_in("tom@example.org", {"user"}), guest(world);
  Authenticator toms, olgas;
  world.add(tom, toms);
  world.add(world.owner, olgas);
  REQUIRE(*db::OrganizationRepository(*world.database).set_user_provider(world.organization().id, "idp"));
  CHECK(WithPasskeys::alone(guest, toms).code() == "only_owners_sign_in");
  REQUIRE(guest.log_in("tom@example.org").status == 202);
  CHECK(WithPasskeys::beside(guest, toms).code() == "only_owners_sign_in");
  CHECK(guest.cookie.empty());
  CHECK(WithPasskeys::alone(guest, olgas).status == 200);
}

}  // namespace gatehouse::portal_passkeys_test
