// Who asks: by the cookie of a login, or by an API token (RFC 6750, section 2.1).
#pragma once
#include <optional>
#include <string_view>

#include "appliance/portal/context.h"
#include "appliance/portal/found.h"

namespace gatehouse::portal {

// Shows the request an API token? Then it is asked for by nothing else: a cookie that comes with it does not count.
bool shows_token(const http::Request& request);

// As of now; refused (401) when there is nobody.
Found<Caller> find_caller(Services& services, const http::Request& request);

// What keeps who is signed in from a route, or from what the license of their organization doesn't have.
Refusal refuse_route(const RouteAccess& access, const Caller& caller);
Refusal refuse_unlicensed(const Caller& caller, policy::Feature feature);

// For the audit log: the address, and by which token.
std::string actor_name(const Caller& caller);

}  // namespace gatehouse::portal
