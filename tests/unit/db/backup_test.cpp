#include "db/backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <thread>

#include "appliance/base/files.h"
#include "appliance/base/unique_fd.h"
#include "db/setting_repository.h"
#include "tests/support/needs.h"
#include "tests/unit/db/store.h"

namespace gatehouse::backup_test {

using Catch::Matchers::ContainsSubstring;
using db::Overwrite;
using test::kNow;
using test::must;

constexpr std::size_t kCap = 64 << 20;

struct Appliance {
  test::Store store;
  test::TemporaryDirectory elsewhere;
  std::string data = store.directory.path();
  std::string file = elsewhere.path() + "/gatehouse.backup";
  std::string fresh = elsewhere.path() + "/data";

  Appliance() {
    REQUIRE(::mkdir((data + "/keys").c_str(), 0700) == 0);
    must(write_file_atomically(data + "/keys/authority.pem", "a key", 0600));
    must(write_file_atomically(data + "/keys/server.pem", std::string(700, 'k'), 0600));
    store.add_client("pi");
  }
  std::string why_not_verified() {
    const auto verified = db::verify_backup(file);
    return verified ? "it is good" : verified.error().message;
  }
  std::string why_not_restored(Overwrite overwrite = Overwrite::no) {
    const auto restored = db::restore(file, fresh, overwrite, kNow);
    return restored ? "it was restored" : restored.error().message;
  }
};

TEST_CASE("a backup of a running appliance restores into an empty directory", "[db]") {
  Appliance appliance;
  const auto facts = must(db::back_up(appliance.data, appliance.file));
  CHECK(facts.organizations == 1);
  CHECK(facts.users == 1);
  CHECK(facts.clients == 1);
  CHECK(facts.keys == 2);
  struct stat info {};
  REQUIRE(::stat(appliance.file.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(must(db::verify_backup(appliance.file)).keys == 2);
  appliance.store.add_client("made after the backup");

  const auto restored = must(db::restore(appliance.file, appliance.fresh, Overwrite::no, kNow));
  CHECK(restored.kept_aside.empty());
  CHECK(must(read_file(appliance.fresh + "/keys/authority.pem", 100)) == "a key");
  REQUIRE(::stat((appliance.fresh + "/keys/server.pem").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  const auto database = must(db::Database::open(appliance.fresh));
  CHECK(must(db::OrganizationRepository(*database).only())->name == "Example");
  CHECK(must(db::ClientRepository(*database).count(appliance.store.organization.id)) == 1);
  // Nothing else is left behind.
  CHECK(std::distance(std::filesystem::directory_iterator(appliance.elsewhere.path()), {}) == 2);
  for (const auto& entry : std::filesystem::directory_iterator(appliance.fresh)) {
    const std::string name = entry.path().filename();
    CHECK((name == "keys" || name.starts_with("gatehouse.db")));
  }
}

TEST_CASE("a backup is never written over a file", "[db]") {
  Appliance appliance;
  must(write_file_atomically(appliance.file, "mine", 0600));
  const auto made = db::back_up(appliance.data, appliance.file);
  REQUIRE_FALSE(made);
  CHECK_THAT(made.error().message, ContainsSubstring("there already"));
  CHECK(must(read_file(appliance.file, 10)) == "mine");
  CHECK_FALSE(db::back_up(appliance.elsewhere.path(), appliance.file + "2"));
}

TEST_CASE("a restore overwrites only when told to, and keeps what was there", "[db]") {
  Appliance appliance;
  must(db::back_up(appliance.data, appliance.file));
  must(db::restore(appliance.file, appliance.fresh, Overwrite::no, kNow));
  {
    const auto database = must(db::Database::open(appliance.fresh));
    must(db::SettingRepository(*database, std::nullopt).set("made", "later"));
    CHECK_THAT(appliance.why_not_restored(), ContainsSubstring("already holds an appliance"));
    CHECK_THAT(appliance.why_not_restored(Overwrite::yes), ContainsSubstring("Stop it first"));
    CHECK(must(db::SettingRepository(*database, std::nullopt).get("made")) == "later");
  }
  must(write_file_atomically(appliance.fresh + "/keys/new.pem", "new", 0600));
  const auto restored = must(db::restore(appliance.file, appliance.fresh, Overwrite::yes, kNow));
  CHECK(restored.kept_aside == appliance.fresh + "/before-restore-2026-01-31T120000Z");
  CHECK_FALSE(file_exists(appliance.fresh + "/keys/new.pem"));
  CHECK(must(read_file(restored.kept_aside + "/keys/new.pem", 10)) == "new");
  const auto former = must(db::Database::open(restored.kept_aside));
  CHECK(must(db::SettingRepository(*former, std::nullopt).get("made")) == "later");
  const auto now = must(db::Database::open(appliance.fresh));
  CHECK_FALSE(must(db::SettingRepository(*now, std::nullopt).get("made")));
}

TEST_CASE("a damaged database is replaced by a restore", "[db]") {
  Appliance appliance;
  must(db::back_up(appliance.data, appliance.file));
  REQUIRE(::mkdir(appliance.fresh.c_str(), 0700) == 0);
  must(write_file_atomically(appliance.fresh + "/gatehouse.db", std::string(9000, 'x'), 0600));
  must(db::restore(appliance.file, appliance.fresh, Overwrite::yes, kNow));
  must(db::Database::open(appliance.fresh));
}

TEST_CASE("any change of a backup is found, and nothing is touched", "[db]") {
  Appliance appliance;
  must(db::back_up(appliance.data, appliance.file));
  const std::string good = must(read_file(appliance.file, kCap));
  REQUIRE(good.size() % 512 == 0);
  const auto is_refused = [&](const std::string& changed) {
    must(write_file_atomically(appliance.file, changed, 0600));
    CHECK_THAT(appliance.why_not_verified(), ContainsSubstring("backup"));
    CHECK_THAT(appliance.why_not_restored(), ContainsSubstring("backup"));
    CHECK_FALSE(file_exists(appliance.fresh + "/gatehouse.db"));
    CHECK_FALSE(file_exists(appliance.fresh + "/keys"));
  };
  for (std::size_t at : {std::size_t{0}, std::size_t{100}, std::size_t{130}, std::size_t{150},
                         std::size_t{520}, std::size_t{600}, std::size_t{1030}, std::size_t{1100},
                         good.size() / 2, good.size() - 1800, good.size() - 1}) {
    INFO("byte " << at);
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    is_refused(changed);
  }
  for (std::size_t size : {std::size_t{0}, std::size_t{511}, std::size_t{512}, std::size_t{1024},
                           good.size() / 2, good.size() - 512}) {
    INFO("cut at " << size);
    is_refused(good.substr(0, size));
  }
  is_refused(good + "x");
  is_refused("PK\x03\x04 something else");
}

// The account that owns the data directory may be in hostile hands, and root restores into it.
TEST_CASE("a restore by root gives away nothing but what it restored", "[db]") {
  if (!test::needs(::geteuid() == 0, "root")) return;
  constexpr uid_t kNobody = 65534;
  Appliance appliance;
  must(db::back_up(appliance.data, appliance.file));
  const std::string backup = must(read_file(appliance.file, kCap)), pipe = appliance.file + ".pipe",
                    victim = appliance.elsewhere.path() + "/victim";
  REQUIRE(::mkdir(appliance.fresh.c_str(), 0700) == 0);
  REQUIRE(::chown(appliance.fresh.c_str(), kNobody, kNobody) == 0);
  REQUIRE(::chmod(appliance.elsewhere.path().c_str(), 0711) == 0);
  must(db::restore(appliance.file, victim, Overwrite::no, kNow));
  must(write_file_atomically(victim + "/secret", "root's", 0600));
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);

  // All but the end, so that everything is unpacked and nothing is looked at yet.
  std::thread owner([&] {
    const UniqueFd out(::open(pipe.c_str(), O_WRONLY | O_CLOEXEC));
    const auto write = [&](std::string_view text) {
      while (!text.empty())
        text.remove_prefix(static_cast<std::size_t>(::write(out.get(), text.data(), text.size())));
    };
    write(std::string_view(backup).substr(0, backup.size() - 512));
    for (int tries = 0; tries < 500; ++tries, ::usleep(10'000)) {
      for (const auto& entry : std::filesystem::directory_iterator(appliance.fresh)) {
        if (!file_exists(entry.path().string() + "/keys/server.pem")) continue;
        std::filesystem::rename(entry.path(), appliance.fresh + "/away");
        std::filesystem::create_symlink(victim, entry.path());
        return write(std::string_view(backup).substr(backup.size() - 512));
      }
    }
  });
  const auto restored = db::restore(pipe, appliance.fresh, Overwrite::no, kNow);
  owner.join();
  CHECK_FALSE(restored);
  struct stat info {};
  REQUIRE(::stat((victim + "/secret").c_str(), &info) == 0);
  CHECK(info.st_uid == 0);
  CHECK(file_exists(victim + "/gatehouse.db"));
}

TEST_CASE("what root restores belongs to whom the data directory belongs to", "[db]") {
  if (!test::needs(::geteuid() == 0, "root")) return;
  constexpr uid_t kNobody = 65534;
  Appliance appliance;
  must(db::back_up(appliance.data, appliance.file));
  REQUIRE(::mkdir(appliance.fresh.c_str(), 0700) == 0);
  REQUIRE(::chown(appliance.fresh.c_str(), kNobody, kNobody) == 0);
  REQUIRE(::chmod(appliance.elsewhere.path().c_str(), 0711) == 0);
  must(db::restore(appliance.file, appliance.fresh, Overwrite::no, kNow));
  const auto restored = must(db::restore(appliance.file, appliance.fresh, Overwrite::yes, kNow));
  CHECK(::geteuid() == 0);
  for (const std::string& path : {appliance.fresh + "/gatehouse.db", appliance.fresh + "/keys",
                                  appliance.fresh + "/keys/server.pem", restored.kept_aside}) {
    CAPTURE(path);
    struct stat info {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    CHECK(info.st_uid == kNobody);
    CHECK((info.st_mode & 077) == 0);
  }
}

TEST_CASE("a backup that names a file elsewhere is refused", "[db]") {
  Appliance appliance;
  must(db::back_up(appliance.data, appliance.file));
  std::string changed = must(read_file(appliance.file, kCap));
  const auto at = changed.find("keys/server.pem");
  REQUIRE(at != std::string::npos);
  changed.replace(at, 15, "keys/../../evil");
  must(write_file_atomically(appliance.file, changed, 0600));
  CHECK_THAT(appliance.why_not_restored(), ContainsSubstring("not a Gatehouse backup"));
}

TEST_CASE("tar and sha256sum can read a backup", "[db]") {
  Appliance appliance;
  must(db::back_up(appliance.data, appliance.file));
  const std::string command = "cd " + appliance.elsewhere.path() +
                              " && mkdir out && tar -xf gatehouse.backup -C out && " +
                              "cd out && sha256sum --quiet -c SHA256SUMS";
  CHECK(std::system(command.c_str()) == 0);
}

}  // namespace gatehouse::backup_test
