#include "appliance/desktop/flow.h"

#include <limits>

#include "appliance/desktop/clipboard_messages.h"
#include "hw/clipboard/clipboard.h"
#include "tests/support/catch.h"

namespace gatehouse::flow_test {

using desktop::Flow;
using std::chrono::milliseconds;

// How many updates it lets out in a row.
int room(Flow& flow, SteadyTime now) {
  int count = 0;
  for (; flow.open(now) && count < 100; ++count) flow.sent(now, false);
  return count;
}

TEST_CASE("the longer the path, the more updates may be on it", "[desktop]") {
  const SteadyTime start = SteadyTime(std::chrono::hours(1));
  Flow near, far;
  const Bytes fence = near.sent(start, false);
  far.sent(start, false);
  near.returned(fence, start + milliseconds(1));
  far.returned(fence, start + milliseconds(160));
  CHECK(room(near, start) == 1);
  CHECK(room(far, start) == 14);
}

TEST_CASE("the answer to an input does not wait until a picture is decoded", "[desktop]") {
  const SteadyTime start = SteadyTime(std::chrono::hours(1));
  Flow flow;
  flow.returned(flow.sent(start, true), start + milliseconds(1));
  flow.sent(start, true);
  CHECK_FALSE(flow.open(start));
  flow.hurry(start);
  CHECK(flow.open(start + milliseconds(49)));
  CHECK_FALSE(flow.open(start + milliseconds(50)));
  flow.sent(start, false);
  CHECK_FALSE(flow.open(start + milliseconds(49)));
}

TEST_CASE("a time that a viewer made up is not reckoned with", "[desktop]") {
  const SteadyTime now = SteadyTime(std::chrono::hours(1));
  for (const std::uint64_t lie :
       {std::uint64_t{1} << 63, std::numeric_limits<std::uint64_t>::max(),
        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()), std::uint64_t{0}}) {
    Flow flow;
    flow.sent(now, false);
    ByteWriter out;
    out.u64(lie);
    flow.returned(out.view(), now);
    CHECK(room(flow, now) == 16);  // as before any fence came back
    flow.returned(Bytes(3), now);
    flow.returned(Bytes(9), now);
    CHECK_FALSE(flow.open(now));
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
