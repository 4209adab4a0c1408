#include "appliance/agent/known_accounts.h"

#include <sys/stat.h>
#include <unistd.h>

#include "appliance/base/files.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::known_accounts_test {

using agent::KnownAccounts;

TEST_CASE("who was accepted is known, also to the next agent", "[agent]") {
  test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/known_accounts";
  {
    KnownAccounts known(path);
    CHECK_FALSE(known.has("ada@example.org", "Engines"));
    known.remember("ada@example.org", "Engines");
    known.remember("ada@example.org", "Engines");
    CHECK(known.has("ada@example.org", "Engines"));
  }
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  const KnownAccounts next(path);
  CHECK(next.has("ada@example.org", "Engines"));
  // Another organization's is another account, however the two are cut.
  CHECK_FALSE(next.has("ada@example.org", "Other"));
  CHECK_FALSE(next.has("ada@example.orgE", "ngines"));
  CHECK_FALSE(next.has("ADA@example.org", "Engines"));
}

TEST_CASE("the file of known accounts is bounded, and the longest forgotten go first", "[agent]") {
  test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/known_accounts";
  KnownAccounts known(path);
  known.remember("first", "o");
  known.remember("second", "o");
  known.remember("first", "o");  // again: known the shortest now
  for (std::size_t i = 0; i + 1 < KnownAccounts::kMost; ++i) known.remember(std::to_string(i), "o");
  CHECK_FALSE(known.has("second", "o"));
  CHECK(known.has("first", "o"));
  const KnownAccounts next(path);
  CHECK(next.has("first", "o"));
}

TEST_CASE("accounts that no portal has are new every time, and break nothing", "[agent]") {
  test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/known_accounts";
  KnownAccounts known(path);
  for (const std::string& account : {std::string(), std::string(100000, 'x')}) {
    known.remember(account, "o");
    CHECK_FALSE(known.has(account, "o"));
  }
  known.remember("line\nbreak", "o");
  CHECK(KnownAccounts(path).has("line\nbreak", "o"));
  CHECK_FALSE(KnownAccounts(path).has("break", "o"));
}

TEST_CASE("without a file that can be read everybody is new", "[agent]") {
  test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/known_accounts";
  REQUIRE(::symlink("/etc/passwd", path.c_str()) == 0);
  const KnownAccounts known(path);
  CHECK_FALSE(known.has("root", ""));
  REQUIRE(write_file_atomically(directory.path() + "/huge", std::string(2'000'000, 'x'), 0600));
  CHECK_FALSE(KnownAccounts(directory.path() + "/huge").has("x", "o"));
}

}  // namespace gatehouse::known_accounts_test
