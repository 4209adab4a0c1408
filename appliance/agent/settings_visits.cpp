#include "appliance/agent/settings_visits.h"

#include <algorithm>

namespace gatehouse::agent {

Visit& Visits::begin(std::string account, std::optional<uid_t> browser) {
  expire();
  if (all_.size() == kMost) all_.erase(std::ranges::min_element(all_, {}, &Visit::used));
  Visit& visit = all_.emplace_back();
  visit.account = std::move(account);
  visit.browser = browser;
  visit.cookie = random_token(32);
  visit.token = random_token(16);
  visit.used = clock_.steady();
  return visit;
}

Visit* Visits::find(std::string_view cookie, std::optional<uid_t> browser) {
  expire();
  Visit* found = nullptr;
  for (Visit& visit : all_) {
    if (equal_in_constant_time(visit.cookie, cookie) && visit.browser == browser) found = &visit;
  }
  if (found != nullptr) found->used = clock_.steady();
  return found;
}

void Visits::end(const Visit& visit) {
  all_.remove_if([&](const Visit& one) { return &one == &visit; });
}

void Visits::expire() {
  all_.remove_if([now = clock_.steady()](const Visit& one) { return now - one.used >= kIdle; });
}

}  // namespace gatehouse::agent
