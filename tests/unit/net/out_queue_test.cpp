#include "appliance/net/out_queue.h"

#include "tests/support/catch.h"

namespace gatehouse::out_queue_test {

using net::OutQueue;
using net::SpareBlocks;

TEST_CASE("what is queued comes out in order, however it is taken", "[net]") {
  SpareBlocks spares;
  OutQueue queue(spares);
  std::string put, taken;
  for (int round = 0; round < 200; ++round) {
    const std::string piece(static_cast<std::size_t>(round * 7 % 50), static_cast<char>('a' + round % 26));
    queue.append(as_bytes(piece));
    put += piece;
    const std::size_t count = std::min<std::size_t>(queue.size(), static_cast<std::size_t>(round * 11 % 60));
    taken += as_text(queue.front().first(count));
    queue.consume(count);
  }
  taken += as_text(queue.front());
  CHECK(taken == put);
  queue.clear();
  CHECK(queue.size() == 0);
}

TEST_CASE("an empty queue gives its block back, and the next one that fills takes it", "[net]") {
  SpareBlocks spares;
  OutQueue first(spares), second(spares);
  first.append(Bytes(100'000));
  const std::uint8_t* const block = first.front().data();
  first.consume(100'000);
  second.append(Bytes(10));
  CHECK(second.front().data() == block);
  first.append(Bytes(10));
  CHECK(first.front().data() != block);
  second.clear();
  {
    OutQueue third(spares);
    third.append(Bytes(10));
    CHECK(third.front().data() == block);
  }
  first.clear();
  // One that grew large does not stay.
  first.append(Bytes(4 * 1024 * 1024));
  const std::uint8_t* const large = first.front().data();
  first.clear();
  for (int i = 0; i < 5; ++i) {
    second.append(Bytes(1));
    CHECK(second.front().data() != large);
  }
}

}  // namespace gatehouse::out_queue_test
