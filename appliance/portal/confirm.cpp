#include "appliance/auth/password_rules.h"
#include "appliance/auth/second_factor.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/sign_in.h"
#include "appliance/portal/step_up.h"

namespace gatehouse::portal::handlers {

namespace {

Refusal refuse_wrong_code(Context& context, std::string_view code) {
  const auto answer =
      context.services.second_factor.check(context.caller->user, code, context.request.remote_address);
  if (!answer) return store_failed(answer.error());
  switch (answer->status) {
    case auth::CodeAnswer::Status::right:
      return {};
    case auth::CodeAnswer::Status::wrong:
      note_attempt(context, context.caller->user, "login.confirm_failed");
      return invalid_fields({{"code", "This code is not right, or it was used already."}});
    case auth::CodeAnswer::Status::throttled:
      break;
  }
  return too_many_tries(answer->wait);
}

}  // namespace

// Who has a second factor shows that one: a password may have been read over a shoulder.
http::Response confirm(Context& context) {
  const db::User& user = context.caller->user;
  JsonBody body(context.request);
  const bool by_code = user.second_factor;
  const Secret shown(by_code ? body.password("code", 1, auth::SecondFactor::kLongestCode)
                             : body.password("password", 1, auth::kLongestPassword));
  if (auto refusal = body.refusal()) return *refusal;
  auto refusal =
      by_code ? refuse_wrong_code(context, shown.view()) : refuse_password(context, shown.view(), "password");
  if (refusal) return *refusal;
  return in_transaction(context.services, [&] {
    if (auto failed = refused(context.services.logins.confirm(*context.caller))) return *failed;
    return note(context, {"login.confirmed", user.id, user.email}, no_content());
  });
}

}  // namespace gatehouse::portal::handlers
