// How long tests wait. What happens at once where all is well may take its time on a computer that is busy with
// something else; waiting longer costs nothing but where a test fails.
#pragma once
#include <chrono>

namespace gatehouse::test {

inline constexpr std::chrono::seconds kSoon{60};

// What the product promises on an idle computer, as a bound that holds on a busy one, too.
constexpr auto when_busy(auto promise) {
  return 5 * promise;
}

}  // namespace gatehouse::test
