#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include "appliance/base/files.h"
#include "appliance/base/secret.h"
#include "appliance/base/unique_fd.h"
#include "db/connection.h"
#include "db/session_repository.h"
#include "db/setting_repository.h"
#include "tests/unit/db/store.h"

namespace gatehouse::database_test {

using Catch::Matchers::ContainsSubstring;
using test::kNow;
using test::must;
using test::Store;

std::string file_of(const test::TemporaryDirectory& directory) {
  return directory.path() + "/" + db::kDatabaseFile;
}

std::string why_not(const std::string& directory, const db::DatabaseOptions& options = {}) {
  const auto opened = db::Database::open(directory, options);
  return opened ? "it opened" : opened.error().message;
}

bool is_sound(const std::string& file) {
  db::Connection connection(file, db::Connection::Use::read);
  return connection.handle().execAndGet("PRAGMA integrity_check").getString() == "ok" &&
         connection.number("SELECT count(*) FROM pragma_foreign_key_check") == 0;
}

embedded::File migration(std::string_view name, std::string_view sql) {
  return {name, as_bytes(sql)};
}

TEST_CASE("the store is a file for its owner only, and keeps what it was given", "[db]") {
  Store store;
  struct stat info {};
  for (const char* suffix : {"", "-wal", "-shm"}) {
    REQUIRE(::stat((file_of(store.directory) + suffix).c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
  }
  store.database.reset();
  CHECK_FALSE(file_exists(file_of(store.directory) + "-wal"));
  REQUIRE(::chmod(file_of(store.directory).c_str(), 0644) == 0);
  store.database = must(db::Database::open(store.directory.path()));
  CHECK(must(db::OrganizationRepository(*store.database).only())->name == "Example");
  REQUIRE(::stat(file_of(store.directory).c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("every table is strict and belongs to an organization", "[db]") {
  Store store;
  db::Connection connection(file_of(store.directory), db::Connection::Use::read);
  db::Query tables(connection,
                   "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                   " AND name NOT LIKE 'sqlite_%'");
  int count = 0;
  while (tables.next()) {
    const std::string name = tables.text();
    INFO(name);
    CHECK(tables.flag());
    if (name == "organization") continue;
    ++count;
    CHECK(db::Query(connection, "SELECT 1 FROM pragma_table_info(?) WHERE name = 'organization_id'", name)
              .next());
    CHECK(db::Query(connection, "SELECT 1 FROM pragma_foreign_key_list(?)", name).next());
  }
  CHECK(count >= 8);
}

TEST_CASE("an organization's name stays for ever", "[db]") {
  Store store;
  db::Connection connection(file_of(store.directory), db::Connection::Use::write);
  CHECK_THROWS_WITH(connection.run("UPDATE organization SET name = 'Other'"),
                    ContainsSubstring("cannot be changed"));
  CHECK_THROWS(connection.run("UPDATE organization SET login_id = 'other'"));
  connection.run("UPDATE organization SET name = 'Example', created_at = 1");
}

TEST_CASE("migrations are applied once, in order, and each wholly or not at all", "[db]") {
  test::TemporaryDirectory directory;
  const auto first = migration("0001_a.sql", "CREATE TABLE a (x INTEGER) STRICT;");
  const auto broken =
      migration("0002_b.sql", "CREATE TABLE b (x INTEGER) STRICT; INSERT INTO nowhere VALUES (1);");
  const auto mended = migration("0002_b.sql", "CREATE TABLE b (x INTEGER) STRICT;");
  const std::vector only_first = {first};
  const std::vector with_broken = {first, broken};
  const std::vector with_mended = {first, mended};
  must(db::Database::open(directory.path(), {only_first}));
  CHECK_THAT(why_not(directory.path(), {with_broken}), ContainsSubstring("nowhere"));
  {
    db::Connection connection(file_of(directory), db::Connection::Use::read);
    CHECK(connection.number("PRAGMA user_version") == 1);
    CHECK(connection.number("SELECT count(*) FROM sqlite_schema") == 1);
  }
  must(db::Database::open(directory.path(), {with_mended}));
  must(db::Database::open(directory.path(), {with_mended}));
  CHECK_THAT(why_not(directory.path(), {only_first}), ContainsSubstring("newer version of Gatehouse"));
}

TEST_CASE("a file that is not ours is refused and left alone", "[db]") {
  test::TemporaryDirectory directory;
  {
    SQLite::Database other(file_of(directory), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    other.exec("CREATE TABLE theirs (x)");
  }
  CHECK_THAT(why_not(directory.path()), ContainsSubstring("another program"));
  must(write_file_atomically(file_of(directory), std::string(5000, 'x'), 0600));
  CHECK_THAT(why_not(directory.path()), ContainsSubstring("gatehouse restore FILE"));
  CHECK(must(read_file(file_of(directory), 9999)) == std::string(5000, 'x'));
  ::unlink(file_of(directory).c_str());
  REQUIRE(::symlink("/dev/null", file_of(directory).c_str()) == 0);
  CHECK_THAT(why_not(directory.path()), ContainsSubstring("can't be opened"));
  CHECK_THAT(why_not(directory.path() + "/nowhere"), ContainsSubstring("No such file"));
}

TEST_CASE("an empty file, as a crash at the very first start leaves it, becomes a store", "[db]") {
  test::TemporaryDirectory directory;
  must(write_file_atomically(file_of(directory), "", 0600));
  must(db::Database::open(directory.path()));
}

TEST_CASE("a damaged store is refused with what to do", "[db]") {
  Store store;
  for (int i = 0; i < 50; ++i) store.add_client("client " + std::to_string(i));
  store.database.reset();
  struct stat info {};
  REQUIRE(::stat(file_of(store.directory).c_str(), &info) == 0);
  {
    std::fstream file(file_of(store.directory), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);
    const std::string garbage(static_cast<std::size_t>(info.st_size) - 4096, '\x5a');
    file.write(garbage.data(), static_cast<std::streamsize>(garbage.size()));
  }
  CHECK_THAT(why_not(store.directory.path()),
             ContainsSubstring("damaged") && ContainsSubstring("gatehouse restore FILE"));
  REQUIRE(::truncate(file_of(store.directory).c_str(), 6000) == 0);
  CHECK_THAT(why_not(store.directory.path()), ContainsSubstring("gatehouse restore FILE"));
}

TEST_CASE("a transaction happens wholly or not at all", "[db]") {
  Store store;
  db::SettingRepository settings(*store.database, std::nullopt);
  must(store.database->transaction([&]() -> Result<void> {
    must(settings.set("a", "1"));
    CHECK(must(settings.get("a")) == "1");  // it sees what it wrote; nobody else does
    std::thread([&] { CHECK_FALSE(must(settings.get("a"))); }).join();
    return settings.set("b", "1");
  }));
  CHECK(must(settings.get("b")) == "1");

  const auto refused = store.database->transaction([&]() -> Result<void> {
    must(settings.set("a", "2"));
    return Error{"no"};
  });
  CHECK(refused.error().message == "no");
  CHECK(must(settings.get("a")) == "1");

  CHECK_FALSE(store.database->transaction([&]() -> Result<void> {
    must(settings.set("a", "3"));
    db::ClientRepository clients(*store.database);
    CHECK_FALSE(clients.add(db::OrganizationId{999}, "x", {}, false, kNow));  // swallowed
    return {};
  }));
  CHECK(must(settings.get("a")) == "1");
  must(settings.set("a", "4"));
  CHECK(must(settings.get("a")) == "4");
}

TEST_CASE("many threads read and write at once", "[db]") {
  Store store;
  std::vector<std::thread> threads;
  std::atomic<int> failed = 0;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      db::SettingRepository settings(*store.database, store.organization.id);
      db::ClientRepository clients(*store.database);
      for (int i = 0; i < 20; ++i) {
        const std::string key = std::to_string(t) + "." + std::to_string(i);
        failed += settings.set(key, key) ? 0 : 1;
        const auto value = settings.get(key);
        failed += value && *value == key ? 0 : 1;
        failed += clients.list(store.organization.id, {}, {}, 10) ? 0 : 1;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(failed == 0);
}

TEST_CASE("a full disk is an error that says so, and nothing is lost", "[db]") {
  db::DatabaseOptions options;
  options.max_pages = 220;
  Store store(options);
  db::SettingRepository settings(*store.database, store.organization.id);
  const std::string large(3000, 'x');
  int kept = 0;
  std::string problem;
  while (problem.empty() && kept < 1000) {
    const auto set = settings.set("key " + std::to_string(kept), large);
    if (set) {
      ++kept;
    } else {
      problem = set.error().message;
    }
  }
  CHECK_THAT(problem, ContainsSubstring("is full") && ContainsSubstring("nothing else is lost"));
  CHECK(kept > 5);
  // A change of two halves of which the second does not fit.
  CHECK_FALSE(store.database->transaction([&]() -> Result<void> {
    if (auto first = settings.set("key 0", "half"); !first) return first;
    return settings.set("large", std::string(100'000, 'x'));
  }));
  CHECK(must(settings.get("key 0")) == large);
  for (int i = 0; i < kept; ++i) CHECK(must(settings.get("key " + std::to_string(i))) == large);
  must(settings.remove("key 1"));
  must(settings.set("small", "fits again"));
  store.database.reset();
  CHECK(is_sound(file_of(store.directory)));
  store.database = must(db::Database::open(store.directory.path()));
  CHECK(must(db::SettingRepository(*store.database, store.organization.id).get("small")) == "fits again");
}

// Runs `work` in a process of its own; its exit code.
template <class Work>
pid_t in_child(Work work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  REQUIRE(child > 0);
  return child;
}

int wait_for(pid_t child) {
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST_CASE("a write that the system refuses is an error, and what was there stays", "[db]") {
  Store store;
  store.database.reset();
  const pid_t child = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    auto database = db::Database::open(store.directory.path());
    if (!database) return 10;
    db::SettingRepository settings(**database, std::nullopt);
    if (!settings.set("before", "kept")) return 11;
    const rlimit limit = {200'000, 200'000};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 12;
    const auto set = settings.set("large", std::string(1'000'000, 'x'));
    if (set || set.error().message.find("disk") == std::string::npos) return 13;
    const auto before = settings.get("before");
    return before && *before == "kept" && settings.set("small", "x") ? 0 : 14;
  });
  CHECK(wait_for(child) == 0);
  CHECK(is_sound(file_of(store.directory)));
  store.database = must(db::Database::open(store.directory.path()));
  CHECK(must(db::SettingRepository(*store.database, std::nullopt).get("before")) == "kept");
}

TEST_CASE("killed in the middle of writes, the store is sound and has all that was committed", "[db]") {
  Store store;
  store.database.reset();
  std::vector<db::SessionId> committed;  // those that a child told of, after its commits
  for (int round = 0; round < 10; ++round) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    UniqueFd reading(ends[0]);
    UniqueFd writing(ends[1]);
    const pid_t child = in_child([&] {
      auto database = db::Database::open(store.directory.path());
      if (!database) return 1;
      db::SessionRepository sessions(**database);
      for (;;) {
        db::Session session;
        session.organization = store.organization.id;
        session.client_name = std::string(2000, 'x');
        session.started_at = kNow;
        const auto added = sessions.add(session);
        if (!added || !sessions.progress(added->id, added->id, 0)) return 2;
        if (::write(writing.get(), &added->id, sizeof added->id) != sizeof added->id) return 3;
      }
    });
    writing.reset();
    std::int64_t id = 0;
    for (std::uint64_t count = 5 + random_below(30); count > 0; --count) {
      if (::read(reading.get(), &id, sizeof id) != sizeof id) break;
      committed.push_back(id);
    }
    ::kill(child, SIGKILL);
    CHECK(wait_for(child) == -SIGKILL);
    while (::read(reading.get(), &id, sizeof id) == sizeof id) committed.push_back(id);

    store.database = must(db::Database::open(store.directory.path()));
    CHECK(is_sound(file_of(store.directory)));
    db::SessionRepository sessions(*store.database);
    for (const db::SessionId each : committed) {
      const auto session = must(sessions.find(store.organization.id, each));
      REQUIRE(session);
      CHECK(session->bytes_to_viewer == each);
    }
    store.database.reset();
  }
  CHECK(committed.size() >= 50);
}

}  // namespace gatehouse::database_test
