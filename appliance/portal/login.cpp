#include <nlohmann/json.hpp>

#include "appliance/auth/password_rules.h"
#include "appliance/auth/second_factor.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/guard.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/sign_in.h"

namespace gatehouse::portal::handlers {

namespace {

// The password was right. No login yet: only the promise that this browser need not show the password again.
http::Response ask_code(Context& context, const db::User& user) {
  const Secret token = context.services.sign_in_steps.begin(user, context.request.remote_address);
  http::Response response = json_response(202, {{"second_factor", "code"}});
  response.headers.emplace_back("Set-Cookie", step_cookie(token.view()));
  return response;
}

http::Response step_is_over() {
  return to_response({401, "sign_in_again", "That took too long or too many tries. Sign in again."});
}

http::Response wrong_code() {
  return to_response({401, "wrong_code", "This code is not right, or it was used already."});
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

http::Response log_in_with_code(Context& context) {
  JsonBody body(context.request);
  const Secret code(body.password("code", 1, auth::SecondFactor::kLongestCode));
  if (auto refusal = body.refusal()) return *refusal;

  Services& services = context.services;
  const std::string& address = context.request.remote_address;
  auto step = services.sign_in_steps.take(context.request.cookie(kStepCookie), address);
  if (!step) return step_is_over();
  const db::User user = step->user;
  const auto answer = services.second_factor.check(user, code.view(), address);
  if (!answer) return store_failed(answer.error());
  switch (answer->status) {
    case auth::CodeAnswer::Status::right:
      break;
    case auth::CodeAnswer::Status::wrong:
      note_attempt(context, user, "login.code_failed");
      ++step->tries;
      services.sign_in_steps.put_back(std::move(*step));
      return wrong_code();
    case auth::CodeAnswer::Status::throttled:
      services.sign_in_steps.put_back(std::move(*step));
      return too_many_tries(answer->wait);
  }
  http::Response response =
      signed_in(context, user, 200, answer->recovery ? "password and recovery code" : "password and code");
  response.headers.emplace_back("Set-Cookie", no_step_cookie());
  return response;
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
