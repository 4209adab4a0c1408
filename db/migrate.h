// Numbered migrations: db/schema/NNNN_name.sql, applied in order, each in a transaction of its own. A file
// that was released is never changed; what comes next goes into a new number.
#pragma once
#include <span>

#include "appliance/base/embedded.h"
#include "db/connection.h"

namespace gatehouse::db {

// The schema's number is in the file (PRAGMA user_version). Throws SQLite::Exception; what was applied before
// stays.
void migrate(Connection& connection, std::span<const embedded::File> migrations);
// The number that the database will have after them all.
std::int64_t newest_version(std::span<const embedded::File> migrations);

}  // namespace gatehouse::db
