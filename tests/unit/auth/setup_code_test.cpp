#include "appliance/auth/setup_code.h"

#include "tests/support/fake_clock.h"
#include "tests/unit/db/store.h"

namespace gatehouse::setup_code_test {

using namespace std::chrono_literals;
using test::must;

TEST_CASE("the set-up code is compared as people type it", "[auth]") {
  test::FakeClock clock;
  auth::SetupCode code(clock);
  const std::string text = code.text();
  CHECK(code.check(text, "192.0.2.1").right);
  std::string sloppy = " ";
  for (const char c : text) sloppy += c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  CHECK(code.check(sloppy, "192.0.2.1").right);
  CHECK_FALSE(code.check("", "192.0.2.1").right);
  CHECK_FALSE(code.check(text.substr(1), "192.0.2.1").right);
  CHECK_FALSE(code.check(text + "X", "192.0.2.1").right);
  CHECK(auth::SetupCode(clock).text() != text);
}

TEST_CASE("guessing the set-up code is slowed down, for the guesser only", "[auth]") {
  test::FakeClock clock;
  auth::SetupCode code(clock);
  for (int i = 0; i < 5; ++i) CHECK_FALSE(code.check("AAAA-AAAA-AAAA", "192.0.2.1").right);
  const auto answer = code.check(code.text(), "192.0.2.1");
  CHECK_FALSE(answer.right);
  CHECK(answer.wait == 2s);
  CHECK(code.check(code.text(), "192.0.2.2").right);
  clock.advance(2s);
  CHECK(code.check(code.text(), "192.0.2.1").right);
}

TEST_CASE("a spent set-up code is right no more, and neither is an empty one", "[auth]") {
  test::FakeClock clock;
  auth::SetupCode code(clock);
  const std::string text = code.text();
  code.spend();
  CHECK(code.text().empty());
  CHECK_FALSE(code.check(text, "192.0.2.1").right);
  CHECK_FALSE(code.check("", "192.0.2.1").right);
  CHECK_FALSE(code.check("-", "192.0.2.1").right);
}

}  // namespace gatehouse::setup_code_test
