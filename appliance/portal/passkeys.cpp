#include "appliance/auth/passkeys.h"

#include <nlohmann/json.hpp>

#include "appliance/auth/passkey_key.h"
#include "appliance/auth/webauthn.h"
#include "appliance/base/text.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/passkey_input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/sign_in.h"

namespace gatehouse::portal::handlers {

namespace {

using auth::Passkeys;
using nlohmann::json;

constexpr std::size_t kLongestName = 60;

http::Response refusal_of(Passkeys::Refused why) {
  switch (why) {
    case Passkeys::Refused::over:
      return to_response({410, "challenge_is_over", "That took too long. Start again."});
    case Passkeys::Refused::taken:
      return to_response({409, "passkey_taken", "This passkey is known here already."});
    case Passkeys::Refused::too_many:
      return to_response({409, "too_many", "You have as many passkeys as there can be. Remove one first."});
    case Passkeys::Refused::not_good:
      break;
  }
  return to_response({400, "passkey_not_good",
                      "What the browser made is no passkey that can be used here. Try another device, or "
                      "another browser."});
}

}  // namespace

http::Response begin_passkey(Context& context) {
  JsonBody body(context.request);
  if (auto refusal = body.refusal()) return *refusal;
  const auto place = passkey_place(context.request);
  if (!place) return place.refusal();
  const Caller& caller = *context.caller;
  const Found<Passkeys::Invitation> invitation =
      context.services.passkeys.invite(caller.user, caller.login.id, *place);
  if (!invitation) return invitation.refusal();
  json answer = question_view(*place, invitation->challenge, invitation->credential_ids);
  answer["rp_name"] = "Gatehouse " + caller.organization.name;
  answer["user_handle"] = base64url(invitation->user_handle);
  answer["user_name"] = caller.user.email;
  answer["user_display_name"] = caller.user.first_name + " " + caller.user.last_name;
  answer["algorithms"] = {auth::kEs256, auth::kRs256};
  return json_response(200, answer);
}

http::Response add_passkey(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const std::string name = body.text("name", 1, kLongestName);
  auth::NewPasskey made;
  made.credential_id = bytes_in(body, "id", auth::kLongestCredentialId);
  made.client_data = bytes_in(body, "client_data", auth::kLongestClientData);
  made.authenticator_data = bytes_in(body, "authenticator_data", auth::kLongestAuthenticatorData);
  made.public_key = bytes_in(body, "public_key", auth::kLongestPublicKey);
  made.algorithm = body.integer("algorithm", INT32_MIN, INT32_MAX);
  if (auto refusal = body.refusal()) return *refusal;
  const auto place = passkey_place(context.request);
  if (!place) return place.refusal();
  const db::User& user = context.caller->user;
  std::vector<db::LoginId> ended;
  http::Response answer = in_transaction(services, [&] {
    const Found<Passkeys::Outcome> outcome =
        services.passkeys.add(user, context.caller->login.id, *place, name, made);
    if (!outcome) return outcome.refusal();
    if (const auto* why = std::get_if<Passkeys::Refused>(&*outcome)) return refusal_of(*why);
    const auto& added = std::get<Passkeys::Added>(*outcome);
    if (!user.second_factor) {
      // Whoever signed in with the password alone must show the passkey now.
      const Found<std::vector<db::LoginId>> others = services.logins.end_others(*context.caller);
      if (!others) return others.refusal();
      ended = *others;
    }
    return note(context, {"user.passkey_added", user.id, user.email, nullptr, {{"passkey", name}}},
                json_response(201, {{"passkey", passkey_view(added.passkey, place->rp_id)},
                                    {"recovery_codes", added.recovery_codes}}));
  });
  if (answer.status < 400) cut_off(context, ended);
  return answer;
}

http::Response remove_passkey(Context& context) {
  const db::User& user = context.caller->user;
  return in_transaction(context.services, [&] {
    const auto name = found(context.services.passkeys.remove(user, context.id_in_path("passkey_id")),
                            to_response({404, "no_such_passkey", "This passkey is not there any more."}));
    if (!name) return name.refusal();
    return note(context, {"user.passkey_removed", user.id, user.email, {{"passkey", *name}}}, no_content());
  });
}

}  // namespace gatehouse::portal::handlers
