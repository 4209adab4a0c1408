#include <atomic>
#include <ctime>
#include <functional>
#include <thread>

#include "appliance/auth/password_rules.h"
#include "appliance/auth/token.h"
#include "appliance/base/text.h"
#include "appliance/credentials/password_hasher.h"
#include "tests/support/catch.h"

namespace gatehouse::password_test {

using Verdict = credentials::PasswordHasher::Verdict;
// The least that the library takes: the tests are about the logic.
constexpr credentials::HashCost kCheap = {.memory_kib = 8, .passes = 1, .lanes = 1};

TEST_CASE("a password is right for its hash only, and every hash has its own salt", "[auth]") {
  credentials::PasswordHasher hasher(kCheap);
  const auto hash = hasher.hash("correct horse");
  REQUIRE(hash);
  CHECK(hash->starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
  CHECK(hasher.verify("correct horse", *hash) == Verdict::right);
  CHECK(hasher.verify("correct horsf", *hash) == Verdict::wrong);
  CHECK(hasher.verify("", *hash) == Verdict::wrong);
  CHECK(*hasher.hash("correct horse") != *hash);
  for (const char* damaged :
       {"", "$argon2id$v=19$m=8,t=1,p=1$", "plain", "$argon2i$v=19$m=8,t=1,p=1$AAAA$AAAA"}) {
    CHECK(hasher.verify("", damaged) == Verdict::wrong);
  }
}

TEST_CASE("today's cost is at least what is asked for, and nobody costs the same", "[auth]") {
  credentials::PasswordHasher hasher;
  const auto hash = hasher.hash("correct horse");
  REQUIRE(hash);
  CHECK(hash->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(hasher.verify("correct horse", *hash) == Verdict::right);
  CHECK(hasher.verify_nobody("correct horse") == Verdict::wrong);
}

std::clock_t computing_time(const std::function<void()>& work) {
  const std::clock_t before = std::clock();
  work();
  return std::clock() - before;
}

TEST_CASE("checking nobody's password really computes a hash", "[auth]") {
  credentials::PasswordHasher hasher;
  const std::string hash = *hasher.hash("correct horse");
  const auto somebody = computing_time([&] { hasher.verify("wrong", hash); });
  const auto nobody = computing_time([&] { hasher.verify_nobody("wrong"); });
  // A hash that can't be read is refused a thousand times faster; this tells the two apart on any machine.
  CHECK(nobody > somebody / 10);
}

TEST_CASE("a hash made with less is outdated, one made with more is not", "[auth]") {
  const credentials::PasswordHasher hasher({.memory_kib = 64, .passes = 2, .lanes = 1});
  CHECK(hasher.is_outdated("$argon2id$v=19$m=32,t=2,p=1$AAAA$AAAA"));
  CHECK(hasher.is_outdated("$argon2id$v=19$m=64,t=1,p=1$AAAA$AAAA"));
  CHECK(hasher.is_outdated("$argon2i$v=19$m=64,t=2,p=1$AAAA$AAAA"));
  CHECK(hasher.is_outdated("unreadable"));
  CHECK_FALSE(hasher.is_outdated("$argon2id$v=19$m=64,t=2,p=1$AAAA$AAAA"));
  CHECK_FALSE(hasher.is_outdated("$argon2id$v=19$m=128,t=3,p=2$AAAA$AAAA"));
}

TEST_CASE("who can't get a place in time is told that the appliance is busy", "[auth][threads]") {
  credentials::PasswordHasher nobody_home(kCheap, 0, 1);
  CHECK_FALSE(nobody_home.hash("x"));
  CHECK(nobody_home.verify("x", "y") == Verdict::busy);
  CHECK(nobody_home.verify_nobody("x") == Verdict::busy);

  credentials::PasswordHasher one_place(kCheap, 1, 60'000);
  std::vector<std::thread> threads;
  std::atomic<int> made = 0;
  for (int i = 0; i < 8; ++i) threads.emplace_back([&] { made += one_place.hash("x") ? 1 : 0; });
  for (auto& thread : threads) thread.join();
  CHECK(made == 8);
}

TEST_CASE("a new password is long and not what others try first", "[auth]") {
  const auth::PasswordOwner owner{"ines.irgendwer@example.org", "Ines", "Irgendwer-Sonstwo",
                                  "Example Works GmbH"};
  const auto problem = [&](const std::string& password) {
    return auth::password_problem(password, owner).has_value();
  };
  for (const char* good : {"four words in a row", "grüne Möwe 7", "zwölf zeichn", "ines likes green tea",
                           "日本語日本語日本語日本語x"}) {
    INFO(good);
    CHECK_FALSE(problem(good));
  }
  for (const char* bad :
       {"", "short", "elevenchars", "ines.irgendwer@example.org", "Ines.Irgendwer1", "ines-irgendwer2026!",
        "INESIRGENDWERSONSTWO", "irgendwersonstwo ines", "Example Works GmbH", "exampleworksgmbh2026",
        "Password12345", "passwordpassword", "qwertyuiop123", "aaaaaaaaaaaa", "abcabcabcabc", "123456789012",
        "abcdefghijklm", "987654321098", "ääääääääääää"}) {
    INFO(bad);
    CHECK(problem(bad));
  }
  CHECK(problem("valid length \xff here"));
  CHECK(problem(std::string("nul inside \0 the text", 21)));
  CHECK_FALSE(problem("x" + std::string(511, 'y') + std::string(512, 'z')));
  CHECK(problem("x" + std::string(512, 'y') + std::string(512, 'z')));
}

TEST_CASE("nobody's password is told by an empty name", "[auth]") {
  CHECK_FALSE(auth::password_problem("7392 1846 5570", {}));
}

TEST_CASE("a token is known again by its hash", "[auth]") {
  const auth::Token token = auth::new_token();
  CHECK(token.text.view().size() == 43);
  CHECK(auth::hash_token(token.text.view()) == token.hash);
  CHECK(auth::new_token().hash != token.hash);
  // FIPS 180-2, B.1
  CHECK(hex(auth::hash_token("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace gatehouse::password_test
