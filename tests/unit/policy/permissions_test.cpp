#include "appliance/policy/permissions.h"

#include "appliance/base/secret.h"
#include "tests/support/catch.h"

namespace gatehouse::permissions_test {

using policy::Permission;
using policy::Permissions;

bool is_subset(Permissions small, Permissions large) {
  return (small.bits() & ~large.bits()) == 0;
}

Permissions any_permissions() {
  return Permissions::from_bits(static_cast<std::uint32_t>(random_below(1ull << 32)));
}

TEST_CASE("whatever is done to permissions, they only shrink", "[policy]") {
  for (int round = 0; round < 200; ++round) {
    Permissions now = any_permissions();
    for (int step = 0; step < 10; ++step) {
      const Permissions before = now;
      if (random_below(2) == 0) {
        const Permissions other = any_permissions();
        now = now & other;
        CHECK(is_subset(now, other));
      } else {
        const auto one = static_cast<Permission>(1u << random_below(6));
        now = now.without(one);
        CHECK_FALSE(now.has(one));
      }
      CHECK(is_subset(now, before));
      CHECK(Permissions::from_bits(now.bits()) == now);
    }
  }
}

TEST_CASE("bits that are not known are dropped", "[policy]") {
  CHECK(Permissions::from_bits(0xffffffff) == Permissions::all());
  CHECK(Permissions::from_bits(0xffffffc0) == Permissions());
  CHECK(is_subset(Permissions::view_only(), Permissions::all()));
  CHECK_FALSE(Permissions::view_only().has(Permission::keyboard));
}

}  // namespace gatehouse::permissions_test
