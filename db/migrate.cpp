#include "db/migrate.h"

#include "appliance/base/result.h"
#include "appliance/base/text.h"

namespace gatehouse::db {
namespace {

std::int64_t number_of(const embedded::File& migration) {
  const auto number = parse_integer(migration.name.substr(0, 4), 1, 9999);
  GH_ASSERT(number);
  return *number;
}

}  // namespace

std::int64_t newest_version(std::span<const embedded::File> migrations) {
  return migrations.empty() ? 0 : number_of(migrations.back());
}

void migrate(Connection& connection, std::span<const embedded::File> migrations) {
  for (const embedded::File& migration : migrations) {
    const std::int64_t number = number_of(migration);
    // IMMEDIATE, and the number is read inside: another process may be doing the same.
    SQLite::Transaction transaction(connection.handle(), SQLite::TransactionBehavior::IMMEDIATE);
    if (connection.number("PRAGMA user_version") >= number) continue;
    connection.run(std::string(as_text(migration.content)));
    connection.run("PRAGMA user_version = " + std::to_string(number));
    transaction.commit();
  }
}

}  // namespace gatehouse::db
