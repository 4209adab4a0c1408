#include "appliance/portal/sign_in.h"

#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/portal/guard.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal {

namespace {

constexpr std::size_t kMaxUserAgent = 256;

}  // namespace

auth::Origin origin_of(const http::Request& request) {
  const std::string_view agent = request.header("user-agent").substr(0, kMaxUserAgent);
  return {request.remote_address, is_plain_text(agent) ? std::string(agent) : std::string()};
}

http::Response signed_in(int status, const auth::SignedIn& signed_in) {
  http::Response response = json_response(status, me_view(signed_in.identity));
  response.headers.emplace_back("Set-Cookie", login_cookie(signed_in.token.view()));
  return response;
}

}  // namespace gatehouse::portal
