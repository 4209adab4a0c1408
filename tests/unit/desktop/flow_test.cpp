#include "appliance/desktop/flow.h"

#include <limits>

#include "appliance/desktop/clipboard_messages.h"
#include "hw/clipboard/clipboard.h"
#include "tests/support/catch.h"

namespace gatehouse::flow_test {

using desktop::Flow;
using std::chrono::milliseconds;

constexpr SteadyTime kStart = SteadyTime(std::chrono::hours(1));

// One update there and back: the path takes `path`, and the update `more` on its narrowest part.
SteadyTime pass(Flow& flow, SteadyTime now, std::size_t size, milliseconds path, milliseconds more) {
  const auto measure = flow.measure(now);
  const Bytes update = flow.sent(now, size, true);
  if (measure) flow.returned(*measure, now + path);
  flow.returned(update, now + path + more);
  return now + path + more;
}

// How many updates it lets out in a row.
int room(Flow& flow, SteadyTime now, std::size_t size = 1000) {
  int count = 0;
  for (; flow.open(now) && count < 100; ++count) flow.sent(now, size, false);
  return count;
}

TEST_CASE("the longer the path, the more updates may be on it", "[desktop]") {
  Flow near, far, unknown;
  CHECK(room(near, pass(near, kStart, 1000, milliseconds(1), milliseconds(0))) == 1);
  CHECK(room(far, pass(far, kStart, 1000, milliseconds(160), milliseconds(0))) == 14);
  CHECK(room(unknown, kStart) == 1);
}

TEST_CASE("how long a large update takes is not how long the path is", "[desktop]") {
  Flow flow;
  CHECK(room(flow, pass(flow, kStart, 60'000, milliseconds(5), milliseconds(2000))) == 1);
}

TEST_CASE("what the path takes a second is known while it is the narrowest", "[desktop]") {
  Flow flow;
  SteadyTime now = kStart;
  CHECK(flow.bytes_per_second() == 0);
  for (int i = 0; i < 20; ++i) now = pass(flow, now, 48'000, milliseconds(20), milliseconds(480));
  CHECK(flow.bytes_per_second() > 90'000);
  CHECK(flow.bytes_per_second() < 110'000);
  const std::size_t narrow = flow.bytes_per_second();
  now = pass(flow, now, 48'000, milliseconds(20), milliseconds(2));
  CHECK(flow.bytes_per_second() > narrow);
  for (int i = 0; i < 100; ++i) now = pass(flow, now, 48'000, milliseconds(20), milliseconds(2));
  CHECK(flow.bytes_per_second() == 0);
}

// 300 ms and 256 kbit/s: the path itself holds less than one picture.
TEST_CASE("on a slow path no second picture waits behind the first", "[desktop]") {
  Flow flow;
  SteadyTime now = kStart;
  for (int i = 0; i < 20; ++i) now = pass(flow, now, 48'000, milliseconds(300), milliseconds(1500));
  CHECK(room(flow, now, 48'000) == 1);
  SECTION("small ones may follow each other") {
    flow.reset();
    CHECK(room(flow, now, 1000) == 10);
  }
  SECTION("nor where the path was taken for longer than it is") {
    Flow mistaken;
    SteadyTime later = pass(mistaken, kStart, 48'000, milliseconds(1500), milliseconds(300));
    for (int i = 0; i < 6; ++i) {
      std::vector<Bytes> fences;
      while (mistaken.open(later)) fences.push_back(mistaken.sent(later, 48'000, true));
      CHECK(fences.size() <= 2);
      later += milliseconds(300);
      for (const Bytes& fence : fences) mistaken.returned(fence, later += milliseconds(1500));
    }
  }
  SECTION("an input does not change that") {
    flow.hurry(now);
    CHECK_FALSE(flow.open(now));
  }
  SECTION("when the path becomes wider, more may") {
    flow.reset();
    for (int i = 0; i < 10; ++i) {
      std::vector<Bytes> fences;
      while (flow.open(now)) fences.push_back(flow.sent(now, 48'000, true));
      now += milliseconds(300);
      for (const Bytes& fence : fences) flow.returned(fence, now += milliseconds(1));
    }
    CHECK(room(flow, now, 48'000) >= 10);
  }
}

TEST_CASE("the answer to an input does not wait until a picture is decoded", "[desktop]") {
  Flow flow;
  const SteadyTime start = pass(flow, kStart, 100'000, milliseconds(1), milliseconds(30));
  flow.sent(start, 100'000, true);
  CHECK_FALSE(flow.open(start));
  flow.hurry(start);
  CHECK(flow.open(start + milliseconds(49)));
  CHECK_FALSE(flow.open(start + milliseconds(50)));
  flow.sent(start, 1000, false);
  CHECK_FALSE(flow.open(start + milliseconds(49)));
}

TEST_CASE("a fence that a viewer made up is not reckoned with", "[desktop]") {
  for (const std::uint64_t lie : {std::uint64_t{0}, std::uint64_t{1} << 63, std::uint64_t{7},
                                  std::numeric_limits<std::uint64_t>::max()}) {
    Flow flow;
    flow.sent(kStart, 1000, false);
    ByteWriter out;
    out.u64(lie);
    flow.returned(out.view(), kStart);
    flow.returned(Bytes(3), kStart);
    flow.returned(Bytes(9), kStart);
    CHECK_FALSE(flow.open(kStart));
  }
}

TEST_CASE("texts of every length come out of their stream", "[desktop]") {
  for (const std::size_t length : {0u, 1u, 4091u, 4092u, 8192u, 100000u, 1u << 20}) {
    const std::string text(length, 'x');
    const Bytes message = desktop::clipboard::provide_message(text);
    const auto back = desktop::clipboard::inflate_text(ByteView(message).subspan(12));
    REQUIRE(back);
    REQUIRE(back->has_value() == (length <= hw::kClipboardCap));
    if (*back) CHECK((**back == text));
  }
}

}  // namespace gatehouse::flow_test
