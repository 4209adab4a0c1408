#include "appliance/connect/known_keys.h"

#include <sys/stat.h>

#include <thread>
#include <vector>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::known_keys_test {

using connect::KnownKeys;
using Verdict = KnownKeys::Verdict;

seal::PublicKey key(std::uint8_t byte) {
  seal::PublicKey made{};
  made.fill(byte);
  return made;
}

struct Fixture {
  test::TemporaryDirectory directory;
  KnownKeys keys{directory.path() + "/known_keys"};

  Verdict meet(const std::string& server, std::uint64_t device, std::uint8_t byte) {
    const auto answer = keys.meet(server, device, key(byte));
    REQUIRE(answer);
    return answer->verdict;
  }
  std::string content() { return *read_file(keys.path(), 65536); }
};

TEST_CASE("a machine's key is noted at the first contact and compared from then on", "[connect]") {
  Fixture world;
  CHECK(world.keys.look_up("box:443", 7, key(1))->verdict == Verdict::first);
  CHECK(world.keys.look_up("box:443", 7, key(1))->verdict == Verdict::first);  // nothing is noted by that
  CHECK(world.meet("box:443", 7, 1) == Verdict::first);
  CHECK(world.meet("box:443", 7, 1) == Verdict::same);
  CHECK(world.meet("box:443", 8, 2) == Verdict::first);
  CHECK(world.meet("other:443", 7, 3) == Verdict::first);  // another appliance's machine 7
  const auto changed = world.keys.meet("box:443", 7, key(9));
  REQUIRE(changed);
  CHECK(changed->verdict == Verdict::changed);
  CHECK(changed->known_fingerprint == seal::key_fingerprint(key(1)));
  CHECK(world.meet("box:443", 7, 1) == Verdict::same);  // a look is not an acceptance

  REQUIRE(world.keys.accept("box:443", 7, key(9)));
  CHECK(world.meet("box:443", 7, 9) == Verdict::same);
  CHECK(world.meet("box:443", 7, 1) == Verdict::changed);
  CHECK(world.meet("other:443", 7, 3) == Verdict::same);
  struct stat info {};
  REQUIRE(::stat(world.keys.path().c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("lines that are none say nothing and stay", "[connect]") {
  Fixture world;
  const std::string good = base64url(std::string(32, '\1'));
  const std::string odd = "# box:443 7 x25519 " + good + "\n\n" +                      //
                          "box:443 7 x25519\n" +                                       //
                          "box:443 7 x25519 " + good + " more\n" +                     //
                          "box:443 7 ed25519 " + good + "\n" +                         //
                          "box:443 -7 x25519 " + good + "\n" +                         //
                          "box:443 7x x25519 " + good + "\n" +                         //
                          "box:443 99999999999999999999 x25519 " + good + "\n" +       //
                          "box:443 7 x25519 " + good.substr(1) + "\n" +                //
                          "box:443 7 x25519 " + std::string(42, '!') + "\n" +          //
                          std::string("box:443\0 7 x25519 ", 18) + good + "\n" +       //
                          std::string(100'000, 'x') + "\n" + "box:443 8 x25519 AAAA";  // cut off
  REQUIRE(write_file_atomically(world.keys.path(), odd, 0600));
  CHECK(world.meet("box:443", 7, 2) == Verdict::first);
  CHECK(world.meet("box:443", 8, 2) == Verdict::first);
  CHECK(read_file(world.keys.path(), 1 << 20)->starts_with(odd + "\n"));
  REQUIRE(world.keys.accept("box:443", 7, key(3)));
  CHECK(read_file(world.keys.path(), 1 << 20)->starts_with(odd + "\n"));
}

TEST_CASE("what can't be read is not overwritten", "[connect]") {
  Fixture world;
  SECTION("it is too large to be ours") {
    REQUIRE(write_file_atomically(world.keys.path(), std::string((4 << 20) + 1, '#'), 0600));
  }
  SECTION("it is a link") {
    REQUIRE(write_file_atomically(world.directory.path() + "/elsewhere", "", 0600));
    REQUIRE(::symlink((world.directory.path() + "/elsewhere").c_str(), world.keys.path().c_str()) == 0);
  }
  CHECK_FALSE(world.keys.meet("box:443", 7, key(1)));
  CHECK_FALSE(world.keys.accept("box:443", 7, key(1)));
}

TEST_CASE("programs that note keys at the same time lose none", "[connect][threads]") {
  Fixture world;
  std::vector<std::thread> writers;
  for (std::uint64_t writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&world, writer] {
      KnownKeys keys(world.keys.path());
      for (std::uint64_t i = 1; i <= 20; ++i) (void)keys.meet("box:443", writer * 100 + i, key(1));
    });
  }
  for (std::thread& writer : writers) writer.join();
  for (std::uint64_t writer = 0; writer < 4; ++writer) {
    for (std::uint64_t i = 1; i <= 20; ++i)
      CHECK(world.meet("box:443", writer * 100 + i, 1) == Verdict::same);
  }
}

TEST_CASE("a fingerprint is compared without its separators", "[connect]") {
  CHECK(connect::is_fingerprint("ABCD ef01", "abcd ef01"));
  CHECK(connect::is_fingerprint("ab:cd:ef:01", "abcd ef01"));
  CHECK_FALSE(connect::is_fingerprint("abcd ef0", "abcd ef01"));
  CHECK_FALSE(connect::is_fingerprint("", ""));
}

}  // namespace gatehouse::known_keys_test
