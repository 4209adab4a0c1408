#include "appliance/window/console_device.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <optional>

#include "tests/support/catch.h"

namespace gatehouse::console_device_test {

struct Seen {
  uid_t owner;
  mode_t mode;
  bool alone;
};

Seen look(int terminal) {
  struct stat info {};
  int alone = 0;
  REQUIRE(::fstat(terminal, &info) == 0);
  REQUIRE(::ioctl(terminal, TIOCGEXCL, &alone) == 0);
  return {info.st_uid, info.st_mode & 07777, alone != 0};
}

TEST_CASE("a terminal is root's alone while a question may stand there, and given back then",
          "[window][console]") {
  const UniqueFd master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  REQUIRE(master);
  REQUIRE(::unlockpt(master.get()) == 0);
  const auto open = [&] { return UniqueFd(::open(::ptsname(master.get()), O_RDWR | O_NOCTTY | O_CLOEXEC)); };
  const UniqueFd terminal = open();
  REQUIRE(terminal);
  const bool is_root = ::geteuid() == 0;
  // Of somebody who was signed in there.
  const uid_t owner = is_root ? 65534 : ::geteuid();
  REQUIRE(::fchown(terminal.get(), owner, ::getegid()) == 0);
  REQUIRE(::fchmod(terminal.get(), 0666) == 0);
  {
    auto taken = window::TakenTerminal::take(open());
    REQUIRE(taken);
    const std::optional<window::TakenTerminal> kept(*std::move(taken));
    const Seen now = look(terminal.get());
    CHECK(now.owner == ::geteuid());
    CHECK(now.mode == 0600);
    CHECK(now.alone);
  }
  const Seen after = look(terminal.get());
  CHECK(after.owner == owner);
  CHECK(after.mode == 0666);
  CHECK_FALSE(after.alone);
  // What can't be had is not used.
  int pipe[2];
  REQUIRE(::pipe2(pipe, O_CLOEXEC) == 0);
  const UniqueFd other_end(pipe[1]);
  CHECK_FALSE(window::TakenTerminal::take(UniqueFd(pipe[0])));
}

}  // namespace gatehouse::console_device_test
