#include "appliance/auth/common_passwords.h"

#include <string>

#include "appliance/auth/password_rules.h"
#include "tests/support/catch.h"

namespace gatehouse::common_passwords_test {

using auth::is_common_password;

TEST_CASE("what others try first is no password, however it is written", "[auth]") {
#ifdef GATEHOUSE_WITHOUT_COMMON_PASSWORDS
  CHECK(auth::common_passwords() == 0);
  return;
#endif
  CHECK(auth::common_passwords() > 40'000);
  for (const std::string common : {"123qweasdzxc", "1qaz2wsx3edc", "q1w2e3r4t5y6", "1q2w3e4r5t6y"}) {
    INFO(common);
    CHECK(is_common_password(common));
    CHECK(is_common_password(" " + common + "\t"));
    const auto problem = auth::password_problem(common, {});
    REQUIRE(problem);
    CHECK(problem->find("Choose a few words") != std::string::npos);
  }
  CHECK(is_common_password("1QAZ2WSX3EDC"));
}

TEST_CASE("what nobody tries first may be one", "[auth]") {
  for (const std::string other : {"", "a", "correct horse battery", "violet lamps hum quietly",
                                  "1qaz2wsx3edc and more", "x1qaz2wsx3edc"}) {
    INFO(other);
    CHECK_FALSE(is_common_password(other));
  }
  CHECK_FALSE(is_common_password(std::string(1024, 'x')));
}

}  // namespace gatehouse::common_passwords_test
