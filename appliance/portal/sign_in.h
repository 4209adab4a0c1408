// What set-up and login have in common.
#pragma once
#include "appliance/auth/login_service.h"
#include "appliance/http/server.h"
#include "appliance/portal/context.h"

namespace gatehouse::portal {

auth::Origin origin_of(const http::Request& request);
http::Response wrong_credentials();
// A new login of somebody who has shown all that is asked of them: "me", and the cookie; unless the account was changed
// meanwhile, or it is no Owner's and the organization's users come from elsewhere. `how`: for the audit log, "password" or with what beside it.
http::Response signed_in(Context& context, const db::User& user, int status,
                         std::string_view how = "password");

// Closes what is open under these logins of the caller, which were ended.
void cut_off(Context& context, const std::vector<db::LoginId>& logins);

}  // namespace gatehouse::portal
