#include <nlohmann/json.hpp>

#include "appliance/auth/password_rules.h"
#include "appliance/auth/second_factor.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/passkey_input.h"
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

auth::PasskeyPurpose purpose_of(const Context& context, const auth::PasskeyPlace& place) {
  return {auth::PasskeyPurpose::What::confirm, std::to_string(context.caller->login.id), place.rp_id};
}

Refusal refuse_wrong_passkey(Context& context, const auth::PasskeyAnswer& passkey) {
  const auto place = passkey_place(context.request);
  if (!place) return place.refusal();
  const auto answer =
      context.services.passkeys.check(*place, purpose_of(context, *place), passkey, context.caller->user);
  if (!answer) return store_failed(answer.error());
  if (answer->status == auth::PasskeyCheck::Status::right) return {};
  note_passkey(context, *answer, "login.confirm_failed");
  return invalid_fields({{"passkey", "This is not one of your passkeys here, or it took too long."}});
}

// Who has a second factor shows that one: a password may have been read over a shoulder.
Refusal refuse_wrong(Context& context) {
  JsonBody body(context.request);
  if (body.has("passkey")) {
    const auth::PasskeyAnswer passkey = passkey_answer(body);
    if (auto refusal = body.refusal()) return refusal;
    return refuse_wrong_passkey(context, passkey);
  }
  const bool by_code = context.caller->user.second_factor;
  const Secret shown(by_code ? body.password("code", 1, auth::SecondFactor::kLongestCode)
                             : body.password("password", 1, auth::kLongestPassword));
  if (auto refusal = body.refusal()) return refusal;
  return by_code ? refuse_wrong_code(context, shown.view())
                 : refuse_password(context, shown.view(), "password");
}

}  // namespace

http::Response confirm(Context& context) {
  if (auto refusal = refuse_wrong(context)) return *refusal;
  const db::User& user = context.caller->user;
  return in_transaction(context.services, [&] {
    if (auto failed = refused(context.services.logins.confirm(*context.caller))) return *failed;
    return note(context, {"login.confirmed", user.id, user.email}, no_content());
  });
}

http::Response begin_passkey_confirmation(Context& context) {
  JsonBody body(context.request);
  if (auto refusal = body.refusal()) return *refusal;
  const auto place = passkey_place(context.request);
  if (!place) return place.refusal();
  const auto question = context.services.passkeys.ask(context.caller->user, purpose_of(context, *place));
  if (!question) return store_failed(question.error());
  if (question->credential_ids.empty()) return no_passkey();
  return json_response(200, question_view(*place, question->challenge, question->credential_ids));
}

}  // namespace gatehouse::portal::handlers
