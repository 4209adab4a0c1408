#include "appliance/auth/password_rules.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/guard.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/sign_in.h"

namespace gatehouse::portal::handlers {

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
      return signed_in(context, *answer->user, 200);
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
