// For db/ only: one SQLite connection and the statements prepared on it.
#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "db/records.h"

namespace gatehouse::db {

class Connection {
 public:
  enum class Use { write, read };
  // Throws SQLite::Exception, as everything here.
  Connection(const std::string& path, Use use);

  // Runs one or more statements without parameters.
  void run(const std::string& sql) { handle_.exec(sql); }
  std::int64_t number(const std::string& sql) { return handle_.execAndGet(sql).getInt64(); }
  std::int64_t changed_rows() { return handle_.getChanges(); }
  std::int64_t last_id() { return handle_.getLastInsertRowid(); }
  SQLite::Database& handle() { return handle_; }

 private:
  friend class Query;
  SQLite::Statement& prepared(std::string_view sql);

  SQLite::Database handle_;
  std::map<std::string, std::unique_ptr<SQLite::Statement>, std::less<>> statements_;
};

struct Blob {
  std::string_view bytes;
};

// One run of a statement: parameters in order, then rows, and of a row the columns in order. The statement is
// reset when this goes, which ends its read.
class Query {
 public:
  template <class... Values>
  Query(Connection& connection, std::string_view sql, const Values&... values)
      : statement_(connection.prepared(sql)) {
    int index = 0;
    (bind(++index, values), ...);
  }
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  bool next() {
    column_ = 0;
    return statement_.executeStep();
  }
  void run() { statement_.exec(); }

  std::int64_t integer() { return statement_.getColumn(column_++).getInt64(); }
  std::string text() { return statement_.getColumn(column_++).getString(); }
  bool flag() { return integer() != 0; }
  OrganizationId organization() { return OrganizationId{integer()}; }
  std::optional<std::int64_t> maybe_integer();
  std::optional<std::string> maybe_text();

 private:
  void bind(int index, std::int64_t value) { statement_.bind(index, value); }
  void bind(int index, int value) { statement_.bind(index, value); }
  void bind(int index, std::uint32_t value) { statement_.bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, bool value) { statement_.bind(index, value ? 1 : 0); }
  void bind(int index, OrganizationId value) { statement_.bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, const std::string& value) { statement_.bind(index, value); }
  void bind(int index, std::string_view value) { statement_.bind(index, std::string(value)); }
  void bind(int index, const char* value) { statement_.bind(index, value); }
  void bind(int index, Blob value) {
    statement_.bind(index, value.bytes.data(), static_cast<int>(value.bytes.size()));
  }
  template <class Value>
  void bind(int index, const std::optional<Value>& value) {
    if (value) {
      bind(index, *value);
    } else {
      statement_.bind(index);
    }
  }

  SQLite::Statement& statement_;
  int column_ = 0;
};

}  // namespace gatehouse::db
