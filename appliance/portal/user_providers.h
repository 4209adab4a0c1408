// What follows from where an organization's users come from (policy/user_provider.h).
#pragma once
#include "appliance/portal/found.h"
#include "db/records.h"

namespace gatehouse::portal {

struct Services;

// People here make, invite and let in users: its provider is Admin.
bool makes_users_by_hand(const db::Organization& organization);
// The refusal to do so otherwise.
Refusal refuse_by_hand(const db::Organization& organization);

// May this user sign in with what is set here: a password, a passkey? While the provider is another than Admin only Owners
// may: whom the provider lets in no longer must not come in by what they set before, and somebody must be able to switch.
// Logins and API tokens that are there go on; a switch to another provider will have to end them.
Result<bool> has_local_login(Services& services, const db::User& user);
Refusal refuse_local_login(Services& services, const db::User& user);

}  // namespace gatehouse::portal
