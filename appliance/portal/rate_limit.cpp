#include "appliance/portal/rate_limit.h"

#include <algorithm>
#include <chrono>

namespace gatehouse::portal {

namespace {

constexpr std::chrono::seconds kLong{RateLimit::kWindow};

}  // namespace

Allowance RateLimit::take(std::int64_t whose, int limit, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  if (windows_.size() >= kMost && !windows_.contains(whose)) {
    std::erase_if(windows_, [&](const auto& one) { return now - one.second.begun >= kLong; });
    if (windows_.size() >= kMost) windows_.erase(windows_.begin());
  }
  Window& window = windows_.try_emplace(whose, Window{now}).first->second;
  if (now - window.begun >= kLong) window = Window{now};
  const bool allowed = window.used < limit;
  if (allowed) ++window.used;
  const auto left = std::chrono::ceil<std::chrono::seconds>(window.begun + kLong - now);
  return {limit, limit - window.used, std::max(1, static_cast<int>(left.count())), allowed};
}

void tell(const Allowance& allowance, http::Response& response) {
  response.headers.emplace_back("RateLimit-Limit", std::to_string(allowance.limit));
  response.headers.emplace_back("RateLimit-Remaining", std::to_string(allowance.remaining));
  response.headers.emplace_back("RateLimit-Reset", std::to_string(allowance.reset));
}

}  // namespace gatehouse::portal
