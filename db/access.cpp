#include "db/access.h"

#include <sqlite3.h>

#include "appliance/base/secret.h"
#include "appliance/policy/address.h"

namespace gatehouse::db {
namespace {

// Queries are short; more readers than cores only cost memory.
constexpr int kMostReaders = 8;

}  // namespace

ReadLease::ReadLease(Database& database) : database_(database) {
  if (database.this_thread_writes()) {
    connection_ = database.writer_.get();
    return;
  }
  std::unique_lock lock(database.readers_mutex_);
  database.reader_returned_.wait(
      lock, [&] { return !database.idle_readers_.empty() || database.readers_ < kMostReaders; });
  if (!database.idle_readers_.empty()) {
    pooled_ = std::move(database.idle_readers_.back());
    database.idle_readers_.pop_back();
  } else {
    pooled_ = std::make_unique<Connection>(database.path_, Connection::Use::read);
    ++database.readers_;
  }
  connection_ = pooled_.get();
}

ReadLease::~ReadLease() {
  if (!pooled_) return;
  const std::lock_guard lock(database_.readers_mutex_);
  database_.idle_readers_.push_back(std::move(pooled_));
  database_.reader_returned_.notify_one();
}

WriteLease::WriteLease(Database& database, Durability durability)
    : database_(database), lock_(database.writer_mutex_) {
  if (database_.depth_ == 0) {
    connection().run(durability == Durability::cheap ? "PRAGMA synchronous = NORMAL"
                                                     : "PRAGMA synchronous = FULL");
    connection().run("BEGIN IMMEDIATE");
    database_.doomed_ = false;
    database_.writing_thread_ = std::this_thread::get_id();
  }
  ++database_.depth_;
}

WriteLease::~WriteLease() {
  if (!committed_) database_.doomed_ = true;
  if (--database_.depth_ > 0) return;
  database_.writing_thread_ = std::thread::id();
  try {
    // After a full disk SQLite has undone the transaction itself.
    if (!committed_ && sqlite3_get_autocommit(connection().handle().getHandle()) == 0)
      connection().run("ROLLBACK");
  } catch (const SQLite::Exception&) {  // the statement that failed before this has told its error
  }
}

Connection& WriteLease::connection() {
  return *database_.writer_;
}

void WriteLease::commit() {
  if (database_.depth_ == 1) {
    if (database_.doomed_) throw std::runtime_error("a part of the change failed");
    connection().run("COMMIT");
  }
  committed_ = true;
}

std::int64_t random_address() {
  constexpr auto kCount = static_cast<std::uint64_t>(policy::kHighestId - policy::kLowestId + 1);
  return policy::kLowestId + static_cast<std::int64_t>(random_below(kCount));
}

bool is_duplicate(const SQLite::Exception& problem) {
  return problem.getExtendedErrorCode() == SQLITE_CONSTRAINT_UNIQUE ||
         problem.getExtendedErrorCode() == SQLITE_CONSTRAINT_PRIMARYKEY;
}

Error explain(const Database& database, const std::exception& problem) {
  const auto* sqlite = dynamic_cast<const SQLite::Exception*>(&problem);
  const std::string& path = database.path_;
  switch (sqlite ? sqlite->getErrorCode() & 0xff : SQLITE_ERROR) {
    case SQLITE_FULL:
      return Error{"The disk that holds " + path +
                   " is full. This change was not saved; nothing else is lost. Free some " +
                   "space and try again."};
    case SQLITE_IOERR:
      return Error{
          path +
          " can't be read or written: the disk is full or failing. This change was not saved; nothing else " +
          "is lost. Check the disk and try again."};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Error{path +
                   " is damaged. Stop the appliance and restore a backup with `gatehouse restore FILE`."};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return Error{path +
                   " can't be opened for writing. Check who owns the data directory and its permissions."};
    case SQLITE_BUSY:
      return Error{path + " is in use by another program that does not let go. Try again when it is done."};
    default:
      return Error{path + ": " + problem.what()};
  }
}

}  // namespace gatehouse::db
