#include "appliance/portal/sign_in.h"

#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/guard.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/user_providers.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal {

namespace {

constexpr std::size_t kMaxUserAgent = 256;

}  // namespace

auth::Origin origin_of(const http::Request& request) {
  const std::string_view agent = request.header("user-agent").substr(0, kMaxUserAgent);
  return {request.remote_address, is_plain_text(agent) ? std::string(agent) : std::string()};
}

http::Response wrong_credentials() {
  return to_response(
      {401, "wrong_credentials", "The organization ID, the e-mail address or the password is not right."});
}

http::Response signed_in(Context& context, const db::User& user, int status, std::string_view how) {
  Services& services = context.services;
  if (auto refusal = refuse_local_login(services, user)) {
    note_attempt(context, user, "login.failed");
    return *refusal;
  }
  const http::Response answer = in_transaction(services, [&]() -> http::Response {
    const auto done = found(services.logins.sign_in(user, origin_of(context.request)), wrong_credentials());
    if (!done) return done.refusal();
    http::Response response = json_response(status, me_view(services, done->identity));
    response.headers.emplace_back("Set-Cookie", login_cookie(done->token.view()));
    const nlohmann::json after = {{"browser", done->identity.login.user_agent}, {"how", how}};
    return note_as(context, done->identity, {"login.begun", user.id, user.email, nullptr, after},
                   std::move(response));
  });
  if (answer.status < 400) services.events.publish_logins(user.organization, user.id);
  return answer;
}

void cut_off(Context& context, const std::vector<db::LoginId>& logins) {
  Services& services = context.services;
  for (const db::LoginId login : logins) services.end_live(login);
  services.events.publish_logins(context.caller->organization.id, context.caller->user.id);
}

}  // namespace gatehouse::portal
