// What set-up and login have in common.
#pragma once
#include "appliance/auth/login_service.h"
#include "appliance/http/server.h"

namespace gatehouse::portal {

auth::Origin origin_of(const http::Request& request);
// "Me", and the cookie.
http::Response signed_in(int status, const auth::SignedIn& signed_in);

}  // namespace gatehouse::portal
