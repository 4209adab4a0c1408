#include <sqlite3.h>

#include "db/access.h"
#include "tests/unit/db/store.h"

namespace gatehouse::client_list_test {

using test::kNow;
using test::must;
using test::Store;

// How the store finds the rows of the statement with these words in it, which a repository has just run.
std::string plan_of(Store& store, const std::string& words) {
  db::ReadLease lease(*store.database);
  SQLite::Database& handle = lease.connection().handle();
  std::string sql;
  for (sqlite3_stmt* one = nullptr; (one = sqlite3_next_stmt(handle.getHandle(), one)) != nullptr;) {
    if (const std::string text = sqlite3_sql(one); text.find(words) != text.npos) sql = text;
  }
  INFO(words);
  REQUIRE(!sql.empty());
  SQLite::Statement plan(handle, "EXPLAIN QUERY PLAN " + sql);
  std::string lines;
  while (plan.executeStep()) lines += plan.getColumn(3).getString() + "\n";
  return lines;
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
  Store store;
  db::ClientRepository clients(*store.database);
  using Order = db::ClientOrder;
  for (const auto& [order, words, index] :
       {std::tuple{Order::newest, "ORDER BY created_at", "client_list"},
        std::tuple{Order::name, "ORDER BY lower(name)", "client_by_name"},
        std::tuple{Order::seen, "ORDER BY coalesce(last_seen_at", "client_by_seen"}}) {
    db::ClientFilter filter;
    filter.order = order;
    filter.tags = {"till", "berlin"};
    must(clients.list(store.organization.id, filter, {}, 10));
    const std::string plan = plan_of(store, words);
    CHECK_THAT(plan, Catch::Matchers::ContainsSubstring("USING INDEX " + std::string(index) + " "));
    CHECK_THAT(plan, !Catch::Matchers::ContainsSubstring("TEMP B-TREE"));
  }
  must(clients.tags(store.organization.id));
  CHECK_THAT(plan_of(store, "min(tag)"),
             Catch::Matchers::ContainsSubstring("COVERING INDEX client_tag_by_tag "));
  must(clients.platforms(store.organization.id));
  CHECK_THAT(plan_of(store, "DISTINCT platform"),
             Catch::Matchers::ContainsSubstring("COVERING INDEX client_platform "));
}

}  // namespace gatehouse::client_list_test
