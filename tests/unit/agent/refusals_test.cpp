#include "appliance/agent/refusals.h"

#include "tests/support/catch.h"

namespace gatehouse::refusals_test {

using agent::Refusals;

TEST_CASE("so many noes are enough for a while", "[agent][consent]") {
  Refusals refusals;
  Refusals::Time now{std::chrono::hours(1)};
  for (int no = 0; no < Refusals::kEnough; ++no) {
    CHECK_FALSE(refusals.are_enough("ada", now));
    refusals.add("ada", now);
    now += std::chrono::seconds(1);
  }
  CHECK(refusals.are_enough("ada", now));
  CHECK_FALSE(refusals.are_enough("bob", now));
  SECTION("over after the time") {
    now += Refusals::kQuietFor;
    CHECK_FALSE(refusals.are_enough("ada", now));
    refusals.add("ada", now);
    CHECK_FALSE(refusals.are_enough("ada", now));  // counted anew
  }
  SECTION("over with a yes") {
    refusals.forget("ada");
    CHECK_FALSE(refusals.are_enough("ada", now));
  }
  SECTION("remembered of so many") {
    for (std::size_t other = 0; other < Refusals::kMost; ++other)
      refusals.add("other" + std::to_string(other), now += std::chrono::milliseconds(1));
    CHECK_FALSE(refusals.are_enough("ada", now));
  }
}

}  // namespace gatehouse::refusals_test
