#pragma once
#include <time.h>

#include <chrono>
#include <cstdint>

namespace gatehouse {

using SteadyTime = std::chrono::steady_clock::time_point;

// September 2026: no clock can rightly say less.
inline constexpr std::int64_t kThisVersion = 1790000000;

// The world's time, faked in unit tests.
class Clock {
 public:
  virtual ~Clock() = default;
  // Seconds since 1970, UTC: what is stored and shown.
  virtual std::int64_t unix_seconds() const = 0;
  // For deadlines and throttles; never goes back.
  virtual SteadyTime steady() const = 0;
  // Seconds since this machine started, those that it slept included: setting its clock does not move them.
  virtual std::int64_t uptime_seconds() const {
    return std::chrono::duration_cast<std::chrono::seconds>(steady().time_since_epoch()).count();
  }
};

class SystemClock final : public Clock {
 public:
  std::int64_t unix_seconds() const override {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
  SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
  std::int64_t uptime_seconds() const override {
    timespec up{};
    ::clock_gettime(CLOCK_BOOTTIME, &up);
    return up.tv_sec;
  }
};

}  // namespace gatehouse
