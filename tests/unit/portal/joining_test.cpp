// Accepting an invitation with an account that somebody has in another organization of the appliance: it moves.
#include "appliance/credentials/totp.h"
#include "db/mail_repository.h"
#include "db/passkey_repository.h"
#include "tests/unit/portal/team.h"

namespace gatehouse::portal_joining_test {

using namespace portal_test;

const std::string kUma = "uma@somewhere.test";

// Somebody of the appliance's organization who has one of everything, and an invitation to the team.
struct Joining : Team {
  Browser uma;
  std::int64_t id = 0;
  std::string secret, path, token, api_token, session;
  std::vector<std::string> recovery_codes;
  std::string invitation;

  Joining() : uma(*this) {
    options.mail = portal::MailFacts{"mail.example:587", "starttls", "box@example.org", "gate.example.org"};
    start();
    with_access(kUma, {{"users", "edit"}, {"clients", "edit"}, {"sessions", "edit"}});
    REQUIRE(uma.log_in(kUma).status == 200);
    id = std::stoll(id_of(kUma));
    path = "/api/v1/users/" + id_of(kUma);
    REQUIRE(owner.put("/api/v1/groups/" + group("Desk") + "/members/" + id_of(kUma)).status == 204);
    add_things();
    add_factors();
    invitation = token_in(invite(lead, "Uma@Somewhere.test"));
  }
  void add_things() {
    const auto made = [&](const std::string& target, const json& body) {
      Answer answer = uma.post(target, body);
      INFO(target << " " << answer.text);
      REQUIRE(answer.status == 201);
      return answer;
    };
    for (const char* name : {"Till", "Door"})
      made("/api/v1/me/address-book/entries",
           {{"nickname", name}, {"address", std::string(name) + "@ad"}, {"tags", {"Shop", name}}});
    api_token = made("/api/v1/me/tokens", {{"name", "Script"},
                                           {"scope", {{"clients", "view"}}},
                                           {"days", 30},
                                           {"current_password", kPassword}})
                    .string("token");
    made("/api/v1/enrolment-tokens", {{"label", "Desks"}, {"uses", 2}, {"days", 7}});
    session =
        made("/api/v1/connections", call_to(std::to_string(add_client("desk").id))).string("session_id");
    REQUIRE(uma.patch("/api/v1/sessions/" + session, {{"comment", "Looked at it"}}).status == 200);
    json tom = person("tom@somewhere.test");
    tom["mail"] = true;
    auto request = uma.request("POST", "/api/v1/users", tom);
    request.headers.emplace_back("idempotency-key", "one");
    REQUIRE(uma.send(request).status == 201);
    REQUIRE(owner.post(path + "/link", {{"mail", true}}).status == 201);
    // One that the first organization sent in her name, as if it had been a team before.
    run("INSERT INTO invitation (organization_id, email, first_name, last_name, token_hash, made_by, "
        "created_at,"
        " expires_at) VALUES (1, 'x@y.test', 'X', 'Y', x'00', " +
        std::to_string(id) + ", 1, 2)");
  }
  void add_factors() {
    const Answer begun = uma.post("/api/v1/me/second-factor/secret", json::object());
    REQUIRE(begun.status == 201);
    const std::string digits = code_of(begun.string("secret"));
    const Answer added = uma.post("/api/v1/me/second-factor/devices", {{"name", "Phone"}, {"code", digits}});
    INFO(added.text);
    REQUIRE(added.status == 201);
    recovery_codes = added.body["recovery_codes"].get<std::vector<std::string>>();
    db::Passkey passkey;
    passkey.organization = own.id;
    passkey.user = id;
    passkey.name = "Key";
    passkey.rp_id = "gate.example.org";
    passkey.credential_id = "credential";
    passkey.public_key = "key";
    passkey.created_at = clock.now;
    db::PasskeyRepository passkeys(*database);
    REQUIRE(passkeys.add(passkey));
    REQUIRE(passkeys.handle_of(own.id, id, "handle of Uma"));
  }
  // At a machine's screen, right now.
  db::SessionId begin_call() {
    json body = call_to(std::to_string(add_client("bench").id));
    body["transport"] = "link";
    const Answer begun = uma.post("/api/v1/connections", body);
    REQUIRE(begun.status == 201);
    const db::SessionId number = std::stoll(begun.string("session_id"));
    REQUIRE(portal->claim_call(number,
                               from_base64url(begun.body["link"]["view_key"].get<std::string>()).value()));
    portal->session_opened(number);
    return number;
  }
  // Of the next thirty seconds; the secret is Base32.
  std::string code_of(const std::string& text) {
    secret.clear();
    std::uint32_t held = 0;
    int bits = 0;
    for (const char c : text) {
      held = held << 5 | static_cast<std::uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
      if ((bits += 5) < 8) continue;
      bits -= 8;
      secret += static_cast<char>(held >> bits & 0xff);
    }
    return code();
  }
  std::string code() {
    clock.now += 30;
    return credentials::totp_code(secret, clock.now / 30);
  }
  Answer confirm() { return uma.post("/api/v1/me/confirm", {{"code", code()}}); }
  // The rows of a table that name her, by organization.
  std::string rows(const std::string& table, const std::string& column = "user_id") {
    return told("SELECT organization_id, count(*) FROM " + table + " WHERE " + column + " = " +
                std::to_string(id) + " GROUP BY 1 ORDER BY 1");
  }
  std::string everything() {
    std::string all;
    for (const char* table : {"user_account", "user_role", "totp_device", "recovery_code", "passkey",
                              "passkey_owner", "address_book", "address_entry", "address_entry_tag",
                              "api_token", "invitation", "group_member", "session"})
      all += told(std::string("SELECT * FROM ") + table + " ORDER BY 1, 2, 3");
    return all;
  }
};

TEST_CASE("an account moves into the team when its owner accepts, and with it what is the person's own",
          "[portal]") {
  Joining world;
  auto live = world.uma.upgrade("/api/v1/events");
  const OpenSocket page(std::get<http::WebSocketAccept>(live));
  const auto call = world.begin_call();
  const std::string before = world.everything();
  world.clock.now += 300;
  CHECK(world.join(world.uma, world.invitation).code() == "confirmation_wanted");
  CHECK(world.check(world.invitation).status == 200);
  REQUIRE(world.everything() == before);  // nothing moves before
  REQUIRE(world.confirm().status == 204);
  world.needs.mail_woken = 0;
  const Answer joined = world.join(world.uma, world.invitation);
  INFO(joined.text);
  REQUIRE(joined.status == 200);
  CHECK(world.needs.mail_woken == 1);
  CHECK(world.told("SELECT subject FROM mail WHERE kind = 'security' AND recipient = '" + kUma +
                   "' ORDER BY id DESC LIMIT 1") == "Your account is here now at Crew|\n");
  CHECK(joined.body["organization"] == json({{"id", "crew"}, {"name", "Crew"}}));
  CHECK(joined.header("Set-Cookie").find("Max-Age=0") != std::string::npos);
  CHECK(page.closed());
  CHECK(world.needs.hung_up == std::vector{std::pair(call, wire::CloseReason::not_permitted)});

  // What goes along.
  for (const char* table : {"totp_device", "passkey", "passkey_owner", "known_address"}) {
    INFO(table);
    CHECK(world.rows(table) == "2|1|\n");
  }
  CHECK(world.rows("recovery_code") == "2|10|\n");
  CHECK(world.rows("address_book", "owner_id") == "2|1|\n");
  CHECK(world.told("SELECT organization_id, count(*) FROM address_entry GROUP BY 1") == "2|2|\n");
  CHECK(world.told("SELECT organization_id, count(*) FROM address_entry_tag GROUP BY 1") == "2|4|\n");
  // What ends.
  for (const char* table :
       {"login_session", "api_token", "group_member", "idempotency_key", "account_link"}) {
    INFO(table);
    CHECK(world.rows(table).empty());
  }
  CHECK(world.rows("account_link", "made_by").empty());
  CHECK(
      world.told(
          "SELECT role.organization_id, key FROM user_role JOIN role ON role.id = role_id WHERE user_id = " +
          std::to_string(world.id)) == "2|user|\n");
  // What stays, without her.
  CHECK(world.rows("session").empty());
  CHECK(world.rows("session_comment", "author_id").empty());
  CHECK(world.rows("enrolment_token", "created_by").empty());
  CHECK(world.rows("invitation", "made_by").empty());
  const json kept = world.owner.get("/api/v1/sessions/" + world.session).body;
  CHECK(kept["user_name"] == "Some One");
  CHECK(kept["comment"] == "Looked at it");
  CHECK(world.owner.get("/api/v1/enrolment-tokens").body["items"][0]["created_by"].is_null());
  CHECK(world.told("PRAGMA foreign_key_check").empty());

  // She signs in there, with what she had; and nowhere else.
  CHECK(world.uma.get("/api/v1/me").status == 401);
  CHECK(world.owner.get(world.path).status == 404);
  Browser old(world), again(world), program(world);
  CHECK(world.sign_in(old, "example", kUma).status == 401);
  REQUIRE(world.sign_in(again, "crew", kUma).status == 202);
  REQUIRE(again.post("/api/v1/login/code", {{"code", world.recovery_codes[0]}}).status == 200);
  REQUIRE(world.sign_in(old, "crew", kUma).status == 202);
  REQUIRE(old.post("/api/v1/login/code", {{"code", world.code()}}).status == 200);
  const json book = again.get("/api/v1/me/address-book/entries").body["items"];
  REQUIRE(book.size() == 2);
  CHECK(book[0]["tags"] == json::array({"Shop", "Door"}));
  CHECK(again.get("/api/v1/me/tokens").body["items"].empty());
  CHECK(again.get("/api/v1/users").status == 403);
  auto asked = program.request("GET", "/api/v1/clients");
  asked.headers.emplace_back("authorization", "Bearer " + world.api_token);
  CHECK(program.send(asked).status == 401);
  CHECK(world.join(again, world.invitation).code() == "link_is_over");

  // Both logs say it, and neither where she came from, or went.
  CHECK(world.noted(world.own, "user.left"));
  CHECK(world.noted(world.team, "user.joined"));
  const auto log_of = [&](int organization) {
    return lower_ascii(world.told("SELECT * FROM audit_entry WHERE organization_id = " +
                                  std::to_string(organization) + " AND action LIKE 'user.%'"));
  };
  CHECK(log_of(1).find("crew") == std::string::npos);
  CHECK(log_of(2).find("example") == std::string::npos);
  const json member = world.lead.get("/api/v1/users?search=uma").body["items"][0];
  CHECK(member["state"] == "active");
  CHECK(member["expires_at"].is_null());
  CHECK(member["version"] == 1);
}

// The log of who invited tells of both ways in the same words.
TEST_CASE("the team's log does not tell an account that came along from a new one", "[portal]") {
  Joining world;
  REQUIRE(world.confirm().status == 204);
  REQUIRE(world.join(world.uma, world.invitation).status == 200);
  REQUIRE(world.accept(Team::token_in(world.invite(world.lead, "new@somewhere.test"))).status == 200);
  const std::string joins = world.told(
      "SELECT actor = target, before, json_group_array(key) FROM audit_entry, json_each(after) WHERE action ="
      " 'user.joined' GROUP BY number");
  const std::size_t half = joins.size() / 2;
  CHECK(joins.substr(0, half) == joins.substr(half));
}

TEST_CASE("who may not leave, or is not meant, stays", "[portal]") {
  struct Row {
    const char* who;
    std::function<Answer(Joining&)> asks;
    int status;
    const char* code;
  };
  const auto with_email = [](const std::string& email) {
    return [email](Joining& world) {
      const std::string token = Team::token_in(world.invite(world.lead, email));
      return world.join(world.owner, token);
    };
  };
  const Row rows[] = {
      {"a guest",
       [](Joining& world) { return world.join(*std::make_unique<Browser>(world), world.invitation); }, 401,
       "not_signed_in"},
      {"a page of another site",
       [](Joining& world) {
         world.uma.csrf.clear();
         return world.join(world.uma, world.invitation);
       },
       403, "wrong_csrf_token"},
      {"a program",
       [](Joining& world) {
         auto request =
             Browser(world).request("POST", "/api/v1/invitation-links/join", {{"token", world.invitation}});
         request.headers.emplace_back("authorization", "Bearer " + world.api_token);
         return Browser(world).send(request);
       },
       403, "login_only"},
      {"who made the invitation", [](Joining& world) { return world.join(world.lead, world.invitation); },
       409, "already_member"},
      {"somebody with another address",
       [](Joining& world) { return world.join(world.owner, world.invitation); }, 403, "other_address"},
      {"somebody without an invitation", [](Joining& world) { return world.join(world.uma, "nothing"); }, 410,
       "link_is_over"},
      {"the last Owner", with_email("olga@example.org"), 409, "last_owner"},
      {"an Owner beside one who is disabled",
       [&](Joining& world) {
         world.add_user("second@example.org", {"user", "owner"});
         world.run("UPDATE user_account SET disabled = 1 WHERE email = 'second@example.org'");
         return with_email("olga@example.org")(world);
       },
       409, "last_owner"},
      {"an Owner beside another",
       [&](Joining& world) {
         world.add_user("second@example.org", {"user", "owner"});
         return with_email("OLGA@example.org")(world);
       },
       200, ""},
      {"whose address somebody there has by now",
       [](Joining& world) {
         world.add_member("UMA@somewhere.test", {"user"});
         return world.join(world.uma, world.invitation);
       },
       410, "link_is_over"},
      {"after it was withdrawn",
       [](Joining& world) {
         REQUIRE(world.lead.del(kInvitations + "/2").status == 204);
         return world.join(world.uma, world.invitation);
       },
       410, "link_is_over"},
      {"whom another accepted first",
       [](Joining& world) {
         REQUIRE(world.accept(world.invitation).status == 200);
         return world.join(world.uma, world.invitation);
       },
       410, "link_is_over"},
      {"who is disabled",
       [](Joining& world) {
         world.run("UPDATE user_account SET disabled = 1 WHERE email = '" + kUma + "'");
         return world.join(world.uma, world.invitation);
       },
       401, "not_signed_in"},
      {"whose inviter may no longer",
       [](Joining& world) {
         world.run("UPDATE user_account SET disabled = 1 WHERE email = 'tess@crew.test'");
         return world.join(world.uma, world.invitation);
       },
       410, "link_is_over"},
  };
  for (const Row& row : rows) {
    INFO(row.who);
    Joining world;
    REQUIRE(world.confirm().status == 204);
    const Answer answer = row.asks(world);
    INFO(answer.text);
    CHECK(answer.status == row.status);
    CHECK(answer.code() == row.code);
    // Wherever it was refused, she is where she was.
    CHECK(world.rows("totp_device") == "1|1|\n");
    CHECK(world.rows("address_book", "owner_id") == "1|1|\n");
    CHECK(world.told("PRAGMA foreign_key_check").empty());
    CHECK(world.noted(world.own, "user.left") == (row.status == 200));
  }
}

}  // namespace gatehouse::portal_joining_test
