// How often it is noted that somebody tries an account: each has its own limit, so that nobody hides guesses at one
// behind guesses at others. Any thread.
#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <optional>

#include "appliance/base/log.h"
#include "db/records.h"

namespace gatehouse::portal {

class AttemptLimit {
 public:
  // How many were left out since the last one that was let through. Nothing: this one is left out, too.
  std::optional<std::uint64_t> take(db::UserId user, SteadyTime now) {
    const std::lock_guard lock(mutex_);
    return accounts_.try_emplace(user, kAtOnce, kEvery).first->second.take(now);
  }

 private:
  static constexpr int kAtOnce = 20;
  static constexpr std::chrono::minutes kEvery{30};

  std::mutex mutex_;                               // guards accounts_
  std::map<db::UserId, log::LineLimit> accounts_;  // of those that exist and were tried
};

}  // namespace gatehouse::portal
