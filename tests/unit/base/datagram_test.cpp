#include "appliance/base/datagram.h"

#include <sys/stat.h>

#include "tests/support/catch.h"

namespace gatehouse::datagram_test {

constexpr const char* kPeer = "the peer";

TEST_CASE("a datagram arrives whole, with its descriptor", "[base]") {
  auto ends = datagram_pair(kPeer);
  REQUIRE(ends);
  auto& [ours, theirs] = *ends;
  bool would_block = false;
  CHECK_FALSE(*receive(ours.get(), 16, kPeer, would_block));
  CHECK(would_block);

  REQUIRE(send(theirs.get(), Datagram(Bytes{1, 2, 3}), kPeer, theirs.get()));
  REQUIRE(send(theirs.get(), Datagram(Bytes{4}), kPeer));
  auto first = receive(ours.get(), 16, kPeer, would_block);
  REQUIRE((first && *first));
  CHECK((*first)->bytes == Bytes{1, 2, 3});
  struct stat sent {
  }, received{};
  REQUIRE((::fstat(theirs.get(), &sent) == 0 && ::fstat((*first)->fd.get(), &received) == 0));
  CHECK(sent.st_ino == received.st_ino);
  auto second = receive(ours.get(), 16, kPeer, would_block);
  REQUIRE((second && *second));
  CHECK((*second)->bytes == Bytes{4});
  CHECK_FALSE((*second)->fd);
}

TEST_CASE("a datagram beyond the cap is refused, and a peer that is gone is told apart", "[base]") {
  auto ends = datagram_pair(kPeer);
  REQUIRE(ends);
  auto& [ours, theirs] = *ends;
  bool would_block = false;
  REQUIRE(send(theirs.get(), Datagram(Bytes(17, 0)), kPeer));
  const auto longer = receive(ours.get(), 16, kPeer, would_block);
  REQUIRE_FALSE(longer);
  CHECK(longer.error().message == "a message of the peer is too long");
  theirs.reset();
  const auto gone = receive(ours.get(), 16, kPeer, would_block);
  REQUIRE(gone);
  CHECK_FALSE(*gone);
  CHECK_FALSE(would_block);
  CHECK_FALSE(send(ours.get(), Datagram(Bytes{1}), kPeer));
}

}  // namespace gatehouse::datagram_test
