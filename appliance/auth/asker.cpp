#include "appliance/auth/asker.h"

#include <utility>

namespace gatehouse::auth {

db::AuditEntry entry_about(const Clock& clock, db::OrganizationId log, const Asker& asker, std::string action,
                           const db::Organization& target) {
  db::AuditEntry entry;
  entry.organization = log;
  entry.at = clock.unix_seconds();
  entry.actor_id = asker.user;
  entry.actor = asker.name;
  entry.address = asker.address;
  entry.action = std::move(action);
  entry.target_id = std::to_string(static_cast<std::int64_t>(target.id));
  entry.target = target.name;
  return entry;
}

Result<db::Organization> appliances_own(db::OrganizationRepository& organizations) {
  const auto own = organizations.find_appliance();
  if (!own) return own.error();
  if (!*own) return Error{"the appliance is not set up yet. Open it in a browser first."};
  return **own;
}

}  // namespace gatehouse::auth
