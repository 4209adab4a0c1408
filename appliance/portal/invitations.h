// Invitations: who is asked to become a user of an organization, and what the link to accept one needs to be good. Whoever
// invites never learns whether the address has an account in another organization.
#pragma once
#include <optional>
#include <string>

#include "appliance/portal/found.h"
#include "db/invitation_repository.h"
#include "db/mail_repository.h"
#include "db/records.h"

namespace gatehouse::portal {

struct Context;
struct Services;

// May an invitation by `maker` be accepted? Its organization's license has them, and that user is there, may sign in and may
// let in somebody with the default role.
Result<bool> may_invite(Services& services, const db::Organization& organization,
                        std::optional<db::UserId> maker);

http::Response no_such_invitation();

// The letter of an invitation anew, with another link, made by the caller, who needs the right to. Inside a transaction.
Found<db::Mail> invitation_written_again(Context& context, const db::Mail& former);

}  // namespace gatehouse::portal
