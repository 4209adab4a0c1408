// Signing in with a passkey alone. Nobody says a name before: the authenticator knows whose key it has, so there is
// nothing here that could tell which accounts exist.
#include <nlohmann/json.hpp>

#include "appliance/auth/token.h"
#include "appliance/portal/guard.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/passkey_input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/sign_in.h"

namespace gatehouse::portal::handlers {

namespace {

// Only the browser that was asked can answer.
auth::PasskeyPurpose purpose_of(std::string_view cookie, const auth::PasskeyPlace& place) {
  return {auth::PasskeyPurpose::What::sign_in, auth::hash_token(cookie), place.rp_id};
}

}  // namespace

http::Response begin_passkey_sign_in(Context& context) {
  JsonBody body(context.request);
  if (auto refusal = body.refusal()) return *refusal;
  const auto place = passkey_place(context.request);
  if (!place) return place.refusal();
  const auth::Token token = auth::new_token();
  const std::string challenge = context.services.passkeys.ask_anybody(purpose_of(token.text.view(), *place));
  http::Response response = json_response(200, question_view(*place, challenge, {}));
  response.headers.emplace_back("Set-Cookie", passkey_cookie(token.text.view()));
  return response;
}

http::Response log_in_with_passkey(Context& context) {
  JsonBody body(context.request);
  const auth::PasskeyAnswer passkey = passkey_answer(body);
  if (auto refusal = body.refusal()) return *refusal;
  const auto place = passkey_place(context.request);
  if (!place) return place.refusal();
  auth::LoginService& logins = context.services.logins;
  const std::string& address = context.request.remote_address;
  if (const auto wait = logins.begin_try(address); wait.count() > 0) return too_many_tries(wait);
  const auto purpose = purpose_of(context.request.cookie(kPasskeyCookie), *place);
  const auto answer = context.services.passkeys.check(*place, purpose, passkey, std::nullopt);
  const bool failed = answer && answer->status != auth::PasskeyCheck::Status::right;
  logins.end_try(address, failed);
  if (!answer) return store_failed(answer.error());
  if (failed) {
    note_passkey(context, *answer, "login.passkey_failed");
    return wrong_passkey();
  }
  http::Response response = signed_in(context, *answer->user, 200, "passkey");
  response.headers.emplace_back("Set-Cookie", no_passkey_cookie());
  return response;
}

}  // namespace gatehouse::portal::handlers
