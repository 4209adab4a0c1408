// What set-up and login have in common.
#pragma once
#include "appliance/auth/login_service.h"
#include "appliance/http/server.h"
#include "appliance/portal/context.h"

namespace gatehouse::portal {

auth::Origin origin_of(const http::Request& request);
http::Response wrong_credentials();
// A new login of somebody who has shown who they are: "me", and the cookie; unless the account was changed meanwhile.
http::Response signed_in(Context& context, const db::User& user, int status);

}  // namespace gatehouse::portal
