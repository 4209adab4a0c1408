// When to try again: exponential with full jitter (PROTOCOL.md, Control link), so that thousands of agents
// don't come back in the same instant.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>

#include "appliance/base/secret.h"

namespace gatehouse::agent {

class Backoff {
 public:
  // Uniform in [0, bound).
  using Random = std::function<std::uint64_t(std::uint64_t bound)>;
  explicit Backoff(Random random = random_below) : random_(std::move(random)) {}

  std::chrono::milliseconds next() {
    const auto window = window_;
    window_ = std::min(window_ * 2, kLongest);
    return std::chrono::milliseconds(random_(static_cast<std::uint64_t>(window.count()) + 1));
  }
  // It worked.
  void reset() { window_ = kFirst; }
  // Trying soon would not help.
  void be_patient() { window_ = kLongest; }

 private:
  static constexpr std::chrono::milliseconds kFirst{250};
  static constexpr std::chrono::milliseconds kLongest{60000};

  Random random_;
  std::chrono::milliseconds window_ = kFirst;
};

}  // namespace gatehouse::agent
