// Who asks for something about whole organizations, in the portal or on the console, and how the audit log keeps it.
#pragma once
#include <optional>
#include <string>

#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "db/audit_chain.h"
#include "db/organization_repository.h"

namespace gatehouse::auth {

struct Asker {
  std::optional<db::UserId> user = {};
  std::string name = "Gatehouse", address = {};
};

// For the log of the organization `log`: now, about `target`.
db::AuditEntry entry_about(const Clock& clock, db::OrganizationId log, const Asker& asker, std::string action,
                           const db::Organization& target);

// The organization in whose log it is kept who makes, changes and removes others. An error before the set-up.
Result<db::Organization> appliances_own(db::OrganizationRepository& organizations);

}  // namespace gatehouse::auth
