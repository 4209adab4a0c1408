#include "appliance/portal/step_up.h"

#include "appliance/portal/changes.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/sign_in.h"

namespace gatehouse::portal {

Refusal refuse_password(Context& context, std::string_view password, const char* field) {
  const auto answer =
      context.services.logins.check_password(*context.caller, password, origin_of(context.request));
  if (!answer) return store_failed(answer.error());
  switch (answer->status) {
    case auth::PasswordAnswer::Status::right:
      return {};
    case auth::PasswordAnswer::Status::wrong:
      note_attempt(context, context.caller->user, "login.confirm_failed");
      return invalid_fields({{field, "This is not your password."}});
    case auth::PasswordAnswer::Status::throttled:
      return too_many_tries(answer->wait);
    case auth::PasswordAnswer::Status::busy:
      break;
  }
  return busy();
}

}  // namespace gatehouse::portal
