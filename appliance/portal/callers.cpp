#include "appliance/portal/callers.h"

#include "appliance/base/text.h"
#include "appliance/portal/guard.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {

namespace {

constexpr std::string_view kScheme = "bearer ";

http::Response wrong_token() {
  auto response = to_response(
      {401, "wrong_token",
       "This API token is not known, has expired or was revoked, or its owner may no longer sign in."});
  response.headers.emplace_back("WWW-Authenticate", "Bearer error=\"invalid_token\"");
  return response;
}

}  // namespace

bool shows_token(const http::Request& request) {
  return !request.header("authorization").empty();
}

Found<Caller> find_caller(Services& services, const http::Request& request) {
  if (!shows_token(request))
    return found(services.logins.find_by_token(request.cookie(kCookie)), not_signed_in());
  const std::string_view header = request.header("authorization");
  if (lower_ascii(header.substr(0, kScheme.size())) != kScheme) return wrong_token();
  return found(services.api_tokens.find(trimmed(header.substr(kScheme.size())), request.remote_address),
               wrong_token());
}

Refusal refuse_route(const RouteAccess& access, const Caller& caller) {
  if (!access.allows(caller)) return not_permitted();
  return access.feature() ? refuse_unlicensed(caller, *access.feature()) : Refusal();
}

Refusal refuse_unlicensed(const Caller& caller, policy::Feature feature) {
  if (policy::includes(caller.tier(), feature)) return {};
  return not_in_license(feature, caller.tier());
}

std::string actor_name(const Caller& caller) {
  if (!caller.token) return caller.user.email;
  return caller.user.email + " (API token “" + caller.token->name + "”)";
}

}  // namespace gatehouse::portal
