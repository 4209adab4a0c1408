#pragma once
#include <chrono>

#include "appliance/base/clock.h"

namespace gatehouse::test {

// Stands still until it is told to go on.
class FakeClock final : public Clock {
 public:
  std::int64_t unix_seconds() const override { return 1'769'860'800 + elapsed_.count() + set_.count(); }
  SteadyTime steady() const override { return SteadyTime(std::chrono::hours(1) + elapsed_); }
  // Somebody sets the clock.
  void set_forward(std::chrono::seconds time) { set_ += time; }
  void advance(std::chrono::seconds time) { elapsed_ += time; }

 private:
  std::chrono::seconds elapsed_{0}, set_{0};
};

}  // namespace gatehouse::test
