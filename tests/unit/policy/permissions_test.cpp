#include "appliance/policy/permissions.h"

#include <random>
#include <set>

#include "appliance/base/secret.h"
#include "tests/support/catch.h"

namespace gatehouse::permissions_test {

using policy::Permission;
using policy::Permissions;

bool is_subset(Permissions small, Permissions large) {
  return (small.bits() & ~large.bits()) == 0;
}

TEST_CASE("whatever is done to permissions, they only shrink", "[policy]") {
  const auto seed = static_cast<std::uint32_t>(random_below(1ull << 32));
  INFO("seed " << seed);
  std::mt19937 generator(seed);
  const auto any = [&] { return static_cast<std::uint32_t>(generator()); };
  for (int round = 0; round < 200; ++round) {
    Permissions now = Permissions::from_bits(any());
    std::vector<Permissions> limits = {now};
    for (int step = 0; step < 10; ++step) {
      if (any() % 2 == 0) {
        limits.push_back(Permissions::from_bits(any()));
        now = now & limits.back();
      } else {
        const auto one = static_cast<Permission>(1u << any() % std::size(policy::kPermissions));
        now = now.without(one);
        CHECK_FALSE(now.has(one));
      }
      for (const Permissions limit : limits) CHECK(is_subset(now, limit));
      CHECK(Permissions::from_bits(now.bits()) == now);
    }
  }
}

TEST_CASE("bits that are not known are dropped", "[policy]") {
  CHECK(Permissions::from_bits(0xffffffff) == Permissions::all());
  CHECK(Permissions::from_bits(~Permissions::all().bits()) == Permissions());
  CHECK(is_subset(Permissions::view_only(), Permissions::all()));
  CHECK_FALSE(Permissions::view_only().has(Permission::keyboard));
}

TEST_CASE("every permission has a bit, a name and a meaning of its own, and its place in the table",
          "[policy]") {
  std::uint32_t bit = 1;
  std::set<std::string_view> names, meanings;
  for (const policy::PermissionRow& row : policy::kPermissions) {
    CHECK(static_cast<std::uint32_t>(row.permission) == bit);
    bit <<= 1;
    CHECK(names.insert(row.name).second);
    CHECK(meanings.insert(row.meaning).second);
    CHECK(policy::find_permission(row.name) == row.permission);
    CHECK(Permissions::available().has(row.permission) == row.available);
  }
  CHECK_FALSE(policy::find_permission("fly"));
  CHECK(Permissions::available().bits() == 0x10007f);
  CHECK(policy::permission_names(Permissions::from_bits(3)) == "view_screen,keyboard");
  CHECK(policy::permission_names(Permissions()).empty());
}

}  // namespace gatehouse::permissions_test
