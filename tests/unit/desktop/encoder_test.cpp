#include "appliance/desktop/encoder.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>

#include "appliance/base/unique_fd.h"
#include "tests/support/catch.h"

namespace gatehouse::encoder_test {

TEST_CASE("a viewer that is gone leaves the stream open for its owner", "[desktop]") {
  int ends[2] = {-1, -1};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
  const UniqueFd stream(ends[0]);
  UniqueFd viewer(ends[1]);
  {
    const auto encoder = desktop::Encoder::open(stream.get(), 16, 16);
    REQUIRE(encoder);
    viewer.reset();
    const auto before = ::signal(SIGPIPE, SIG_IGN);
    CHECK_FALSE(encoder->send({}, 0, desktop::Region(hw::Rect{0, 0, 16, 16}), false));
    ::signal(SIGPIPE, before);
  }
  CHECK(::fcntl(stream.get(), F_GETFD) >= 0);
}

}  // namespace gatehouse::encoder_test
