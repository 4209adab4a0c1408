// Which license an organization has, however it gets another one: in the portal or on the console. Only who owns the
// appliance gives one; nobody else does, even for their own.
#pragma once
#include <optional>
#include <string>

#include "appliance/auth/asker.h"
#include "appliance/policy/license.h"
#include "db/organization_repository.h"

namespace gatehouse::auth {

// Of an organization that was made in this transaction. A description is a team's only.
Result<void> license_new(db::OrganizationRepository& organizations, db::Organization& organization,
                         policy::Tier tier, const std::string& description);

struct Licensed {
  std::optional<db::OrganizationSize> organization = {};  // with its license of now; nothing: there is none
  // A sentence: what it has that the other license doesn't. Then nothing is changed.
  std::string in_the_way = {};
};

// A transaction, or part of the one it is called in. Noted in the log of the appliance's own organization and in that of
// the one it is about, where nobody's name stands.
Result<Licensed> change_license(db::Database& database, const Clock& clock, db::OrganizationId organization,
                                policy::Tier tier, const Asker& asker);

}  // namespace gatehouse::auth
