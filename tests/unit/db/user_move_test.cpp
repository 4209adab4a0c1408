// What becomes of everything that names a user when the user moves to another organization: decided for each table.
#include <map>
#include <set>

#include "db/access.h"
#include "db/user_move.h"
#include "tests/unit/db/store.h"

namespace gatehouse::db_user_move_test {

using db::Belonging;
using db::Fate;

// Every foreign key that names a user, by "table.column"; of one of two columns the one that is not the organization.
std::map<std::string, std::string> references_to(db::Database& database, const std::string& wanted) {
  std::map<std::string, std::string> found;
  const auto done = db::read(database, [&](db::Connection& connection) {
    SQLite::Statement keys(connection.handle(),
                           "SELECT m.name, f.\"from\", f.on_delete FROM sqlite_schema AS m JOIN"
                           " pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' AND f.\"table\" = ?"
                           " AND f.\"from\" <> 'organization_id'");
    keys.bind(1, wanted);
    while (keys.executeStep())
      found[keys.getColumn(0).getString() + "." + keys.getColumn(1).getString()] =
          keys.getColumn(2).getString();
    return true;
  });
  REQUIRE(done);
  return found;
}

const Belonging* decided(const std::string& reference) {
  for (const Belonging& one : db::belongings_of_user()) {
    if (std::string(one.table) + "." + std::string(one.column) == reference) return &one;
  }
  return nullptr;
}

TEST_CASE("for every column that names a user it is decided what becomes of it when the user moves", "[db]") {
  test::Store store;
  const auto references = references_to(*store.database, "user_account");
  CHECK(references.size() > 15);
  std::set<std::string> expected;
  for (const auto& [reference, on_delete] : references) {
    INFO(reference << ": say in db/user_move.cpp whether it goes, ends or stays");
    const Belonging* one = decided(reference);
    REQUIRE(one != nullptr);
    // What stays when the account is deleted stays when it moves; what would be deleted with it does not, but for letters:
    // somebody is still there to read them.
    CHECK((on_delete == "SET NULL" || reference == "mail.user_id") == (one->fate == Fate::stays));
    CHECK(one->fate != Fate::follows);
    expected.insert(reference);
  }
  // What belongs to what goes must be able to follow, however deep. No group is named with a personal address book.
  std::vector<std::string> parents;
  for (const Belonging& one : db::belongings_of_user()) {
    if (one.fate == Fate::goes) parents.emplace_back(one.table);
  }
  while (!parents.empty()) {
    const std::string parent = parents.back();
    parents.pop_back();
    for (const auto& [reference, on_delete] : references_to(*store.database, parent)) {
      if (reference == "address_book_group.book_id") continue;
      INFO(reference << " belongs to " << parent << ", which goes with a user");
      const Belonging* one = decided(reference);
      REQUIRE(one != nullptr);
      CHECK(one->fate == Fate::follows);
      expected.insert(reference);
      parents.emplace_back(one->table);
    }
  }
  // And nothing is decided about what is not there.
  CHECK(db::belongings_of_user().size() == expected.size());
}

TEST_CASE("a user is not moved to where somebody has the same e-mail address", "[db]") {
  test::Store store;
  const auto other =
      test::must(db::OrganizationRepository(*store.database).add("Other", "other", test::kNow));
  store.add_user(other.id, "INES@example.org");
  CHECK_FALSE(test::must(db::move_user(*store.database, store.user, other.id, "user", test::kNow)));
  CHECK(test::must(db::UserRepository(*store.database).find(store.organization.id, store.user.id)));
}

TEST_CASE("an account begins anew where it moves to", "[db]") {
  test::Store store;
  const auto other =
      test::must(db::OrganizationRepository(*store.database).add("Other", "other", test::kNow));
  db::UserRepository users(*store.database);
  db::User before = store.user;
  before.expires_at = test::kNow + 900;
  REQUIRE(test::must(users.change(before)));
  REQUIRE(test::must(db::move_user(*store.database, store.user, other.id, "user", test::kNow + 60)));
  CHECK_FALSE(test::must(users.find(store.organization.id, store.user.id)));
  const auto moved = test::must(users.find(other.id, store.user.id));
  REQUIRE(moved);
  CHECK(moved->email == store.user.email);
  CHECK(moved->password_hash == store.user.password_hash);
  CHECK(moved->verified_at == store.user.verified_at);
  CHECK(moved->created_at == test::kNow + 60);
  CHECK_FALSE(moved->expires_at);
  CHECK(moved->version == 1);
}

}  // namespace gatehouse::db_user_move_test
