// The store: DIRECTORY/gatehouse.db, one SQLite database. One connection writes, a few read, from any thread;
// other processes (an administrator's command) may have it open at the same time. What a caller does with it
// goes through the repositories.
//
// What holds for all repositories: any thread; every time is in seconds since 1970, UTC; an error is the store's (a
// full disk, a damaged file), never what a person did. Rows of another organization than the one that is named are not
// there.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "appliance/base/embedded.h"
#include "appliance/base/result.h"

namespace gatehouse::db {

class Connection;

inline constexpr const char* kDatabaseFile = "gatehouse.db";
inline constexpr std::uint32_t kApplicationId = 0x47544853;  // "GTHS", in the file's header

struct DatabaseOptions {
  std::span<const embedded::File> migrations = embedded::migrations();
  std::int64_t max_pages = 0;  // 0: as large as the disk; else the store is "full" there, for tests
};

class Database {
 public:
  // Makes the file (0600) or opens it and applies the migrations it lacks. Refuses, with a sentence that says
  // what to do: a file that is not ours, one that a newer version made, a damaged one.
  static Result<std::unique_ptr<Database>> open(const std::string& directory,
                                                const DatabaseOptions& options = {});
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Everything that `body` does through repositories, on this thread, happens wholly or not at all: an error
  // it returns, or one of a write inside that it swallowed, undoes all of it. Other writers wait meanwhile,
  // so nothing slow belongs inside.
  Result<void> transaction(const std::function<Result<void>()>& body);

  const std::string& path() const { return path_; }

 private:
  friend class ReadLease;
  friend class WriteLease;
  friend Error explain(const Database& database, const std::exception& problem);

  Database(std::string path, std::unique_ptr<Connection> writer);
  bool this_thread_writes() const { return writing_thread_.load() == std::this_thread::get_id(); }

  const std::string path_;

  std::recursive_mutex writer_mutex_;  // guards writer_, depth_ and doomed_
  std::unique_ptr<Connection> writer_;
  int depth_ = 0;        // transactions within each other; only the outermost is real
  bool doomed_ = false;  // a write inside failed: the outermost transaction must not be kept
  std::atomic<std::thread::id> writing_thread_{};

  std::mutex readers_mutex_;  // guards idle_readers_ and readers_
  std::condition_variable reader_returned_;
  std::vector<std::unique_ptr<Connection>> idle_readers_;
  int readers_ = 0;
};

// Reads the whole store in DIRECTORY and checks its structure, also while an appliance uses it; for the
// administrator's commands and tests. Database::open does so by itself after a crash.
Result<void> check_integrity(const std::string& directory);

}  // namespace gatehouse::db
