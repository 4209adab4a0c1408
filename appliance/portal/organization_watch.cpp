#include "appliance/portal/organization_watch.h"

#include <algorithm>
#include <utility>

#include "appliance/base/log.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {

void OrganizationWatch::tick(Services& services) {
  auto now = services.organizations.ids();
  if (!now) return log::error("portal", now.error().message);
  for (const db::OrganizationId known : std::exchange(known_, *now)) {
    if (std::ranges::binary_search(*now, known)) continue;
    services.needs.drop_organization(known);
    services.relay_sources.forget();
  }
}

}  // namespace gatehouse::portal
