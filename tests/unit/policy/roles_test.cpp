#include "appliance/policy/roles.h"

#include <set>

#include "tests/support/catch.h"

namespace gatehouse::roles_test {

using namespace std::string_view_literals;
using policy::Level;
using policy::Section;

// The matrix of requirement PT-44, in its own words.
struct MatrixRow {
  std::string_view section;
  std::array<std::string_view, 6> levels;
};
constexpr std::array<std::string_view, 6> kColumns = {
    "Owner", "Admin", "Support agent", "Data protection officer", "Accountant", "User"};
constexpr auto E = "View & Edit"sv;
constexpr auto V = "View"sv;
constexpr auto X = "No Access"sv;
constexpr MatrixRow kMatrix[] = {
    {"Personal profile", {E, X, X, X, X, E}},
    {"License", {E, V, X, V, V, X}},
    {"Invoices", {E, V, X, V, V, X}},
    {"Users", {E, E, V, V, X, X}},
    {"Roles", {E, E, X, V, X, X}},
    {"Groups", {E, E, V, V, X, X}},
    {"Permission Sets", {E, E, X, V, X, X}},
    {"Address Books", {E, E, V, V, X, X}},
    {"Clients", {E, E, V, V, X, V}},
    {"Sessions", {E, E, X, V, X, X}},
    {"Builds", {E, E, X, X, X, V}},
    {"Organization", {E, E, X, V, V, X}},
};

TEST_CASE("the six roles give exactly what the matrix says, cell by cell", "[policy]") {
  const auto roles = policy::preconfigured_roles();
  REQUIRE(roles.size() == kColumns.size());
  REQUIRE(std::size(kMatrix) == policy::kSectionCount);
  for (std::size_t row = 0; row < policy::kSectionCount; ++row) {
    const Section section = policy::all_sections()[row];
    CHECK(policy::section_label(section) == kMatrix[row].section);
    for (std::size_t column = 0; column < kColumns.size(); ++column) {
      INFO(kMatrix[row].section << " for " << kColumns[column]);
      CHECK(roles[column].label == kColumns[column]);
      CHECK(policy::level_label(roles[column].access.level(section)) == kMatrix[row].levels[column]);
    }
  }
}

TEST_CASE("roles are a union: nothing that one gives is taken by another", "[policy]") {
  const auto admin = policy::find_role("admin")->access;
  CHECK_FALSE(admin.allows(Section::personal_profile, Level::view));
  const auto both = admin | policy::find_role("user")->access;
  CHECK(both.allows(Section::personal_profile, Level::edit));
  for (const auto& one : policy::preconfigured_roles()) {
    for (const auto& other : policy::preconfigured_roles()) {
      const auto together = one.access | other.access;
      CHECK(together == (other.access | one.access));
      CHECK(together.covers(one.access));
      CHECK(one.access.covers(together) == (one.access == together));
      for (const Section section : policy::all_sections()) {
        CHECK(together.allows(section, one.access.level(section)));
        CHECK(together.level(section) == std::max(one.access.level(section), other.access.level(section)));
      }
    }
  }
}

TEST_CASE("a role that is not known is none", "[policy]") {
  for (const char* key : {"root", "Owner", ""}) CHECK(policy::find_role(key) == nullptr);
}

TEST_CASE("edit implies view, and everything allows none", "[policy]") {
  const policy::Access nothing;
  CHECK(nothing.allows(Section::users, Level::none));
  CHECK_FALSE(nothing.allows(Section::users, Level::view));
  CHECK(policy::find_role("owner")->access.allows(Section::users, Level::view));
}

TEST_CASE("keys of sections are unique, those of roles read back", "[policy]") {
  std::set<std::string_view> keys;
  for (const Section section : policy::all_sections()) {
    CHECK(keys.insert(policy::section_key(section)).second);
    CHECK(policy::find_section(policy::section_key(section)) == section);
  }
  for (const Level level : {Level::none, Level::view, Level::edit})
    CHECK(policy::find_level(policy::level_key(level)) == level);
  CHECK_FALSE(policy::find_section("Users"));
  CHECK_FALSE(policy::find_level(""));
  for (const auto& role : policy::preconfigured_roles()) {
    CHECK(policy::find_role(role.key) == &role);
    CHECK_FALSE(role.description.empty());
  }
}

}  // namespace gatehouse::roles_test
