// Everybody has an ID and a handle of their own, also who was there before there were any.
#include <map>
#include <set>

#include "appliance/policy/address.h"
#include "db/access.h"
#include "tests/unit/db/store.h"

namespace gatehouse::person_address_test {

std::span<const embedded::File> migrations_before(std::string_view number) {
  const auto all = embedded::migrations();
  const auto end = std::ranges::find_if(all, [&](const auto& file) { return file.name >= number; });
  return all.first(static_cast<std::size_t>(end - all.begin()));
}

TEST_CASE("who was there before addresses gets one, whatever the e-mail address is", "[db]") {
  test::TemporaryDirectory directory;
  const std::pair<const char*, const char*> kPeople[] = {
      {"tom@example.org", "tom"},           {"Tom@other.org", "user-2"},      {"tom@third.org", "user-3"},
      {"user-7@example.org", "user-4"},     {"a+b@example.org", "user-5"},    {".dot@example.org", "user-6"},
      {"jo.smith@example.org", "jo.smith"}, {"jürgen@example.org", "user-8"},
  };
  {
    auto store = test::must(db::Database::open(directory.path(), {migrations_before("0039")}));
    test::must(db::write(*store, [&](db::Connection& connection) {
      connection.run(
          "INSERT INTO organization (id, login_id, name, created_at) VALUES (1, 'a', 'A', 0), (2, 'b', 'B', "
          "0)");
      for (const auto& [email, handle] : kPeople) {
        db::Query(connection,
                  "INSERT INTO user_account (organization_id, email, first_name, last_name, password_hash, "
                  "created_at)"
                  " VALUES (1, ?, 'F', 'L', '', 0)",
                  std::string(email))
            .run();
      }
      connection.run(
          "INSERT INTO user_account (organization_id, email, first_name, last_name, password_hash, "
          "created_at)"
          " VALUES (2, 'tom@example.org', 'F', 'L', '', 0)");
      return true;
    }));
  }
  auto store = test::must(db::Database::open(directory.path()));
  db::UserRepository users(*store);
  std::set<std::int64_t> ids;
  db::UserId number = 0;
  for (const auto& [email, handle] : kPeople) {
    INFO(email);
    const auto user = test::must(users.find(db::OrganizationId{1}, ++number));
    REQUIRE(user);
    CHECK(user->handle == handle);
    CHECK((user->address_id >= policy::kLowestId && user->address_id <= policy::kHighestId));
    ids.insert(user->address_id);
  }
  CHECK(ids.size() == std::size(kPeople));
  CHECK(test::must(users.find(db::OrganizationId{2}, 9))->handle == "tom");
}

TEST_CASE("a new account gets a handle of its e-mail address that nobody has", "[db]") {
  test::Store store;
  db::UserRepository users(*store.database);
  const auto add = [&](const std::string& email) {
    db::User user;
    user.organization = store.organization.id;
    user.email = email;
    const auto added = test::must(users.add(user, {}));
    REQUIRE(added);
    CHECK(policy::is_alias(added->handle + "@acme"));
    CHECK(added->address_id >= policy::kLowestId);
    return added->handle;
  };
  CHECK(add("anna@example.org") == "anna");
  CHECK(add("ANNA@example.com") == "ANNA-2");
  CHECK(add("anna@third.org") == "anna-3");
  CHECK(add("anna+shop@example.org") == "anna-shop");
  CHECK(add("+@example.org") == "user");
  CHECK(add(std::string(64, 'x') + "@example.org").size() == 64);
  CHECK(add(std::string(64, 'x') + "@example.com").size() == 64);
}

}  // namespace gatehouse::person_address_test
