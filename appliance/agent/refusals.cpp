#include "appliance/agent/refusals.h"

#include <algorithm>

namespace gatehouse::agent {

void Refusals::add(const std::string& visitor, Time now) {
  if (by_visitor_.size() >= kMost && !by_visitor_.contains(visitor))
    by_visitor_.erase(
        std::ranges::min_element(by_visitor_, {}, [](const auto& entry) { return entry.second.last; }));
  Count& count = by_visitor_[visitor];
  if (now - count.last >= kQuietFor) count.noes = 0;
  ++count.noes;
  count.last = now;
}

bool Refusals::are_enough(const std::string& visitor, Time now) const {
  const auto found = by_visitor_.find(visitor);
  return found != by_visitor_.end() && found->second.noes >= kEnough && now - found->second.last < kQuietFor;
}

}  // namespace gatehouse::agent
