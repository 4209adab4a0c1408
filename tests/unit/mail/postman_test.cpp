#include "appliance/mail/postman.h"

#include <map>

#include "tests/support/catch.h"
#include "tests/unit/db/store.h"

namespace gatehouse::mail_postman_test {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::kNow;
using test::must;

struct Clock final : gatehouse::Clock {
  std::int64_t now = kNow;
  std::int64_t unix_seconds() const override { return now; }
  SteadyTime steady() const override { return SteadyTime(seconds(now)); }
};

struct Office final : test::Store, mail::Postman::Needs {
  Clock clock;
  db::MailRepository queue{*database};
  mail::Postman postman{queue, clock, *this};
  std::map<std::string, mail::Failure> refuses;  // by recipient
  std::optional<mail::Failure> down;
  std::vector<std::string> came, asked;
  int changes = 0;

  std::optional<mail::Failure> send(const db::Mail& mail) override {
    asked.push_back(mail.recipient);
    if (down) return down;
    if (const auto found = refuses.find(mail.recipient); found != refuses.end()) return found->second;
    came.push_back(mail.recipient + ": " + mail.body);
    CHECK(mail.organization_name == "Example");
    return {};
  }
  void changed(db::OrganizationId of) override {
    CHECK(of == organization.id);
    ++changes;
  }
  bool stopping() override { return false; }

  db::MailId add(const std::string& to) {
    db::Mail mail;
    mail.organization = organization.id;
    mail.user = user.id;
    mail.kind = "welcome";
    mail.recipient = to;
    mail.recipient_name = "Some One";
    mail.subject = "Hello";
    mail.body = "secret";
    mail.message_id = to + std::to_string(clock.now);
    mail.created_at = mail.next_at = clock.now;
    mail.gives_up_at = clock.now + 3 * 24 * 3600;
    return must(queue.add(mail));
  }
  db::Mail find(db::MailId id) { return must(queue.find(organization.id, id)).value(); }
};

TEST_CASE("what is due is sent once, and then its text is forgotten", "[mail]") {
  Office office;
  const auto id = office.add("tom@example.org");
  CHECK(office.postman.work() == hours(1));
  CHECK(office.came == std::vector<std::string>{"tom@example.org: secret"});
  const db::Mail sent = office.find(id);
  CHECK(sent.state == db::MailState::sent);
  CHECK(sent.body.empty());
  CHECK(sent.done_at == kNow);
  office.postman.work();
  CHECK(office.came.size() == 1);
  office.clock.now += 31 * 24 * 3600;
  office.postman.work();
  CHECK(!must(office.queue.find(office.organization.id, id)));
}

TEST_CASE("what is refused for good has failed; for now, it is tried later each time, for three days",
          "[mail]") {
  Office office;
  office.refuses["never@example.org"] = {.for_good = true, .words = "550 no"};
  office.refuses["later@example.org"] = {.words = "451 busy"};
  const auto never = office.add("never@example.org"), later = office.add("later@example.org");
  office.add("tom@example.org");
  CHECK(office.postman.work() == minutes(1));
  CHECK(office.came.size() == 1);
  CHECK(office.find(never).state == db::MailState::failed);
  CHECK(office.find(never).problem == "550 no");
  CHECK(office.find(never).body.empty());
  CHECK(office.find(later).problem == "451 busy");
  CHECK(office.find(later).body == "secret");

  std::vector<seconds> waits;
  while (office.find(later).state == db::MailState::waiting) {
    const seconds wait = std::max(office.postman.work(), seconds(1));
    if (wait > seconds(1)) waits.push_back(wait);
    office.clock.now += wait.count();
  }
  REQUIRE(waits.size() > 10);
  CHECK(std::vector(waits.begin(), waits.begin() + 5) ==
        std::vector<seconds>{minutes(1), minutes(5), minutes(15), minutes(30), hours(1)});
  CHECK(office.clock.now - kNow >= 3 * 24 * 3600);
  CHECK(office.clock.now - kNow < 3 * 24 * 3600 + 7200);
  CHECK(office.find(later).problem == "451 busy");
}

TEST_CASE("a server that is out of reach is asked once for all that wait", "[mail]") {
  Office office;
  for (int i = 0; i < 20; ++i) office.add("user" + std::to_string(i) + "@example.org");
  office.down = mail::Failure{.of_server = true, .words = "no route"};
  CHECK(office.postman.work() == minutes(1));
  CHECK(office.asked.size() == 1);
  const auto list = must(office.queue.list(office.organization.id, db::MailState::waiting, {}, 50));
  REQUIRE(list.rows.size() == 20);
  for (const db::Mail& mail : list.rows) {
    CHECK(mail.problem == "no route");
    CHECK(mail.body.empty());  // lists never have it
  }
  office.clock.now += 60;
  CHECK(office.postman.work() == minutes(5));
  // Another one than before: a message that the server chokes on stops no other.
  CHECK(office.asked[1] != office.asked[0]);
  office.down.reset();
  office.clock.now += 300;
  office.postman.work();
  CHECK(office.came.size() == 20);
}

TEST_CASE("a link that is good no more is not sent", "[mail]") {
  Office office;
  db::UserRepository users(*office.database);
  const std::string first(32, 'a'), second(32, 'b');
  must(users.set_link({office.user, office.user.id}, first, kNow, kNow + 1000));
  const auto id = office.add("tom@example.org");
  SECTION("a new one was made") {
    must(users.set_link({office.user, office.user.id}, second, kNow, kNow + 1000));
  }
  SECTION("it was ended") {
    must(users.end_link(office.organization.id, office.user.id));
  }
  SECTION("it was used") {
    must(users.set_password_by_link(office.user, "hash", kNow));
  }
  CHECK(office.find(id).state == db::MailState::cancelled);
  CHECK(office.find(id).body.empty());
  office.postman.work();
  CHECK(office.asked.empty());
}

}  // namespace gatehouse::mail_postman_test
