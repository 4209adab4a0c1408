// Clocks that are wrong, by libfaketime (faketime(1)).
#pragma once
#include <glob.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <vector>

#include "appliance/base/files.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::test {

// The time of a program, as it believes: set() moves it while the program runs.
class FalseClock {
 public:
  static constexpr std::int64_t k2001 = 981'173'106, k2040 = 2'209'086'245;  // times in these years
  // Seconds, from the true time on.
  explicit FalseClock(std::int64_t ahead = 0) { write(ahead); }
  void set(std::int64_t seconds_ahead) {
    write(seconds_ahead);
    ::usleep(1'200'000);  // it is read once a second
  }
  // What a program needs in its environment.
  std::vector<std::string> environment() const {
    glob_t found{};
    REQUIRE(::glob("/usr/lib/*/faketime/libfaketimeMT.so.1", 0, nullptr, &found) == 0);
    const std::string library = found.gl_pathv[0];
    ::globfree(&found);
    return {"LD_PRELOAD=" + library, "FAKETIME_TIMESTAMP_FILE=" + file(), "FAKETIME_DONT_FAKE_MONOTONIC=1",
            "FAKETIME_DONT_RESET=1", "FAKETIME_CACHE_DURATION=1"};
  }

  // The command line that starts a program with it.
  std::vector<std::string> before() const {
    std::vector<std::string> argv = environment();
    argv.insert(argv.begin(), "env");
    return argv;
  }

 private:
  void write(std::int64_t seconds_ahead) {
    const std::string text = (seconds_ahead < 0 ? "" : "+") + std::to_string(seconds_ahead) + "\n";
    REQUIRE(write_file_atomically(file(), text, 0644));
  }
  std::string file() const { return directory_.path() + "/clock"; }
  TemporaryDirectory directory_;
};

}  // namespace gatehouse::test
