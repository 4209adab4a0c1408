#include <regex>

#include "db/mail_repository.h"
#include "db/second_factor_repository.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_mail_test {

using namespace portal_test;

constexpr const char* kFirstPassword = "violet lamps hum quietly";

struct Office : People {
  Office() {
    options.mail = portal::MailFacts{"mail.example:587", "starttls", "box@example.org", "gate.example.org"};
    start();
  }
  json person(const std::string& email) {
    return {{"first_name", "Tom"}, {"last_name", "Tester"}, {"email", email}, {"mail", true}};
  }
  std::vector<db::Mail> waiting() {
    std::vector<db::Mail> out;
    db::MailRepository queue(*database);
    const auto page = queue.list(organization().id, db::MailState::waiting, {}, 100);
    REQUIRE(page);
    for (const db::Mail& row : page->rows) {
      const auto whole = queue.find(row.organization, row.id);
      REQUIRE(whole);
      out.push_back(**whole);
    }
    return out;
  }
  static std::string token_in(const db::Mail& mail) {
    std::smatch found;
    INFO(mail.body);
    REQUIRE(std::regex_search(mail.body, found,
                              std::regex("https://gate\\.example\\.org/set-password#([\\w-]+)\n")));
    return found[1];
  }
};

TEST_CASE("whoever did not change how they sign in learns of it", "[portal]") {
  Office world;
  const Answer created = world.owner.post("/api/v1/users", world.person("tom@example.org"));
  Browser tom(world);
  const json first = {{"token", Office::token_in(world.waiting().at(0))}, {"password", kFirstPassword}};
  REQUIRE(tom.post("/api/v1/account-links/use", first).status == 200);
  CHECK(world.waiting().empty());  // the address was only just shown to be his
  const json login = {
      {"organization_id", "example"}, {"email", "tom@example.org"}, {"password", kFirstPassword}};
  REQUIRE(tom.post("/api/v1/login", login).status == 200);

  const auto last_letter = [&] {
    const auto all = world.waiting();
    REQUIRE_FALSE(all.empty());
    return *std::ranges::max_element(all, {}, &db::Mail::id);
  };
  const std::string id = created.body["user"]["id"].get<std::string>();
  const json change = {{"current_password", kFirstPassword}, {"new_password", "green doors open slowly"}};
  world.needs.mail_woken = 0;
  REQUIRE(tom.post("/api/v1/me/password", change).status == 204);
  CHECK(world.needs.mail_woken == 1);
  const db::Mail changed = last_letter();
  CHECK(changed.kind == "security");
  CHECK(changed.recipient == "tom@example.org");
  CHECK(changed.subject == "Your password was changed at Example");
  CHECK(changed.body.find("From: 192.0.2.1\n") != std::string::npos);
  CHECK(changed.body.find("green doors") == std::string::npos);
  // What was refused is not told.
  CHECK(tom.post("/api/v1/me/password", change).status == 400);
  CHECK(last_letter().id == changed.id);

  // Somebody else does it to them.
  const Answer again = world.owner.post("/api/v1/users/" + id + "/link", json::object());
  const std::string link = again.string("link");
  const json second = {{"token", link.substr(link.find('#') + 1)}, {"password", "amber keys turn gently"}};
  Browser guest(world);
  REQUIRE(guest.post("/api/v1/account-links/use", second).status == 200);
  CHECK(last_letter().body.find("A new password was set for your account, by a link.") != std::string::npos);
  CHECK(last_letter().id != changed.id);
  db::TotpDevice phone;
  phone.organization = world.organization().id;
  phone.user = std::stoll(id);
  phone.name = "Phone";
  phone.secret = std::string(20, 's');
  REQUIRE(db::SecondFactorRepository(*world.database).add_device(phone));
  REQUIRE(world.owner.del("/api/v1/users/" + id + "/second-factor").status == 204);
  CHECK(last_letter().subject == "Your second factor was removed at Example");
  CHECK(last_letter().recipient == "tom@example.org");
  // A letter of its time is not written again, least of all as one with a link.
  const db::Mail last = last_letter();
  REQUIRE(db::MailRepository(*world.database).set_failed(last.id, world.clock.now, "no such mailbox"));
  const Answer again_sent =
      world.owner.post("/api/v1/mail/messages/" + std::to_string(last.id) + "/again", json::object());
  CHECK(again_sent.code() == "not_again");

  // To the address that it was.
  REQUIRE(world.owner.patch("/api/v1/users/" + id, {{"email", "other@example.org"}}).status == 200);
  CHECK(last_letter().recipient == "tom@example.org");
  CHECK(last_letter().subject == "The address of your account was changed at Example");
}

TEST_CASE("a link goes out by mail, to nobody else", "[portal]") {
  Office world;
  const Answer created = world.owner.post("/api/v1/users", world.person("tom@example.org"));
  REQUIRE(created.status == 201);
  CHECK(created.body["link"].is_null());
  CHECK(created.body["mailed"] == true);
  CHECK(world.needs.mail_woken > 0);
  const auto mails = world.waiting();
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].recipient == "tom@example.org");
  CHECK(mails[0].kind == "welcome");
  CHECK(mails[0].body.find("Organization ID: example\n") != std::string::npos);
  CHECK(mails[0].body.find("Olga Owner") != std::string::npos);
  const Answer list = world.owner.get("/api/v1/mail/messages");
  CHECK(list.text.find("set-password") == std::string::npos);
  CHECK(list.body["items"][0]["state"] == "waiting");
  const Answer settings = world.owner.get("/api/v1/mail");
  CHECK(settings.string("server") == "mail.example:587");
  CHECK(settings.body["waiting"] == 1);

  Browser guest(world);
  const Answer used = guest.post("/api/v1/account-links/use",
                                 {{"token", Office::token_in(mails[0])}, {"password", kFirstPassword}});
  CHECK(used.status == 200);
  CHECK(world.waiting().empty());  // the link in it is used

  const std::string path = "/api/v1/users/" + world.id_of("tom@example.org") + "/link";
  CHECK(world.owner.post(path, {{"mail", true}}).body["link"].is_null());
  REQUIRE(world.waiting().size() == 1);
  CHECK(world.waiting()[0].kind == "password");
  const Answer by_hand = world.owner.post(path, json::object());
  CHECK(by_hand.string("link").starts_with("https://"));
  CHECK(by_hand.body["mailed"] == false);
  CHECK(world.waiting().empty());  // the one before is good no more
}

TEST_CASE("without a server for mail nothing is sent, and it is said", "[portal]") {
  People world;
  CHECK(world.owner.get("/api/v1/state").body["mail"] == false);
  CHECK(world.owner.get("/api/v1/mail").body["server"].is_null());
  const json tom = {{"first_name", "Tom"}, {"last_name", "T"}, {"email", "tom@example.org"}, {"mail", true}};
  CHECK(world.owner.post("/api/v1/users", tom).code() == "no_mail");
  CHECK(world.owner.post("/api/v1/mail/test", json::object()).code() == "no_mail");
  Browser guest(world);
  const json wish = {{"organization_id", "example"}, {"email", "olga@example.org"}};
  CHECK(guest.post("/api/v1/account-links/request", wish).code() == "no_mail");
}

TEST_CASE("who set it up is told where the organization is", "[portal]") {
  World world;
  world.options.mail = portal::MailFacts{"mail.example:587", "starttls", "box@example.org", ""};
  world.start();
  Browser owner = world.set_up();
  const Answer list = owner.get("/api/v1/mail/messages");
  REQUIRE(list.body["items"].size() == 1);
  CHECK(list.body["items"][0]["kind"] == "organization");
  db::MailRepository queue(*world.database);
  const auto mail = queue.due(world.clock.now);
  REQUIRE(mail);
  // Not the name by which the request came, which anybody may choose.
  CHECK((*mail)->body.find("https://box.example:8443/\n") != std::string::npos);
}

TEST_CASE("who asks for links without end shuts that for nobody else", "[portal]") {
  Office world;
  world.add_user("tom@example.org", {"user"});
  const auto wish = [](const std::string& email) {
    return json{{"organization_id", "example"}, {"email", email}};
  };
  Browser flood(world, "203.0.113.7"), tom(world, "198.51.100.9");
  int refused = 0;
  for (int i = 0; i < 40; ++i)
    refused +=
        flood.post("/api/v1/account-links/request", wish("x" + std::to_string(i) + "@example.org")).status ==
        429;
  REQUIRE(refused > 0);
  for (int i = 0; i < 10; ++i)
    CHECK(flood.post("/api/v1/account-links/request", wish("tom@example.org")).status == 429);
  CHECK(tom.post("/api/v1/account-links/request", wish("tom@example.org")).status == 204);
}

TEST_CASE("a forgotten password is set anew by a mail that only its account gets", "[portal]") {
  Office world;
  Browser thief = world.signed_in("tom@example.org", {"user"});
  Browser guest(world);
  const auto ask = [&](const std::string& email) {
    auto wish = guest.request("POST", "/api/v1/account-links/request",
                              {{"organization_id", "Example"}, {"email", email}});
    for (auto& [name, value] : wish.headers) {
      if (name == "host") value = "192.0.2.66:8443";  // addresses are never refused
      if (name == "origin") value = "https://192.0.2.66:8443";
    }
    return guest.send(wish);
  };
  const Answer known = ask("TOM@example.org"), unknown = ask("nobody@example.org");
  CHECK(known.status == 204);
  CHECK(unknown.status == known.status);
  CHECK(unknown.text == known.text);
  CHECK(unknown.headers == known.headers);
  const auto mails = world.waiting();
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].body.find("192.0.2.66") == std::string::npos);
  const json entry = world.owner.get("/api/v1/audit").body["items"][0];
  CHECK(entry["action"] == "user.link_requested");
  CHECK(entry["target"]["name"] == "tom@example.org");
  CHECK(entry.dump().find(Office::token_in(mails[0])) == std::string::npos);

  SECTION("it works, once, and signs out whoever was in") {
    const json use = {{"token", Office::token_in(mails[0])}, {"password", kFirstPassword}};
    CHECK(guest.post("/api/v1/account-links/use", use).status == 200);
    CHECK(guest.post("/api/v1/account-links/use", use).status == 410);
    CHECK(thief.get("/api/v1/me").status == 401);
    CHECK(guest.log_in("tom@example.org", kFirstPassword).status == 200);
  }
  SECTION("for an hour") {
    world.clock.now += 3600;
    const json use = {{"token", Office::token_in(mails[0])}, {"password", kFirstPassword}};
    CHECK(guest.post("/api/v1/account-links/use", use).status == 410);
  }
  SECTION("not too often, whether there is such an account or not") {
    for (const std::string email : {"tom@example.org", "nobody@example.org"}) {
      std::vector<int> answers;
      for (int i = 0; i < 4; ++i) answers.push_back(ask(email).status);
      CHECK(answers == std::vector<int>{204, 204, 429, 429});
    }
    CHECK(world.waiting().size() == 1);  // the last
  }
  SECTION("not for who can't sign in") {
    const std::string path = "/api/v1/users/" + world.id_of("tom@example.org");
    REQUIRE(world.owner.patch(path, {{"disabled", true}}).status == 200);
    CHECK(world.waiting().empty());
    CHECK(ask("tom@example.org").status == 204);
    CHECK(world.waiting().empty());
  }
}

TEST_CASE("what failed is sent again with a new link, by who may make one", "[portal]") {
  Office world;
  REQUIRE(world.owner.post("/api/v1/users", world.person("tom@example.org")).status == 201);
  const db::Mail first = world.waiting().at(0);
  db::MailRepository queue(*world.database);
  REQUIRE(queue.set_failed(first.id, world.clock.now, "550 no"));
  const std::string again = "/api/v1/mail/messages/" + std::to_string(first.id) + "/again";
  Browser eve = world.with_access("eve@example.org", {{"organization", "edit"}});
  CHECK(eve.post(again, json::object()).code() == "not_permitted");
  Browser viewer = world.with_access("vic@example.org", {{"organization", "view"}});
  CHECK(viewer.post(again, json::object()).status == 403);
  CHECK(viewer.post("/api/v1/mail/test", json::object()).status == 403);
  CHECK(viewer.get("/api/v1/mail/messages?state=failed").body["items"][0]["problem"] == "550 no");
  CHECK(Browser(world).get("/api/v1/mail/messages").status == 401);

  const Answer sent = world.owner.post(again, json::object());
  CHECK(sent.string("state") == "waiting");
  CHECK(sent.string("problem") == "");
  const db::Mail second = world.waiting().at(0);
  CHECK(second.id == first.id);
  CHECK(Office::token_in(second) != Office::token_in(first));
  CHECK(second.message_id != first.message_id);
  // What waits for its next try is tried at once.
  REQUIRE(queue.try_later(second.id, world.clock.now + 600, "451 busy"));
  CHECK(!*queue.due(world.clock.now));
  CHECK(world.owner.post(again, json::object()).status == 200);
  CHECK(Office::token_in(*queue.due(world.clock.now).operator*()) == Office::token_in(second));
  CHECK(world.owner.post("/api/v1/mail/messages/999/again", json::object()).code() == "no_such_mail");
}

}  // namespace gatehouse::portal_mail_test
