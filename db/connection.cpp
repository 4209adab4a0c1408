#include "db/connection.h"

namespace gatehouse::db {

Connection::Connection(const std::string& path, Use use) : handle_(path, SQLite::OPEN_READWRITE) {
  // First, so that the statements below wait for another process too.
  handle_.setBusyTimeout(10'000);
  run("PRAGMA foreign_keys = ON");
  // A damaged or forged file can't run functions through its schema, and a cell that lies about its size is
  // an error.
  run("PRAGMA trusted_schema = OFF");
  run("PRAGMA cell_size_check = ON");
  run("PRAGMA temp_store = MEMORY");
  if (use == Use::read) {
    run("PRAGMA query_only = ON");
    return;
  }
  // Deleted hashes and names are overwritten where that costs no extra write.
  run("PRAGMA secure_delete = FAST");
  // A burst of writes doesn't leave a large file behind.
  run("PRAGMA journal_size_limit = 4194304");
}

SQLite::Statement& Connection::prepared(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    std::string text(sql);
    auto statement = std::make_unique<SQLite::Statement>(handle_, text);
    found = statements_.emplace(std::move(text), std::move(statement)).first;
  }
  return *found->second;
}

Query::~Query() {
  statement_.tryReset();
  try {
    statement_.clearBindings();
  } catch (const SQLite::Exception&) {  // the next run binds every parameter anyway
  }
}

std::optional<std::int64_t> Query::maybe_integer() {
  const auto column = statement_.getColumn(column_++);
  if (column.isNull()) return std::nullopt;
  return column.getInt64();
}

std::optional<std::string> Query::maybe_text() {
  const auto column = statement_.getColumn(column_++);
  if (column.isNull()) return std::nullopt;
  return column.getString();
}

}  // namespace gatehouse::db
