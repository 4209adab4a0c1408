#include "appliance/auth/password_rules.h"
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
  const auto answer =
      services.logins.log_in(organization, email, password.view(), origin_of(context.request));
  if (!answer) return store_failed(answer.error());
  switch (answer->status) {
    case auth::LoginAnswer::Status::signed_in:
      break;
    case auth::LoginAnswer::Status::wrong:
      return to_response({401, "wrong_credentials",
                          "The organisation ID, the e-mail address or the password is not right."});
    case auth::LoginAnswer::Status::throttled:
      return too_many_tries(answer->wait);
    case auth::LoginAnswer::Status::busy:
      return busy();
  }
  const auth::SignedIn& done = *answer->signed_in;
  services.events.publish_logins(done.identity.organization.id, done.identity.user.id);
  return signed_in(200, done);
}

http::Response log_out(Context& context) {
  Services& services = context.services;
  const auto done = services.logins.log_out(*context.caller);
  if (!done) return store_failed(done.error());
  services.end_live(context.caller->login.id);
  services.events.publish_logins(context.caller->organization.id, context.caller->user.id);
  http::Response response = no_content();
  response.headers.emplace_back("Set-Cookie", no_login_cookie());
  return response;
}

}  // namespace gatehouse::portal::handlers
