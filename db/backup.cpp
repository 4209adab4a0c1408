#include "db/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "appliance/base/acting_as.h"
#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/base/unique_fd.h"
#include "db/archive.h"
#include "db/connection.h"
#include "db/database.h"
#include "db/migrate.h"

namespace gatehouse::db {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestKey = 1 << 20;

// What a backup holds and a restore replaces.
const std::vector<std::string> kParts = {kDatabaseFile, std::string(kDatabaseFile) + "-wal",
                                         std::string(kDatabaseFile) + "-shm", "keys"};

// Its own directory (0700), gone with the object unless it is kept.
class WorkDirectory {
 public:
  static Result<WorkDirectory> create(const std::string& prefix) {
    std::string path = prefix + "XXXXXX";
    if (::mkdtemp(path.data()) == nullptr)
      return errno_error("cannot make a directory for the copy: " + path);
    return WorkDirectory(path);
  }
  WorkDirectory(WorkDirectory&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  WorkDirectory& operator=(WorkDirectory&&) = delete;
  ~WorkDirectory() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  explicit WorkDirectory(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

Result<BackupFacts> facts_of(const std::string& database_path, const std::string& shown_as) {
  try {
    Connection connection(database_path, Connection::Use::read);
    const auto number = [&](const char* sql) { return connection.number(sql); };
    if (number("PRAGMA application_id") != kApplicationId) {
      return Error{shown_as + " does not hold a Gatehouse database."};
    }
    if (connection.handle().execAndGet("PRAGMA integrity_check(1)").getString() != "ok") {
      return Error{"The database in " + shown_as + " is damaged. Use another backup."};
    }
    BackupFacts facts;
    facts.store_version = number("PRAGMA user_version");
    if (facts.store_version > newest_version(embedded::migrations())) {
      return Error{shown_as +
                   " was made by a newer version of Gatehouse. Install that version and try again."};
    }
    facts.organizations = number("SELECT count(*) FROM organization");
    facts.users = number("SELECT count(*) FROM user_account");
    facts.clients = number("SELECT count(*) FROM client");
    return facts;
  } catch (const std::exception&) {
    return Error{"The database in " + shown_as + " is damaged. Use another backup."};
  }
}

Result<void> copy_database(const std::string& from, const std::string& to) {
  // Made first, so that it is nobody else's from the start; VACUUM INTO takes an empty file.
  if (auto made = write_file_atomically(to, "", 0600); !made) return made;
  try {
    SQLite::Database database(from, SQLite::OPEN_READWRITE);
    database.setBusyTimeout(10'000);
    SQLite::Statement copy(database, "VACUUM INTO ?");
    copy.bind(1, to);
    copy.exec();
    return {};
  } catch (const std::exception& problem) {
    return Error{from + " can't be copied: " + problem.what()};
  }
}

// Copies them first, so that one that is replaced meanwhile is the old or the new one. One level of plain
// files; anything else there is not ours.
Result<std::vector<ArchiveMember>> copy_keys(const std::string& data_directory, const std::string& to) {
  if (auto made = make_directory(to, 0700); !made) return made.error();
  std::vector<ArchiveMember> keys;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(data_directory + "/keys", problem)) {
    if (entry.is_symlink() || !entry.is_regular_file()) continue;
    const std::string name = entry.path().filename().string();
    const auto content = read_file(entry.path().string(), kLargestKey);
    if (!content) return content.error();
    keys.push_back({"keys/" + name, to + "/" + name});
    if (auto written = write_file_atomically(keys.back().path, *content, 0600); !written)
      return written.error();
  }
  if (problem && problem != std::errc::no_such_file_or_directory) {
    return Error{"cannot read " + data_directory + "/keys: " + problem.message()};
  }
  std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return keys;
}

Result<BackupFacts> unpack(UniqueFd archive, const std::string& file, const std::string& directory) {
  const auto members = read_archive(std::move(archive), file, directory);
  if (!members) return members.error();
  if (members->empty() || members->front().name != kDatabaseFile) return Error{file + " holds no database."};
  auto facts = facts_of(members->front().path, file);
  if (facts) facts->keys = static_cast<int>(members->size()) - 1;
  return facts;
}

// Every connection to a database in WAL mode holds a lock that this needs for itself alone. As a side effect
// the log is merged, so that what is kept aside is one whole file.
bool is_in_use(const std::string& database_path) {
  if (!file_exists(database_path)) return false;
  try {
    SQLite::Database database(database_path, SQLite::OPEN_READWRITE);
    database.execAndGet("PRAGMA journal_mode = DELETE");
  } catch (const SQLite::Exception& problem) {
    return problem.getErrorCode() == SQLITE_BUSY;  // a damaged one is no reason to keep it
  }
  return false;
}

// So that a power cut after success takes nothing back.
void sync_directory(const std::string& path) {
  const UniqueFd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory) ::fsync(directory.get());
}

struct Move {
  std::string from, to;
};

// All of them, or none.
Result<void> move_all(const std::vector<Move>& moves) {
  for (std::size_t i = 0; i < moves.size(); ++i) {
    if (::rename(moves[i].from.c_str(), moves[i].to.c_str()) == 0) continue;
    Error problem = errno_error("cannot move " + moves[i].from + " to " + moves[i].to);
    while (i-- > 0) ::rename(moves[i].to.c_str(), moves[i].from.c_str());
    return problem;
  }
  return {};
}

std::vector<std::string> parts_in(const std::string& directory) {
  std::vector<std::string> present;
  for (const std::string& part : kParts) {
    std::error_code none;
    const bool empty_keys = part == "keys" && fs::is_empty(directory + "/" + part, none);
    if (file_exists(directory + "/" + part) && !empty_keys) present.push_back(part);
  }
  return present;
}

std::string aside_name(const std::string& data_directory, std::int64_t now) {
  std::string time = rfc3339(now);
  std::erase(time, ':');
  return data_directory + "/before-restore-" + time;
}

}  // namespace

Result<BackupFacts> back_up(const std::string& data_directory, const std::string& file) {
  const std::string database = data_directory + "/" + kDatabaseFile;
  if (!file_exists(database)) return Error{data_directory + " holds no database. Is it the data directory?"};
  if (file_exists(file))
    return Error{file + " is there already. Name a new file; a backup is never overwritten."};
  const auto work = WorkDirectory::create(file + ".copy-");
  if (!work) return work.error();
  const std::string copy = work->path() + "/" + kDatabaseFile;
  if (auto copied = copy_database(database, copy); !copied) return copied.error();
  auto facts = facts_of(copy, database);
  if (!facts) return facts.error();
  const auto keys = copy_keys(data_directory, work->path() + "/keys");
  if (!keys) return keys.error();
  std::vector<ArchiveMember> members = {{kDatabaseFile, copy}};
  members.insert(members.end(), keys->begin(), keys->end());
  if (auto written = write_archive(file, members); !written) return written.error();
  const std::string parent = fs::path(file).parent_path().string();
  sync_directory(parent.empty() ? "." : parent);
  facts->keys = static_cast<int>(keys->size());
  return facts;
}

Result<BackupFacts> verify_backup(const std::string& file) {
  auto archive = open_archive(file);
  if (!archive) return archive.error();
  const auto work = WorkDirectory::create((fs::temp_directory_path() / "gatehouse-verify-").string());
  if (!work) return work.error();
  return unpack(std::move(*archive), file, work->path());
}

Result<Restored> restore(const std::string& file, const std::string& data_directory, Overwrite overwrite,
                         std::int64_t now) {
  auto archive = open_archive(file);
  if (!archive) return archive.error();
  if (!fs::is_directory(data_directory)) {
    if (auto made = make_directory(data_directory, 0700); !made) return made.error();
  }
  const auto acting = ActingAsOwner::of(data_directory);
  if (!acting) return acting.error();
  const auto former = parts_in(data_directory);
  if (!former.empty() && overwrite == Overwrite::no) {
    return Error{data_directory +
                 " already holds an appliance. Name another one with --server.data=DIRECTORY, or replace it "
                 "with --overwrite."};
  }
  const auto work = WorkDirectory::create(data_directory + "/restore-");
  if (!work) return work.error();
  Restored restored;
  auto facts = unpack(std::move(*archive), file, work->path());
  if (!facts) return facts.error();
  restored.facts = *facts;
  if (is_in_use(data_directory + "/" + kDatabaseFile)) {
    return Error{"The appliance is running on " + data_directory +
                 ". Stop it first (Ctrl-C, or systemctl stop gatehouse)."};
  }

  std::vector<Move> moves;
  if (!former.empty()) {
    restored.kept_aside = aside_name(data_directory, now);
    if (::mkdir(restored.kept_aside.c_str(), 0700) != 0)
      return errno_error("cannot make " + restored.kept_aside);
    // Again: with the check of is_in_use() the log may have gone.
    for (const std::string& part : parts_in(data_directory)) {
      moves.push_back({data_directory + "/" + part, restored.kept_aside + "/" + part});
    }
  }
  for (const std::string& part : {std::string("keys"), std::string(kDatabaseFile)}) {
    moves.push_back({work->path() + "/" + part, data_directory + "/" + part});
  }
  if (auto moved = move_all(moves); !moved) {
    if (!restored.kept_aside.empty()) ::rmdir(restored.kept_aside.c_str());
    return moved.error();
  }
  sync_directory(data_directory);
  return restored;
}

}  // namespace gatehouse::db
