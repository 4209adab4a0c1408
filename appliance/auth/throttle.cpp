#include "appliance/auth/throttle.h"

#include <algorithm>

namespace gatehouse::auth {

std::chrono::seconds Throttle::begin(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const SteadyTime now = clock_.steady();
  Entry& entry = *find_or_add(key);
  forget_with_time(entry, now);
  if (now < entry.blocked_until) return std::chrono::ceil<std::chrono::seconds>(entry.blocked_until - now);
  if (entry.failures == 0) entry.counted_at = now;
  ++entry.failures;
  entry.blocked_until = now + delay_after(entry.failures);
  return std::chrono::seconds(0);
}

void Throttle::take_back(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  Entry& entry = *found->second;
  entry.failures = std::max(0, entry.failures - 1);
  entry.blocked_until = SteadyTime{};
}

Tries Throttle::tries(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return {rule_.free_tries, rule_.free_tries, {}};
  Entry& entry = *found->second;
  const SteadyTime now = clock_.steady();
  forget_with_time(entry, now);
  if (entry.failures == 0) return {rule_.free_tries, rule_.free_tries, {}};
  const auto next =
      now < entry.blocked_until ? entry.blocked_until : entry.counted_at + rule_.forgotten_after;
  return {rule_.free_tries, std::max(0, rule_.free_tries - entry.failures),
          std::chrono::ceil<std::chrono::seconds>(next - now)};
}

void Throttle::clear(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  const auto entry = found->second;
  by_key_.erase(found);
  entries_.erase(entry);
}

Throttle::Entries::iterator Throttle::find_or_add(const std::string& key) {
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    entries_.splice(entries_.begin(), entries_, found->second);
    return entries_.begin();
  }
  if (entries_.size() >= rule_.most_keys) {
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
  entries_.push_front(Entry{key, 0, {}, {}});
  by_key_.emplace(entries_.front().key, entries_.begin());
  return entries_.begin();
}

void Throttle::forget_with_time(Entry& entry, SteadyTime now) const {
  const auto passed = (now - entry.counted_at) / rule_.forgotten_after;
  if (passed <= 0) return;
  entry.failures = passed >= entry.failures ? 0 : entry.failures - static_cast<int>(passed);
  entry.counted_at += passed * rule_.forgotten_after;
}

std::chrono::seconds Throttle::delay_after(int failures) const {
  if (failures < rule_.free_tries) return std::chrono::seconds(0);
  // Doubling beyond this is past any longest delay.
  const int doublings = std::min(failures - rule_.free_tries, 20);
  return std::min(rule_.first_delay * (1 << doublings), rule_.longest_delay);
}

}  // namespace gatehouse::auth
