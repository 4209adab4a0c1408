// For db/ only: how a repository reaches the connections. Exceptions of the library end here and become
// errors.
#pragma once
#include <type_traits>

#include "appliance/base/result.h"
#include "db/connection.h"
#include "db/database.h"

namespace gatehouse::db {

// `cheap` is kept through a crash of the process, but the last seconds may be lost in a power cut: no wait
// for the disk.
enum class Durability { full, cheap };

Error explain(const Database& database, const std::exception& problem);

// A reading connection of the pool; inside a transaction of this thread the writer, which sees what was just
// written.
class ReadLease {
 public:
  explicit ReadLease(Database& database);
  ~ReadLease();
  ReadLease(const ReadLease&) = delete;
  ReadLease& operator=(const ReadLease&) = delete;
  Connection& connection() { return *connection_; }

 private:
  Database& database_;
  std::unique_ptr<Connection> pooled_;
  Connection* connection_ = nullptr;
};

// The writer, in a transaction. What is not committed is undone.
class WriteLease {
 public:
  WriteLease(Database& database, Durability durability);
  ~WriteLease();
  WriteLease(const WriteLease&) = delete;
  WriteLease& operator=(const WriteLease&) = delete;
  Connection& connection();
  void commit();

 private:
  Database& database_;
  std::unique_lock<std::recursive_mutex> lock_;
  bool committed_ = false;
};

template <class Body>
auto read(Database& database, Body&& body) -> Result<std::invoke_result_t<Body, Connection&>> {
  try {
    ReadLease lease(database);
    return body(lease.connection());
  } catch (const std::exception& problem) {
    return explain(database, problem);
  }
}

template <class Body>
auto write(Database& database, Body&& body, Durability durability = Durability::full)
    -> Result<std::invoke_result_t<Body, Connection&>> {
  try {
    WriteLease lease(database, durability);
    if constexpr (std::is_void_v<std::invoke_result_t<Body, Connection&>>) {
      body(lease.connection());
      lease.commit();
      return {};
    } else {
      auto value = body(lease.connection());
      lease.commit();
      return value;
    }
  } catch (const std::exception& problem) {
    return explain(database, problem);
  }
}

// One statement that changes rows. False: it found none.
template <class... Values>
Result<bool> change_rows(Database& database, std::string_view sql, const Values&... values) {
  return write(database, [&](Connection& connection) {
    Query(connection, sql, values...).run();
    return connection.changed_rows() > 0;
  });
}

// What a statement counts.
template <class... Values>
Result<std::int64_t> count_rows(Database& database, std::string_view sql, const Values&... values) {
  return read(database, [&](Connection& connection) {
    Query query(connection, sql, values...);
    query.next();
    return query.integer();
  });
}

// An ID as machines and people have it; whether it is free is for the caller to see.
std::int64_t random_address();

// Did the statement fail because a unique value is there already?
bool is_duplicate(const SQLite::Exception& problem);

}  // namespace gatehouse::db
