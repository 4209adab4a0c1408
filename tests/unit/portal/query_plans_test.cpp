// What the most used pages ask of the store is found by an index, however much is in it.
#include <sqlite3.h>

#include <mutex>
#include <set>

#include "db/access.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_query_plans_test {

using namespace portal_test;

// Every statement that any connection of this process runs, while one of these lives.
class Statements {
 public:
  Statements() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch)); }
  ~Statements() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(watch)); }

  static std::set<std::string> taken() {
    const std::lock_guard lock(mutex());
    return std::exchange(seen(), {});
  }

 private:
  static std::set<std::string>& seen() {
    static std::set<std::string> all;
    return all;
  }
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }
  static int ran(unsigned, void*, void* statement, void*) {
    const char* sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
    const std::lock_guard lock(mutex());
    if (sql != nullptr) seen().insert(sql);
    return 0;
  }
  static int watch(sqlite3* connection, char**, const void*) {
    return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, ran, nullptr);
  }
};

std::vector<std::string> plan_of(sqlite3* store, const std::string& sql) {
  std::vector<std::string> steps;
  sqlite3_stmt* statement = nullptr;
  REQUIRE(sqlite3_prepare_v2(store, ("EXPLAIN QUERY PLAN " + sql).c_str(), -1, &statement, nullptr) ==
          SQLITE_OK);
  while (sqlite3_step(statement) == SQLITE_ROW)
    steps.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 3)));
  sqlite3_finalize(statement);
  return steps;
}

// These grow for years; "SCAN x USING INDEX" reads all of it, too.
bool reads_all_of_a_large_table(const std::string& step) {
  for (const std::string table :
       {"session", "audit_entry", "client", "user_account", "session_comment", "audit_checkpoint",
        "webhook_delivery", "delivery", "mail", "login_session", "activity", "user_role", "group_member",
        "invitation", "client_tag", "approval"}) {
    if (step == "SCAN " + table || step.starts_with("SCAN " + table + " ")) return true;
  }
  return false;
}

TEST_CASE("no page reads all of a large table", "[portal]") {
  Statements statements;
  People world;
  const db::Client client = world.add_client("desk");
  const std::string id = std::to_string(client.id);
  REQUIRE(world.owner.post("/api/v1/connections", call_to(id)).status == 201);
  Statements::taken();
  for (const std::string path : {"me",
                                 "dashboard",
                                 "activity",
                                 "clients",
                                 "clients?search=desk",
                                 "clients?online=true",
                                 "clients?sort=seen",
                                 "clients?tags=a,b&sort=name",
                                 "client-platforms",
                                 "client-tags",
                                 "sessions",
                                 "sessions?client_id=1",
                                 "sessions?user_id=1",
                                 "sessions?active=true",
                                 "sessions?search=desk",
                                 "sessions?authorized_by=api_token",
                                 "sessions?from=2026-01-01T00:00:00Z",
                                 "users",
                                 "users?search=ol",
                                 "users?sort=newest",
                                 "users/1",
                                 "users/1/access",
                                 "roles",
                                 "groups",
                                 "permission-sets",
                                 "audit",
                                 "audit?action=user.",
                                 "audit?actor=1",
                                 "audit?search=olga",
                                 "approvals",
                                 "approvals?open=true",
                                 "approvals?own=true",
                                 "approvals?client_id=1",
                                 "mail/messages",
                                 "me/logins",
                                 "me/login-history",
                                 "me/tokens",
                                 "enrolment-tokens",
                                 "webhooks",
                                 "license",
                                 "billing",
                                 "organizations"}) {
    INFO(path);
    CHECK(world.owner.get("/api/v1/" + path).status == 200);
  }
  CHECK(world.owner.get("/api/v1/clients/" + id).status == 200);
  const auto team = db::write(*world.database, [](db::Connection& connection) {
    connection.run("UPDATE organization SET license = 'standard'");
  });
  REQUIRE(team);
  CHECK(world.owner.get("/api/v1/invitations").status == 200);
  const std::set<std::string> ran = Statements::taken();
  CHECK(ran.size() > 30);
  sqlite3* store = nullptr;
  REQUIRE(sqlite3_open((world.directory.path() + "/gatehouse.db").c_str(), &store) == SQLITE_OK);
  for (const std::string& sql : ran) {
    if (!sql.starts_with("SELECT")) continue;
    INFO(sql);
    for (const std::string& step : plan_of(store, sql)) {
      INFO(step);
      CHECK_FALSE(reads_all_of_a_large_table(step));
    }
  }
  sqlite3_close(store);
}

}  // namespace gatehouse::portal_query_plans_test
