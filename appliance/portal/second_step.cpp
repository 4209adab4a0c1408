// Signing in after the password: a code, or a passkey.
#include <nlohmann/json.hpp>

#include "appliance/auth/second_factor.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/guard.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/passkey_input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/sign_in.h"

namespace gatehouse::portal::handlers {

namespace {

using auth::SignInSteps;

// What came of it: no refusal, and how the audit log says it; or one, which counts as a try when it was wrong.
struct Shown {
  Refusal refusal;
  std::string_view how;
  bool wrong = false;
};

http::Response step_is_over() {
  return to_response({401, "sign_in_again", "That took too long or too many tries. Sign in again."});
}

auth::PasskeyPurpose purpose_of(const SignInSteps::Step& step, const auth::PasskeyPlace& place) {
  return {auth::PasskeyPurpose::What::second_step, step.token_hash, place.rp_id};
}

Shown show_code(Context& context, const db::User& user, std::string_view code) {
  const auto answer = context.services.second_factor.check(user, code, context.request.remote_address);
  if (!answer) return {store_failed(answer.error()), {}};
  switch (answer->status) {
    case auth::CodeAnswer::Status::right:
      return {{}, answer->recovery ? "password and recovery code" : "password and code"};
    case auth::CodeAnswer::Status::throttled:
      return {too_many_tries(answer->wait), {}};
    case auth::CodeAnswer::Status::wrong:
      break;
  }
  note_attempt(context, user, "login.code_failed");
  return {to_response({401, "wrong_code", "This code is not right, or it was used already."}), {}, true};
}

Shown show_passkey(Context& context, const SignInSteps::Step& step, const auth::PasskeyAnswer& passkey) {
  const auto place = passkey_place(context.request);
  if (!place) return {place.refusal(), {}};
  const auto answer = context.services.passkeys.check(*place, purpose_of(step, *place), passkey, step.user);
  if (!answer) return {store_failed(answer.error()), {}};
  if (answer->status == auth::PasskeyCheck::Status::right) return {{}, "password and passkey"};
  note_passkey(context, *answer, "login.passkey_failed");
  return {wrong_passkey(), {}, true};
}

}  // namespace

http::Response log_in_with_code(Context& context) {
  JsonBody body(context.request);
  const bool by_passkey = body.has("passkey");
  auth::PasskeyAnswer passkey;
  Secret code;
  if (by_passkey) {
    passkey = passkey_answer(body);
  } else {
    code = Secret(body.password("code", 1, auth::SecondFactor::kLongestCode));
  }
  if (auto refusal = body.refusal()) return *refusal;

  SignInSteps& steps = context.services.sign_in_steps;
  auto step = steps.take(context.request.cookie(kStepCookie), context.request.remote_address);
  if (!step) return step_is_over();
  const db::User user = step->user;
  const Shown shown =
      by_passkey ? show_passkey(context, *step, passkey) : show_code(context, user, code.view());
  if (shown.refusal) {
    if (shown.wrong) ++step->tries;
    steps.put_back(std::move(*step));
    return *shown.refusal;
  }
  http::Response response = signed_in(context, user, 200, shown.how);
  response.headers.emplace_back("Set-Cookie", no_step_cookie());
  return response;
}

http::Response begin_passkey_step(Context& context) {
  JsonBody body(context.request);
  if (auto refusal = body.refusal()) return *refusal;
  const auto place = passkey_place(context.request);
  if (!place) return place.refusal();
  SignInSteps& steps = context.services.sign_in_steps;
  auto step = steps.take(context.request.cookie(kStepCookie), context.request.remote_address);
  if (!step) return step_is_over();
  const auto question = context.services.passkeys.ask(step->user, purpose_of(*step, *place));
  steps.put_back(std::move(*step));
  if (!question) return store_failed(question.error());
  if (question->credential_ids.empty()) return no_passkey();
  return json_response(200, question_view(*place, question->challenge, question->credential_ids));
}

}  // namespace gatehouse::portal::handlers
