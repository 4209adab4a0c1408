#include "db/database.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "appliance/base/log.h"
#include "appliance/base/unique_fd.h"
#include "db/access.h"
#include "db/migrate.h"

namespace gatehouse::db {
namespace {

// A check of a file up to this size is not felt at start; a larger one is checked when it was not closed in
// order.
constexpr off_t kAlwaysChecked = 16 << 20;

struct FileState {
  bool empty = false;
  bool check = false;
};

// Makes the file if it is not there, for the owner only; SQLite gives its own files beside it the same
// permissions.
Result<FileState> prepare_file(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return errno_error("The store can't be opened: " + path);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return errno_error("The store can't be opened: " + path);
  if (!S_ISREG(info.st_mode))
    return Error{path + " is not a file. Move it away, or name another data directory."};
  if ((info.st_mode & 077) != 0 && ::fchmod(file.get(), 0600) != 0)
    return errno_error("cannot protect " + path);
  struct stat log {};
  const bool closed_in_order = ::stat((path + "-wal").c_str(), &log) != 0 || log.st_size == 0;
  return FileState{info.st_size == 0, info.st_size <= kAlwaysChecked || !closed_in_order};
}

Result<void> check_identity(Connection& connection, const std::string& path, std::int64_t newest) {
  const std::int64_t application = connection.number("PRAGMA application_id");
  const bool blank = application == 0 && connection.number("SELECT count(*) FROM sqlite_schema") == 0;
  if (!blank && application != kApplicationId) {
    return Error{path + " is a database of another program. Move it away, or name another data directory."};
  }
  const std::int64_t version = connection.number("PRAGMA user_version");
  if (version > newest) {
    return Error{path + " was made by a newer version of Gatehouse (store " + std::to_string(version) +
                 "; this one knows " + std::to_string(newest) +
                 "). Install that version, or restore an older backup with " + "`gatehouse restore FILE`."};
  }
  return {};
}

Result<void> check_damage(Connection& connection, const std::string& path) {
  const std::string finding = connection.handle().execAndGet("PRAGMA quick_check(1)").getString();
  if (finding == "ok") return {};
  log::error("db", path + ": " + finding);
  return Error{path + " is damaged. Restore a backup with `gatehouse restore FILE`."};
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& directory,
                                                 const DatabaseOptions& options) {
  const std::string path = directory + "/" + kDatabaseFile;
  const auto state = prepare_file(path);
  if (!state) return state.error();
  // Not made yet while the connection is set up: explain() needs only the path.
  std::unique_ptr<Database> database(new Database(path, nullptr));
  try {
    auto writer = std::make_unique<Connection>(path, Connection::Use::write);
    if (auto known = check_identity(*writer, path, newest_version(options.migrations)); !known)
      return known.error();
    if (!state->empty && state->check) {
      if (auto sound = check_damage(*writer, path); !sound) return sound.error();
    }
    // Readers don't wait for the writer, and a commit is one sequential write. Stays in the file.
    writer->run("PRAGMA journal_mode = WAL");
    if (state->empty) writer->run("PRAGMA application_id = " + std::to_string(kApplicationId));
    if (options.max_pages > 0) writer->run("PRAGMA max_page_count = " + std::to_string(options.max_pages));
    migrate(*writer, options.migrations);
    database->writer_ = std::move(writer);
    return database;
  } catch (const std::exception& problem) {
    return explain(*database, problem);
  }
}

Database::Database(std::string path, std::unique_ptr<Connection> writer)
    : path_(std::move(path)), writer_(std::move(writer)) {}

Database::~Database() {
  // The writer last: with the last connection SQLite merges the log into the file and removes it.
  idle_readers_.clear();
}

Result<void> Database::transaction(const std::function<Result<void>()>& body) {
  try {
    WriteLease lease(*this, Durability::full);
    if (auto done = body(); !done) return done;
    lease.commit();
    return {};
  } catch (const std::exception& problem) {
    return explain(*this, problem);
  }
}

Result<void> check_integrity(const std::string& directory) {
  const std::string path = directory + "/" + kDatabaseFile;
  try {
    Connection connection(path, Connection::Use::read);
    const std::string finding = connection.handle().execAndGet("PRAGMA integrity_check(1)").getString();
    if (finding == "ok") return {};
    return Error{path + " is damaged: " + finding};
  } catch (const std::exception& problem) {
    return Error{path + " can't be read: " + problem.what()};
  }
}

}  // namespace gatehouse::db
