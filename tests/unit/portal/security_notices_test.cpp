// Who changes how an account is signed in to: its person hears of each such change by mail.
#include "db/mail_repository.h"
#include "tests/unit/portal/factors.h"

namespace gatehouse::portal_security_notices_test {

using namespace portal_test;

struct Noticed : WithFactor {
  Browser tom = signed_in("tom@example.org", {"user"});

  Noticed() {
    options.mail = portal::MailFacts{"mail.example:587", "starttls", "box@example.org", "gate.example.org"};
    start();
  }
  // The subjects of the letters that came since the last look.
  std::vector<std::string> news() {
    std::vector<std::string> subjects;
    db::MailRepository queue(*database);
    const auto page = queue.list(organization().id, {}, {}, 100);
    REQUIRE(page);
    for (const db::Mail& mail : page->rows) {
      if (mail.id <= seen_) continue;
      CHECK(mail.kind == "security");
      CHECK(mail.recipient == "tom@example.org");
      subjects.push_back(mail.subject.substr(0, mail.subject.rfind(" at ")));
    }
    if (!page->rows.empty()) seen_ = page->rows.front().id;
    return subjects;
  }

 private:
  db::MailId seen_ = 0;
};

using Subjects = std::vector<std::string>;

TEST_CASE("a device, its codes and its end are told to whose they are", "[portal]") {
  Noticed world;
  const Answer added = world.add_device(world.tom);
  CHECK(world.news() == Subjects{"A second factor was added"});
  REQUIRE(world.tom.post("/api/v1/me/second-factor/recovery-codes", json::object()).status == 201);
  CHECK(world.news() == Subjects{"New recovery codes were made"});
  const std::string device = added.body["device"]["id"].get<std::string>();
  REQUIRE(world.tom.del("/api/v1/me/second-factor/devices/" + device).status == 204);
  CHECK(world.news() == Subjects{"A second factor was removed"});
}

TEST_CASE("a passkey is told of when it comes and when it goes", "[portal]") {
  Noticed world;
  test::Authenticator key;
  const Answer invited = world.tom.post(kPasskeys + "/options", json::object());
  const Answer added = world.tom.post(kPasskeys, new_passkey(key, invited.body));
  INFO(added.text);
  REQUIRE(added.status == 201);
  CHECK(world.news() == Subjects{"A passkey was added"});
  REQUIRE(world.tom.del(kPasskeys + "/" + added.body["passkey"]["id"].get<std::string>()).status == 204);
  CHECK(world.news() == Subjects{"A passkey was removed"});
}

TEST_CASE("a token that acts for an account is told to whose it is", "[portal]") {
  Noticed world;
  const json wish = {
      {"name", "Script"}, {"scope", {{"clients", "view"}}}, {"days", 30}, {"current_password", kPassword}};
  const Answer made = world.tom.post("/api/v1/me/tokens", wish);
  INFO(made.text);
  REQUIRE(made.status == 201);
  CHECK(world.news() == Subjects{"An API token was made"});
}

}  // namespace gatehouse::portal_security_notices_test
