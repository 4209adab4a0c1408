// What follows from where an organisation's users come from (policy/user_provider.h).
#pragma once
#include "appliance/portal/found.h"
#include "db/records.h"

namespace gatehouse::portal {

// People here make, invite and let in users: its provider is Admin.
bool makes_users_by_hand(const db::Organization& organization);
// The refusal to do so otherwise.
Refusal refuse_by_hand(const db::Organization& organization);

}  // namespace gatehouse::portal
