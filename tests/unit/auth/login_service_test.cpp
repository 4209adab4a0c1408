#include "appliance/auth/login_service.h"

#include "tests/support/disable_user.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/db/store.h"

namespace gatehouse::login_service_test {

using namespace std::chrono_literals;
using test::must;
using Status = auth::PasswordAnswer::Status;

constexpr const char* kPassword = "four words in a row";
const auth::Origin kHome = {"192.0.2.1", "Browser/1"};
const auth::Origin kElsewhere = {"198.51.100.7", "Guesser/1"};

struct Portal {
  test::FakeClock clock;
  test::Store store;
  credentials::PasswordHasher hasher{{.memory_kib = 8, .passes = 1, .lanes = 1}};
  auth::LoginService logins{*store.database, hasher, clock};
  db::UserRepository users{*store.database};

  Portal() { set_hash(must(hasher.hash(kPassword))); }

  void set_hash(const std::string& hash) {
    must(users.set_password_hash(store.organization.id, store.user.id, hash));
  }
  auth::PasswordAnswer check(const std::string& password, const auth::Origin& origin = kHome) {
    return must(logins.check_password("example", "ines@example.org", password, origin));
  }
  auth::SignedIn signed_in(const auth::Origin& origin = kHome) {
    const auto answer = check(kPassword, origin);
    REQUIRE(answer.status == Status::right);
    auto login = must(logins.sign_in(*answer.user, origin));
    REQUIRE(login);
    return std::move(*login);
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
  CHECK(portal.check("wrong").status == Status::wrong);
  CHECK(portal.check("").status == Status::wrong);
  CHECK(portal.check(std::string(100'000, 'x')).status == Status::wrong);
  CHECK(must(portal.logins.check_password("other", "ines@example.org", kPassword, kHome)).status ==
        Status::wrong);
  CHECK(must(portal.logins.check_password("example", "tom@example.org", kPassword, kHome)).status ==
        Status::wrong);
  test::disable(*portal.store.database, portal.store.user);
  CHECK(must(portal.logins.check_password("EXAMPLE", "INES@example.org", kPassword, kElsewhere)).status ==
        Status::wrong);
}

TEST_CASE("guesses lock an account, also one that does not exist", "[auth]") {
  for (const std::string& email : {std::string("ines@example.org"), std::string("nobody@example.org")}) {
    Portal portal;
    for (int i = 0; i < 5; ++i) {
      CHECK(must(portal.logins.check_password("example", email, "guess", kElsewhere)).status ==
            Status::wrong);
    }
    const auto answer = must(portal.logins.check_password("example", email, kPassword, kElsewhere));
    CHECK(answer.status == Status::throttled);
    CHECK(answer.wait == 15s);
    // From another new place it is the same account.
    CHECK(must(portal.logins.check_password("Example", email, kPassword, {"203.0.113.9", ""})).status ==
          Status::throttled);
  }
}

TEST_CASE("guesses from elsewhere don't lock the owner out at home", "[auth]") {
  Portal portal;
  portal.signed_in(kHome);
  for (int i = 0; i < 10; ++i) portal.check("guess", kElsewhere);
  CHECK(portal.check(kPassword, kElsewhere).status == Status::throttled);
  CHECK(portal.check(kPassword, kHome).status == Status::right);
  // Home is remembered through a restart; and guessing from home locks home.
  auth::LoginService restarted(*portal.store.database, portal.hasher, portal.clock);
  for (int i = 0; i < 5; ++i) must(restarted.check_password("example", "ines@example.org", "guess", kHome));
  CHECK(must(restarted.check_password("example", "ines@example.org", kPassword, kHome)).status ==
        Status::throttled);
}

TEST_CASE("an address that tries many accounts is slowed down", "[auth]") {
  Portal portal;
  for (int i = 0; i < 20; ++i) {
    CHECK(
        must(portal.logins.check_password("example", std::to_string(i) + "@x", "guess", kElsewhere)).status ==
        Status::wrong);
  }
  CHECK(must(portal.logins.check_password("example", "next@x", "guess", kElsewhere)).status ==
        Status::throttled);
  CHECK(portal.check(kPassword, kHome).status == Status::right);
}

TEST_CASE("a busy appliance counts no failure", "[auth]") {
  Portal portal;
  credentials::PasswordHasher busy({}, 0, 1);
  auth::LoginService logins(*portal.store.database, busy, portal.clock);
  for (int i = 0; i < 30; ++i) {
    CHECK(must(logins.check_password("example", "ines@example.org", kPassword, kHome)).status ==
          Status::busy);
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
  const auto toms = *must(portal.logins.sign_in(tom, kHome));
  CHECK_FALSE(must(portal.logins.end_login(toms.identity, ines.identity.login.id)));
  CHECK(must(portal.logins.end_others(toms.identity)).empty());
  CHECK(portal.is_good(ines));
}

TEST_CASE("whoever is signed in shows the password once more, and guesses are counted", "[auth]") {
  Portal portal;
  const auto identity = portal.signed_in().identity;
  const auto check = [&](const std::string& password) {
    return must(portal.logins.check_password(identity, password, kHome)).status;
  };
  CHECK(check(kPassword) == Status::right);
  for (int i = 0; i < 5; ++i) CHECK(check("wrong") == Status::wrong);
  CHECK(check(kPassword) == Status::throttled);
}

TEST_CASE("a new password ends the other logins", "[auth]") {
  Portal portal;
  const auto here = portal.signed_in();
  const auto there = portal.signed_in(kElsewhere);
  const auto hash = must(portal.hasher.hash("a better one, surely"));
  CHECK(*must(portal.logins.set_password(here.identity, hash)) == std::vector{there.identity.login.id});
  CHECK(portal.is_good(here));
  CHECK_FALSE(portal.is_good(there));
  CHECK(portal.check(kPassword).status == Status::wrong);
  CHECK(portal.check("a better one, surely").status == Status::right);
}

TEST_CASE("a wrong password tells whose account was tried, not to who tried", "[auth]") {
  Portal portal;
  CHECK(portal.check("wrong").user->email == "ines@example.org");
  CHECK_FALSE(must(portal.logins.check_password("example", "tom@example.org", kPassword, kHome)).user);
}

TEST_CASE("a hash of less cost is made anew at login", "[auth]") {
  Portal portal;
  credentials::PasswordHasher better({.memory_kib = 16, .passes = 1, .lanes = 1});
  auth::LoginService logins(*portal.store.database, better, portal.clock);
  CHECK(must(logins.check_password("example", "ines@example.org", kPassword, kHome)).status == Status::right);
  const auto user = must(portal.users.find(portal.store.organization.id, portal.store.user.id));
  CHECK(user->password_hash.starts_with("$argon2id$v=19$m=16,"));
  CHECK(must(logins.check_password("example", "ines@example.org", kPassword, kHome)).status == Status::right);
}

TEST_CASE("a browser's name is kept as text or not at all", "[auth]") {
  Portal portal;
  CHECK(portal.signed_in({"192.0.2.1", "a\x1b[31m"}).identity.login.user_agent.empty());
  CHECK(portal.signed_in({"192.0.2.1", std::string(1000, 'a')}).identity.login.user_agent.size() == 300);
}

TEST_CASE("a password that is changed while it is checked signs nobody in, and changes nothing", "[auth]") {
  Portal portal;
  const auto stolen = portal.signed_in(kElsewhere);
  const auto checked = portal.check(kPassword);
  REQUIRE(checked.status == Status::right);
  const std::string better = must(portal.hasher.hash("a better one, surely"));
  portal.set_hash(better);
  CHECK_FALSE(must(portal.logins.sign_in(*checked.user, kHome)));
  CHECK_FALSE(must(portal.logins.set_password(stolen.identity, must(portal.hasher.hash("the thief's own")))));
  CHECK(portal.check("a better one, surely").status == Status::right);
}

TEST_CASE("an account that is turned off while its password is checked signs nobody in", "[auth]") {
  Portal portal;
  const auto checked = portal.check(kPassword);
  test::disable(*portal.store.database, portal.store.user);
  CHECK_FALSE(must(portal.logins.sign_in(*checked.user, kHome)));
}

}  // namespace gatehouse::login_service_test
