#include <algorithm>
#include <nlohmann/json.hpp>

#include "appliance/auth/password_rules.h"
#include "appliance/auth/second_factor.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/guard.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/passkey_input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/sign_in.h"

namespace gatehouse::portal::handlers {

namespace {

// The password was right. No login yet: only the promise that this browser need not show the password again.
http::Response ask_code(Context& context, const db::User& user) {
  Services& services = context.services;
  const auto state = services.second_factor.state(user);
  if (!state) return store_failed(state.error());
  const auto passkeys = services.passkeys.list(user);
  if (!passkeys) return store_failed(passkeys.error());
  const auto place = passkey_place(context.request);
  const bool here = place && std::ranges::any_of(*passkeys, [&](const db::Passkey& passkey) {
                      return passkey.rp_id == place->rp_id;
                    });
  const Secret token = services.sign_in_steps.begin(user, context.request.remote_address);
  http::Response response = json_response(
      202, {{"second_factor", "code"}, {"devices", !state->devices.empty()}, {"passkeys", here}});
  response.headers.emplace_back("Set-Cookie", step_cookie(token.view()));
  return response;
}

}  // namespace

http::Response log_in(Context& context) {
  JsonBody body(context.request);
  const std::string organization = body.text("organization_id", 1, 64);
  const std::string email = body.text("email", 1, 254);
  const Secret password(body.password("password", 1, auth::kLongestPassword));
  if (auto refusal = body.refusal()) return *refusal;

  Services& services = context.services;
  const auth::Origin origin = origin_of(context.request);
  const auto answer = services.logins.check_password(organization, email, password.view(), origin);
  if (!answer) return store_failed(answer.error());
  switch (answer->status) {
    case auth::PasswordAnswer::Status::right:
      return answer->user->second_factor ? ask_code(context, *answer->user)
                                         : signed_in(context, *answer->user, 200);
    case auth::PasswordAnswer::Status::wrong:
      if (answer->user) note_attempt(context, *answer->user, "login.failed");
      return wrong_credentials();
    case auth::PasswordAnswer::Status::throttled:
      return too_many_tries(answer->wait);
    case auth::PasswordAnswer::Status::busy:
      break;
  }
  return busy();
}

http::Response log_out(Context& context) {
  Services& services = context.services;
  const db::User& user = context.caller->user;
  const http::Response done = in_transaction(services, [&] {
    if (auto refusal = refused(services.logins.log_out(*context.caller))) return *refusal;
    return note(context, {"login.ended", user.id, user.email}, no_content());
  });
  if (done.status >= 400) return done;
  services.end_live(context.caller->login.id);
  services.events.publish_logins(user.organization, user.id);
  http::Response response = done;
  response.headers.emplace_back("Set-Cookie", no_login_cookie());
  return response;
}

}  // namespace gatehouse::portal::handlers
