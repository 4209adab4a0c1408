#include "appliance/portal/organization_watch.h"

#include <algorithm>
#include <utility>

#include "appliance/base/log.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {

void OrganizationWatch::tick(Services& services) {
  // Before the others: one that is made in between has a higher number, and is not taken for gone.
  const auto newest = services.organizations.newest_number();
  if (!newest) return log::error("portal", newest.error().message);
  const auto now = services.organizations.ids();
  if (!now) return log::error("portal", now.error().message);
  auto seen = std::exchange(known_, *now);
  for (std::int64_t number = newest_.value_or(*newest) + 1; number <= *newest; ++number)
    seen.push_back(db::OrganizationId{number});
  newest_ = *newest;
  for (const db::OrganizationId known : seen) {
    if (std::ranges::binary_search(*now, known)) continue;
    services.needs.drop_organization(known);
    services.relay_sources.forget();
  }
}

}  // namespace gatehouse::portal
