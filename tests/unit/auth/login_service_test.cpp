#include "appliance/auth/login_service.h"

#include "tests/support/disable_user.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/db/store.h"

namespace gatehouse::login_service_test {

using namespace std::chrono_literals;
using test::must;
using Status = auth::LoginAnswer::Status;

constexpr const char* kPassword = "four words in a row";
const auth::Origin kHome = {"192.0.2.1", "Browser/1"};
const auth::Origin kElsewhere = {"198.51.100.7", "Guesser/1"};

struct Portal {
  test::FakeClock clock;
  test::Store store;
  auth::PasswordHasher hasher{{.memory_kib = 8, .passes = 1, .lanes = 1}};
  auth::LoginService logins{*store.database, hasher, clock};
  db::UserRepository users{*store.database};

  Portal() { set_hash(must(hasher.hash(kPassword))); }

  void set_hash(const std::string& hash) {
    must(users.set_password_hash(store.organization.id, store.user.id, hash));
  }
  auth::LoginAnswer log_in(const std::string& password, const auth::Origin& origin = kHome) {
    return must(logins.log_in("example", "ines@example.org", password, origin));
  }
  auth::SignedIn signed_in(const auth::Origin& origin = kHome) {
    auto answer = log_in(kPassword, origin);
    REQUIRE(answer.status == Status::signed_in);
    return std::move(*answer.signed_in);
  }
  bool is_good(const auth::SignedIn& login) {
    return must(logins.find_by_token(login.token.view())).has_value();
  }
};

TEST_CASE("a right password signs in, and the token tells who it is", "[auth]") {
  Portal portal;
  const auto login = portal.signed_in();
  const auto identity = must(portal.logins.find_by_token(login.token.view()));
  REQUIRE(identity);
  CHECK(identity->user.email == "ines@example.org");
  CHECK(identity->organization.login_id == "example");
  CHECK(identity->rights.access == policy::find_role("owner")->access);
  CHECK(identity->login.address == "192.0.2.1");
  CHECK(identity->login.csrf_token.size() == 43);
  CHECK_FALSE(must(portal.logins.find_by_token("")));
  CHECK_FALSE(must(portal.logins.find_by_token(identity->login.csrf_token)));
}

TEST_CASE("whatever is wrong looks the same", "[auth]") {
  Portal portal;
  CHECK(portal.log_in("wrong").status == Status::wrong);
  CHECK(portal.log_in("").status == Status::wrong);
  CHECK(portal.log_in(std::string(100'000, 'x')).status == Status::wrong);
  CHECK(must(portal.logins.log_in("other", "ines@example.org", kPassword, kHome)).status == Status::wrong);
  CHECK(must(portal.logins.log_in("example", "tom@example.org", kPassword, kHome)).status == Status::wrong);
  test::disable(*portal.store.database, portal.store.user);
  CHECK(must(portal.logins.log_in("EXAMPLE", "INES@example.org", kPassword, kElsewhere)).status ==
        Status::wrong);
}

TEST_CASE("guesses lock an account, also one that does not exist", "[auth]") {
  for (const std::string& email : {std::string("ines@example.org"), std::string("nobody@example.org")}) {
    Portal portal;
    for (int i = 0; i < 5; ++i) {
      CHECK(must(portal.logins.log_in("example", email, "guess", kElsewhere)).status == Status::wrong);
    }
    const auto answer = must(portal.logins.log_in("example", email, kPassword, kElsewhere));
    CHECK(answer.status == Status::throttled);
    CHECK(answer.wait == 15s);
    // From another new place it is the same account.
    CHECK(must(portal.logins.log_in("Example", email, kPassword, {"203.0.113.9", ""})).status ==
          Status::throttled);
  }
}

TEST_CASE("guesses from elsewhere don't lock the owner out at home", "[auth]") {
  Portal portal;
  portal.signed_in(kHome);
  for (int i = 0; i < 10; ++i) portal.log_in("guess", kElsewhere);
  CHECK(portal.log_in(kPassword, kElsewhere).status == Status::throttled);
  CHECK(portal.log_in(kPassword, kHome).status == Status::signed_in);
  // Home is remembered through a restart; and guessing from home locks home.
  auth::LoginService restarted(*portal.store.database, portal.hasher, portal.clock);
  for (int i = 0; i < 5; ++i) must(restarted.log_in("example", "ines@example.org", "guess", kHome));
  CHECK(must(restarted.log_in("example", "ines@example.org", kPassword, kHome)).status == Status::throttled);
}

TEST_CASE("an address that tries many accounts is slowed down", "[auth]") {
  Portal portal;
  for (int i = 0; i < 20; ++i) {
    CHECK(must(portal.logins.log_in("example", std::to_string(i) + "@x", "guess", kElsewhere)).status ==
          Status::wrong);
  }
  CHECK(must(portal.logins.log_in("example", "next@x", "guess", kElsewhere)).status == Status::throttled);
  CHECK(portal.log_in(kPassword, kHome).status == Status::signed_in);
}

TEST_CASE("a busy appliance counts no failure", "[auth]") {
  Portal portal;
  auth::PasswordHasher busy({}, 0, 1);
  auth::LoginService logins(*portal.store.database, busy, portal.clock);
  for (int i = 0; i < 30; ++i) {
    CHECK(must(logins.log_in("example", "ines@example.org", kPassword, kHome)).status == Status::busy);
  }
}

TEST_CASE("a login ends when it is not used, and in any case after its time", "[auth]") {
  Portal portal;
  const auto idle = portal.signed_in();
  portal.clock.advance(12h);
  CHECK(portal.is_good(idle));
  portal.clock.advance(12h + 1s);
  CHECK_FALSE(portal.is_good(idle));

  const auto busy = portal.signed_in();
  for (int hours = 0; hours < 7 * 24; hours += 8) {
    CHECK(portal.is_good(busy));
    portal.clock.advance(8h);
  }
  CHECK_FALSE(portal.is_good(busy));
}

TEST_CASE("that a login was seen is written once a minute", "[auth]") {
  Portal portal;
  const auto login = portal.signed_in();
  const auto seen = [&] { return must(portal.logins.find_by_token(login.token.view()))->login.last_seen_at; };
  const auto start = seen();
  portal.clock.advance(59s);
  seen();
  CHECK(seen() == start);
  portal.clock.advance(1s);
  seen();
  CHECK(seen() == start + 60);
}

TEST_CASE("a disabled user's logins are over at once", "[auth]") {
  Portal portal;
  const auto login = portal.signed_in();
  test::disable(*portal.store.database, portal.store.user);
  CHECK_FALSE(portal.is_good(login));
}

TEST_CASE("logging out ends this login, ending the others leaves it", "[auth]") {
  Portal portal;
  const auto here = portal.signed_in();
  const auto there = portal.signed_in(kElsewhere);
  CHECK(must(portal.logins.list(here.identity, {}, 10)).rows.size() == 2);
  CHECK(must(portal.logins.end_others(here.identity)) == std::vector{there.identity.login.id});
  CHECK(portal.is_good(here));
  CHECK_FALSE(portal.is_good(there));
  CHECK_FALSE(must(portal.logins.end_login(here.identity, there.identity.login.id)));
  must(portal.logins.log_out(here.identity));
  CHECK_FALSE(portal.is_good(here));
}

TEST_CASE("nobody ends another user's login", "[auth]") {
  Portal portal;
  const auto ines = portal.signed_in();
  const auto tom = portal.store.add_user(portal.store.organization.id, "tom@example.org");
  const auto toms = must(portal.logins.sign_in(tom, kHome));
  CHECK_FALSE(must(portal.logins.end_login(toms.identity, ines.identity.login.id)));
  CHECK(must(portal.logins.end_others(toms.identity)).empty());
  CHECK(portal.is_good(ines));
}

TEST_CASE("changing the password needs the old one and ends the other logins", "[auth]") {
  using Change = auth::PasswordChangeAnswer::Status;
  Portal portal;
  const auto here = portal.signed_in();
  const auto there = portal.signed_in(kElsewhere);
  const auto change = [&](const char* current, const char* wanted) {
    const auto identity = must(portal.logins.find_by_token(here.token.view()));
    return must(portal.logins.change_password(*identity, current, wanted, kHome));
  };
  CHECK(change("wrong", "a better one, surely").status == Change::wrong);
  const auto refused = change(kPassword, "ines@example.org");
  CHECK(refused.status == Change::unacceptable);
  CHECK_FALSE(refused.words.empty());
  CHECK(portal.is_good(there));
  const auto changed = change(kPassword, "a better one, surely");
  CHECK(changed.status == Change::changed);
  CHECK(changed.ended_logins == std::vector{there.identity.login.id});
  CHECK(portal.is_good(here));
  CHECK_FALSE(portal.is_good(there));
  CHECK(portal.log_in(kPassword).status == Status::wrong);
  CHECK(portal.log_in("a better one, surely").status == Status::signed_in);
  for (int i = 0; i < 5; ++i) change("wrong", "yet another good one");
  CHECK(change("a better one, surely", "yet another good one").status == Change::throttled);
}

TEST_CASE("a hash of less cost is made anew at login", "[auth]") {
  Portal portal;
  auth::PasswordHasher better({.memory_kib = 16, .passes = 1, .lanes = 1});
  auth::LoginService logins(*portal.store.database, better, portal.clock);
  CHECK(must(logins.log_in("example", "ines@example.org", kPassword, kHome)).status == Status::signed_in);
  const auto user = must(portal.users.find(portal.store.organization.id, portal.store.user.id));
  CHECK(user->password_hash.starts_with("$argon2id$v=19$m=16,"));
  CHECK(must(logins.log_in("example", "ines@example.org", kPassword, kHome)).status == Status::signed_in);
}

TEST_CASE("a browser's name is kept as text or not at all", "[auth]") {
  Portal portal;
  CHECK(portal.signed_in({"192.0.2.1", "a\x1b[31m"}).identity.login.user_agent.empty());
  CHECK(portal.signed_in({"192.0.2.1", std::string(1000, 'a')}).identity.login.user_agent.size() == 300);
}

}  // namespace gatehouse::login_service_test
