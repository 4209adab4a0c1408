// Inviting users (Standard and Advanced): who may, what comes of the links, and that nobody is there before they accept.
#include <atomic>
#include <regex>
#include <thread>

#include "db/mail_repository.h"
#include "tests/unit/portal/team.h"

namespace gatehouse::portal_invitations_test {

using namespace portal_test;

TEST_CASE("who edits users of a team may invite", "[portal]") {
  Team world;
  Browser guest(world);
  Browser user = world.member("user@crew.test", {"user"});
  Browser viewer = world.member("viewer@crew.test", {"user", "data_protection_officer"});
  Browser editor = world.member("editor@crew.test", {"user", "admin"});
  struct Row {
    const char* who;
    Browser& browser;
    int list, invite;
    const char* code;
  };
  for (const Row& row :
       {Row{"guest", guest, 401, 401, "not_signed_in"}, Row{"user", user, 403, 403, "not_permitted"},
        Row{"viewer", viewer, 200, 403, "not_permitted"},
        Row{"Owner of an Ultimate organization", world.owner, 403, 403, "not_in_license"},
        Row{"editor", editor, 200, 201, ""}, Row{"Owner", world.lead, 200, 201, ""}}) {
    INFO(row.who);
    CHECK(row.browser.get(kInvitations).status == row.list);
    const Answer made =
        row.browser.post(kInvitations, Team::person("for" + std::to_string(row.who[0]) + "@crew.test"));
    INFO(made.text);
    CHECK(made.status == row.invite);
    CHECK(made.code() == row.code);
  }
  // Those of others are there for all who may; for another organization there are none.
  const std::string path = kInvitations + "/1";
  for (const auto& [browser, status] : {std::pair(&guest, 401), std::pair(&user, 403),
                                        std::pair(&viewer, 403), std::pair(&world.owner, 403)}) {
    CHECK(browser->post(path + "/link", json::object()).status == status);
    CHECK(browser->del(path).status == status);
  }
  world.run("UPDATE organization SET license = 'advanced' WHERE login_id = 'example'");
  CHECK(world.owner.post(path + "/link", json::object()).code() == "no_such_invitation");
  CHECK(world.owner.del(path).code() == "no_such_invitation");
  CHECK(world.owner.get(kInvitations).body["items"].empty());
  CHECK(editor.del(path).status == 204);
  CHECK(editor.del(path).status == 404);
}

TEST_CASE("an invitation wants names and an address, which nobody has there", "[portal]") {
  Team world;
  struct Row {
    const char* what;
    json change;
    int status;
    const char* code;
    const char* field;
  };
  REQUIRE(world.invite(world.lead, "invited@crew.test").status == 201);
  for (const Row& row : {
           Row{"no first name", {{"first_name", nullptr}}, 400, "invalid_fields", "first_name"},
           Row{"an empty name", {{"last_name", "  "}}, 400, "invalid_fields", "last_name"},
           Row{"a long name", {{"last_name", std::string(101, 'x')}}, 400, "invalid_fields", "last_name"},
           Row{"a name that turns text round",
               {{"first_name", "a\u202eb"}},
               400,
               "invalid_fields",
               "first_name"},
           Row{"NUL", {{"first_name", std::string("a\0b", 3)}}, 400, "invalid_fields", "first_name"},
           Row{"two lines", {{"first_name", "a\r\nBcc: b"}}, 400, "invalid_fields", "first_name"},
           Row{"no address", {{"email", "nobody"}}, 400, "invalid_fields", "email"},
           Row{"a list", {{"email", json::array({"a@b.test"})}}, 400, "invalid_fields", "email"},
           Row{"something else", {{"role_id", "1"}}, 400, "invalid_fields", "role_id"},
           Row{"no server for mail", {{"mail", true}}, 409, "no_mail", ""},
           Row{"a user", {{"email", "TESS@crew.test"}}, 409, "email_taken", "email"},
           Row{"an invitation", {{"email", "Invited@CREW.test"}}, 409, "already_invited", "email"},
           Row{"a user of another organization", {{"email", "olga@example.org"}}, 201, "", ""},
       }) {
    INFO(row.what);
    json body = Team::person("gus@crew.test");
    body.update(row.change);
    const Answer answer = world.lead.post(kInvitations, body);
    INFO(answer.text);
    CHECK(answer.status == row.status);
    CHECK(answer.code() == row.code);
    if (*row.field != '\0') CHECK(answer.names(row.field));
  }
  CHECK(world.number("SELECT count(*) FROM invitation") == 2);
}

TEST_CASE("nobody is there before the invitation is accepted; then they are a user", "[portal]") {
  Team world;
  const auto users = world.told("SELECT * FROM user_account ORDER BY id");
  const Answer invited = world.invite(world.lead, "Gus@Crew.test");
  CHECK(invited.string("link").starts_with("https://box.example:8443/invitation#"));
  CHECK(invited.string("link_expires_at") == "2026-02-07T12:00:00Z");
  CHECK(invited.body["mailed"] == false);
  CHECK(invited.body["invitation"] == json({{"id", "1"},
                                            {"email", "gus@crew.test"},
                                            {"first_name", "Gus"},
                                            {"last_name", "Guest"},
                                            {"invited_by", "Tess Lead"},
                                            {"created_at", "2026-01-31T12:00:00Z"},
                                            {"expires_at", "2026-02-07T12:00:00Z"},
                                            {"expired", false}}));
  const Answer listed = world.lead.get(kInvitations);
  CHECK(listed.body["items"] == json::array({invited.body["invitation"]}));
  const std::string token = Team::token_in(invited);
  CHECK(listed.text.find(token) == std::string::npos);
  CHECK(world.told("SELECT * FROM invitation").find(token) == std::string::npos);
  CHECK(world.told("SELECT * FROM audit_entry").find(token) == std::string::npos);
  CHECK(world.told("SELECT * FROM user_account ORDER BY id") == users);

  const json offer = {{"organization", {{"id", "crew"}, {"name", "Crew"}}},
                      {"email", "gus@crew.test"},
                      {"first_name", "Gus"},
                      {"last_name", "Guest"},
                      {"invited_by", "Tess Lead"},
                      {"expires_at", "2026-02-07T12:00:00Z"}};
  CHECK(world.check(token).body == offer);
  for (const char* bad : {"short", "gus@crew.test"}) CHECK(world.accept(token, bad).names("password"));
  Browser gus(world);
  CHECK(world.sign_in(gus, "crew", "gus@crew.test").status == 401);
  CHECK(world.told("SELECT * FROM user_account ORDER BY id") == users);
  const Answer accepted = world.accept(token);
  REQUIRE(accepted.status == 200);
  CHECK(accepted.body == offer);

  CHECK(world.accept(token).code() == "link_is_over");
  CHECK(world.check(token).code() == "link_is_over");
  CHECK(world.lead.get(kInvitations).body["items"].empty());
  REQUIRE(world.sign_in(gus, "CREW", "gus@crew.test").status == 200);
  const json me = gus.get("/api/v1/me").body;
  CHECK(me["owner"] == false);
  CHECK(world.told("SELECT role.key FROM user_role JOIN role ON role.id = role_id JOIN user_account ON"
                   " user_account.id = user_id WHERE email = 'gus@crew.test'") == "user|\n");
  CHECK(gus.get("/api/v1/me/address-book").status == 200);
  CHECK(world.noted(world.team, "invitation.made"));
  CHECK(world.noted(world.team, "user.joined"));
}

TEST_CASE("an invitation is over", "[portal]") {
  struct Row {
    const char* because;
    std::function<void(Team&, const std::string& path)> done;
  };
  const auto sql = [](const std::string& text) {
    return [text](Team& world, const std::string&) { world.run(text); };
  };
  const std::string maker = " WHERE email = 'mia@crew.test'";
  const Row rows[] = {
      {"it was withdrawn",
       [](Team& world, const std::string& path) { REQUIRE(world.lead.del(path).status == 204); }},
      {"there is a new link",
       [](Team& world, const std::string& path) {
         REQUIRE(world.lead.post(path + "/link", json::object()).status == 201);
       }},
      {"it is too old", [](Team& world, const std::string&) { world.clock.now += 7 * 86400; }},
      {"who made it lost the right",
       sql("DELETE FROM user_role WHERE user_id = (SELECT id FROM user_account" + maker +
           ") AND role_id IN (SELECT id FROM role WHERE key = 'owner')")},
      {"who made it is disabled", sql("UPDATE user_account SET disabled = 1" + maker)},
      {"the account of who made it has ended",
       sql("UPDATE user_account SET expires_at = 1769860799" + maker)},
      {"who made it is not verified", sql("UPDATE user_account SET verified_at = NULL" + maker)},
      {"who made it is deleted", sql("DELETE FROM user_account" + maker)},
      {"the license has no invitations",
       sql("UPDATE organization SET license = 'ultimate' WHERE login_id = 'crew'")},
      {"the organization is gone", sql("DELETE FROM organization WHERE login_id = 'crew'")},
      {"somebody has the address by now",
       [](Team& world, const std::string&) { world.add_member("gus@crew.test", {"user"}); }},
  };
  for (const Row& row : rows) {
    INFO(row.because);
    Team world;
    Browser mia = world.member("mia@crew.test", {"user", "owner"});
    const Answer invited = world.invite(mia, "gus@crew.test");
    const std::string token = Team::token_in(invited);
    REQUIRE(world.check(token).status == 200);
    row.done(world, Team::path_of(invited));
    const bool taken = std::string(row.because).starts_with("somebody");
    CHECK(world.check(token).status == (taken ? 200 : 410));
    const auto users = world.told("SELECT * FROM user_account ORDER BY id");
    const Answer refused = world.accept(token);
    CHECK(refused.status == 410);
    CHECK(refused.code() == "link_is_over");
    CHECK(world.told("SELECT * FROM user_account ORDER BY id") == users);
  }
  Team world;
  for (const char* token : {"x", "' OR 1=1 --", "0123456789012345678901234567890123456789012"}) {
    CHECK(world.check(token).code() == "link_is_over");
    CHECK(world.accept(token).code() == "link_is_over");
  }
  for (const json& body : {json::object(), json{{"token", 7}}, json{{"token", std::string(65, 'x')}}})
    CHECK(Browser(world).post("/api/v1/invitation-links/check", body).names("token"));
}

TEST_CASE("a new link is good for seven days more, in the name of who asks", "[portal]") {
  Team world;
  Browser mia = world.member("mia@crew.test", {"user", "owner"});
  const Answer invited = world.invite(mia, "gus@crew.test");
  world.run("DELETE FROM user_account WHERE email = 'mia@crew.test'");
  const json alone = world.lead.get(kInvitations).body["items"][0];
  CHECK(alone["invited_by"].is_null());
  CHECK(alone["expired"] == true);
  world.clock.now += 3 * 86400;
  REQUIRE(world.sign_in(world.lead, "crew", "tess@crew.test").status == 200);
  const Answer renewed = world.lead.post(Team::path_of(invited) + "/link", json::object());
  REQUIRE(renewed.status == 201);
  CHECK(renewed.string("link_expires_at") == "2026-02-10T12:00:00Z");
  CHECK(renewed.body["invitation"]["invited_by"] == "Tess Lead");
  CHECK(renewed.body["invitation"]["created_at"] == "2026-01-31T12:00:00Z");
  CHECK(world.lead.get(kInvitations).body["items"][0] == renewed.body["invitation"]);
  CHECK(world.check(Team::token_in(invited)).status == 410);
  CHECK(world.accept(Team::token_in(renewed)).status == 200);
  CHECK(world.noted(world.team, "invitation.link_made"));

  const Answer late = world.invite(world.lead, "late@crew.test");
  world.add_member("LATE@crew.test", {"user"});
  CHECK(world.lead.post(Team::path_of(late) + "/link", json::object()).code() == "email_taken");
  CHECK(world.lead.post(kInvitations + "/999/link", json::object()).status == 404);
}

TEST_CASE("invitations are listed newest first, in pages, and forgotten thirty days after their end",
          "[portal]") {
  Team world;
  for (int i = 0; i < 5; ++i) {
    world.invite(world.lead, "g" + std::to_string(i) + "@crew.test");
    world.clock.now += 60;
  }
  const json first = world.lead.get(kInvitations + "?limit=3").body;
  REQUIRE(first["items"].size() == 3);
  CHECK(first["items"][0]["email"] == "g4@crew.test");
  const json rest =
      world.lead.get(kInvitations + "?limit=3&cursor=" + first["next_cursor"].get<std::string>()).body;
  REQUIRE(rest["items"].size() == 2);
  CHECK(rest["items"][1]["email"] == "g0@crew.test");
  CHECK(rest["next_cursor"].is_null());
  CHECK(world.lead.get(kInvitations + "?limit=0").status == 400);
  CHECK(world.lead.get(kInvitations + "?all=1").status == 400);

  world.clock.now = 1769860800 + 37 * 86400 + 120;
  world.portal->tick();
  CHECK(world.told("SELECT email FROM invitation ORDER BY id") == "g3@crew.test|\ng4@crew.test|\n");
  REQUIRE(world.sign_in(world.lead, "crew", "tess@crew.test").status == 200);
  CHECK(world.lead.get(kInvitations).body["items"][0]["expired"] == true);
}

TEST_CASE("of two who accept at once, one does", "[portal][threads]") {
  Team world;
  for (int round = 0; round < 5; ++round) {
    const std::string email = "gus" + std::to_string(round) + "@crew.test";
    const std::string token = Team::token_in(world.invite(world.lead, email));
    std::atomic<int> in{0}, over{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([&] {
        const int status = world.accept(token).status;
        in += status == 200 ? 1 : 0;
        over += status == 410 ? 1 : 0;
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(in == 1);
    CHECK(over == 2);
    CHECK(world.number("SELECT count(*) FROM user_account WHERE email = '" + email + "'") == 1);
  }
}

struct WithMail : Team {
  WithMail() {
    options.mail = portal::MailFacts{"mail.example:587", "starttls", "box@example.org", "gate.example.org"};
    start();
  }
  Answer invite_by_mail(const std::string& email) {
    json body = person(email);
    body["mail"] = true;
    Answer answer = lead.post(kInvitations, body);
    INFO(answer.text);
    REQUIRE(answer.status == 201);
    return answer;
  }
  std::string states() { return told("SELECT state FROM mail WHERE kind = 'invitation' ORDER BY id"); }
  std::string waiting() {
    return told("SELECT recipient, subject, body FROM mail WHERE state = 'waiting' AND kind = 'invitation'");
  }
};

TEST_CASE("the letter says who invites to what, and only while the link in it is good", "[portal]") {
  WithMail world;
  const Answer invited = world.invite_by_mail("gus@crew.test");
  CHECK(invited.body["link"].is_null());
  CHECK(invited.body["mailed"] == true);
  CHECK(world.needs.mail_woken > 0);
  const std::string letter = world.waiting();
  for (const char* part :
       {"gus@crew.test|Invitation to Crew|Hello Gus,", "Tess Lead invites you to Crew.",
        "until 2026-02-07 12:00 UTC", "https://gate.example.org/invitation#", "Organization ID: crew\n"})
    CHECK(letter.find(part) != std::string::npos);
  const std::size_t at = letter.find('#') + 1;
  CHECK(world.check(letter.substr(at, letter.find('\n', at) - at)).status == 200);

  const std::string path = Team::path_of(invited);
  REQUIRE(world.lead.post(path + "/link", {{"mail", true}}).status == 201);
  CHECK(world.states() == "cancelled|\nwaiting|\n");
  REQUIRE(world.lead.del(path).status == 204);
  CHECK(world.states() == "cancelled|\ncancelled|\n");

  // Again, as the page Mail does it.
  const std::string message =
      "/api/v1/mail/messages/" +
      world.lead.get("/api/v1/mail/messages").body["items"][0]["id"].get<std::string>() + "/again";
  CHECK(world.lead.post(message, json::object()).code() == "no_such_invitation");
  world.invite(world.lead, "gus@crew.test");
  const Answer again = world.lead.post(message, json::object());
  INFO(again.text);
  CHECK(again.status == 200);
  CHECK(again.body["kind"] == "invitation");
  CHECK(world.states() == "cancelled|\nwaiting|\n");
  const std::string second = world.waiting();
  const std::size_t where = second.find('#') + 1;
  CHECK(world.accept(second.substr(where, second.find('\n', where) - where)).status == 200);
  CHECK(world.states() == "cancelled|\ncancelled|\n");
  world.license("ultimate");
  CHECK(world.lead.post(message, json::object()).code() == "not_in_license");
}

// The same for an address that has an account elsewhere on the appliance, and for one that has none.
TEST_CASE("who invites does not learn whether somebody has an account elsewhere", "[portal]") {
  WithMail world;
  world.add_user("uma@example.org", {"user"});
  const auto heard = [&](const std::string& email, bool by_mail) {
    json body = Team::person(email);
    if (by_mail) body["mail"] = true;
    const Answer made = world.lead.post(kInvitations, body);
    const std::string path = Team::path_of(made);
    std::string all = std::to_string(made.status) + made.text + world.lead.get(kInvitations).text +
                      world.lead.post(path + "/link", json::object()).text + world.waiting();
    if (!by_mail) {
      const std::string token = Team::token_in(world.lead.post(path + "/link", json::object()));
      all += world.check(token).text;
    }
    all += world.told(
        "SELECT actor, action, target, before, after FROM audit_entry WHERE organization_id = 2 ORDER BY "
        "number DESC LIMIT 1");
    REQUIRE(world.lead.del(path).status == 204);
    // What is another one each time.
    for (const auto& [what, pattern] : {std::pair("link", "#[\\w-]{43}"), std::pair("number", "\"[0-9]+\""),
                                        std::pair("email", email.c_str())})
      all = std::regex_replace(all, std::regex(pattern), what);
    return all;
  };
  for (const bool by_mail : {false, true})
    CHECK(heard("uma@example.org", by_mail) == heard("nobody@example.org", by_mail));
}

}  // namespace gatehouse::portal_invitations_test
