#include "appliance/auth/login_binding.h"

#include "tests/support/catch.h"

namespace gatehouse::login_binding_test {

using auth::is_good_at;
using auth::LoginBinding;

TEST_CASE("a login is good where the setting says", "[auth]") {
  struct Row {
    std::string begun, now;
    bool network, address;
  };
  const Row rows[] = {
      {"192.0.2.7", "192.0.2.7", true, true},           {"192.0.2.7", "192.0.2.8", true, false},
      {"192.0.2.7", "192.0.3.7", false, false},         {"192.0.2.7", "::ffff:192.0.2.7", true, true},
      {"2001:db8::1", "2001:db8::1", true, true},       {"2001:db8::1", "2001:db8::2", true, false},
      {"2001:db8::1", "2001:db8:0:1::1", false, false}, {"2001:db8::1", "192.0.2.7", false, false},
  };
  for (const Row& row : rows) {
    INFO(row.begun << " " << row.now);
    CHECK(is_good_at(LoginBinding::off, row.begun, row.now));
    CHECK(is_good_at(LoginBinding::network, row.begun, row.now) == row.network);
    CHECK(is_good_at(LoginBinding::address, row.begun, row.now) == row.address);
  }
}

}  // namespace gatehouse::login_binding_test
