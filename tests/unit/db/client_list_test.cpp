#include "db/connection.h"
#include "tests/unit/db/store.h"

namespace gatehouse::client_list_test {

using test::kNow;
using test::must;
using test::Store;

std::string file_of(const Store& store) {
  return store.directory.path() + "/" + db::kDatabaseFile;
}

std::string plan_of(const Store& store, const std::string& sql) {
  db::Connection connection(file_of(store), db::Connection::Use::read);
  SQLite::Statement plan(connection.handle(), "EXPLAIN QUERY PLAN " + sql);
  std::string words;
  while (plan.executeStep()) words += plan.getColumn(3).getString() + "\n";
  return words;
}

TEST_CASE("clients are listed by when they were last seen, those never seen at the end", "[db]") {
  Store store;
  db::ClientRepository clients(*store.database);
  const auto org = store.organization.id;
  const auto never = store.add_client("never").id, late = store.add_client("late").id,
             early = store.add_client("early").id, never_either = store.add_client("never either").id;
  must(clients.touch(late, kNow + 20));
  must(clients.touch(early, kNow + 10));
  db::ClientFilter filter;
  filter.order = db::ClientOrder::seen;
  std::vector<db::ClientId> wanted{late, early, std::max(never, never_either), std::min(never, never_either)};
  for (int limit = 1; limit <= 4; ++limit) {
    std::vector<db::ClientId> ids;
    db::Cursor after;
    for (;;) {
      const auto page = must(clients.list(org, filter, after, limit));
      for (const auto& client : page.rows) ids.push_back(client.id);
      if (!page.next) break;
      after = db::Cursor::parse(page.next->text()).value();
    }
    CHECK(ids == wanted);
  }
}

// A list of ten thousand must not be sorted for every page.
TEST_CASE("each order of the list of clients is that of an index", "[db]") {
  const Store store;
  for (const auto& [order, index] : {std::pair{"created_at DESC, id DESC", "client_list"},
                                     {"lower(name), id", "client_by_name"},
                                     {"coalesce(last_seen_at, 0) DESC, id DESC", "client_by_seen"}}) {
    const std::string plan =
        plan_of(store, std::string("SELECT * FROM client WHERE organization_id = 1 ORDER BY ") + order);
    CHECK_THAT(plan, Catch::Matchers::ContainsSubstring("USING INDEX " + std::string(index) + " "));
    CHECK_THAT(plan, !Catch::Matchers::ContainsSubstring("TEMP B-TREE"));
  }
  CHECK_THAT(plan_of(store,
                     "SELECT DISTINCT platform FROM client WHERE organization_id = 1 AND platform <> '' "
                     "ORDER BY platform"),
             Catch::Matchers::ContainsSubstring("COVERING INDEX client_platform "));
}

}  // namespace gatehouse::client_list_test
