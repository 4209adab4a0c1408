// How often the same is noted, by the number of an account or a machine: each has its own limit, so that nobody hides
// guesses at one behind guesses at others. Any thread.
#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <optional>

#include "appliance/base/clock.h"
#include "appliance/base/log.h"

namespace gatehouse::portal {

class AttemptLimit {
 public:
  // How many were left out since the last one that was let through. Nothing: this one is left out, too.
  std::optional<std::uint64_t> take(std::int64_t number, SteadyTime now) {
    const std::lock_guard lock(mutex_);
    return noted_.try_emplace(number, kAtOnce, kEvery).first->second.take(now);
  }

 private:
  static constexpr int kAtOnce = 20;
  static constexpr std::chrono::minutes kEvery{30};

  std::mutex mutex_;                              // guards noted_
  std::map<std::int64_t, log::LineLimit> noted_;  // only numbers of what exists
};

}  // namespace gatehouse::portal
