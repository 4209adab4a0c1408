#include "appliance/auth/second_factor.h"

#include <nlohmann/json.hpp>

#include "appliance/auth/webauthn.h"
#include "appliance/credentials/totp.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/passkey_input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/services.h"
#include "appliance/portal/sign_in.h"

namespace gatehouse::portal::handlers {

namespace {

using auth::SecondFactor;
using nlohmann::json;

constexpr std::size_t kLongestName = 60;

json device_view(const db::TotpDevice& device) {
  return {{"id", std::to_string(device.id)},
          {"name", device.name},
          {"created_at", rfc3339(device.created_at)},
          {"last_used_at", time_view(device.last_used_at)}};
}

http::Response refusal_of(SecondFactor::Refused why) {
  switch (why) {
    case SecondFactor::Refused::no_secret:
      return to_response({410, "secret_is_over", "That took too long. Start again with a new QR code."});
    case SecondFactor::Refused::too_many:
      return to_response({409, "too_many", "You have as many devices as there can be. Remove one first."});
    case SecondFactor::Refused::wrong_code:
      break;
  }
  return invalid_fields({{"code",
                          "This code is not right. Type the one that the app shows now, and check that the "
                          "clocks of the device "
                          "and of the appliance are right."}});
}

}  // namespace

http::Response get_second_factor(Context& context) {
  const Found<SecondFactor::State> state = context.services.second_factor.state(context.caller->user);
  if (!state) return state.refusal();
  const Found<std::vector<db::Passkey>> known = context.services.passkeys.list(context.caller->user);
  if (!known) return known.refusal();
  const auto rp_id = auth::rp_id_of(context.request.header("host"));
  json devices = json::array(), passkeys = json::array();
  for (const db::TotpDevice& device : state->devices) devices.push_back(device_view(device));
  for (const db::Passkey& passkey : *known) passkeys.push_back(passkey_view(passkey, rp_id));
  return json_response(200, {{"devices", std::move(devices)},
                             {"passkeys", std::move(passkeys)},
                             {"passkeys_here", rp_id.has_value()},
                             {"recovery_codes_left", state->recovery_codes_left}});
}

http::Response begin_totp_device(Context& context) {
  JsonBody body(context.request);
  if (auto refusal = body.refusal()) return *refusal;
  const Caller& caller = *context.caller;
  const Secret secret = context.services.second_factor.begin_device(caller.login.id);
  return json_response(201,
                       {{"secret", credentials::base32(secret.view())},
                        {"uri", credentials::totp_uri(secret.view(), "Gatehouse " + caller.organization.name,
                                                      caller.user.email)}});
}

http::Response add_totp_device(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const std::string name = body.text("name", 1, kLongestName);
  const Secret code(body.password("code", 1, SecondFactor::kLongestCode));
  if (auto refusal = body.refusal()) return *refusal;
  const db::User& user = context.caller->user;
  std::vector<db::LoginId> ended;
  http::Response answer = in_transaction(services, [&] {
    const Found<SecondFactor::Outcome> outcome =
        services.second_factor.add_device(user, context.caller->login.id, name, code.view());
    if (!outcome) return outcome.refusal();
    if (const auto* why = std::get_if<SecondFactor::Refused>(&*outcome)) return refusal_of(*why);
    const auto& made = std::get<SecondFactor::NewDevice>(*outcome);
    if (!user.second_factor) {
      // Whoever signed in with the password alone must show the code now.
      const Found<std::vector<db::LoginId>> others = services.logins.end_others(*context.caller);
      if (!others) return others.refusal();
      ended = *others;
    }
    return note(
        context, {"user.device_added", user.id, user.email, nullptr, {{"device", name}}},
        json_response(201, {{"device", device_view(made.device)}, {"recovery_codes", made.recovery_codes}}));
  });
  if (answer.status < 400) cut_off(context, ended);
  return answer;
}

http::Response remove_totp_device(Context& context) {
  const db::User& user = context.caller->user;
  return in_transaction(context.services, [&] {
    const auto name =
        found(context.services.second_factor.remove_device(user, context.id_in_path("device_id")),
              to_response({404, "no_such_device", "This device is not there any more."}));
    if (!name) return name.refusal();
    return note(context, {"user.device_removed", user.id, user.email, {{"device", *name}}}, no_content());
  });
}

http::Response renew_recovery_codes(Context& context) {
  JsonBody body(context.request);
  if (auto refusal = body.refusal()) return *refusal;
  const db::User& user = context.caller->user;
  if (!user.second_factor)
    return to_response(
        {409, "no_second_factor", "Recovery codes come with the first device or passkey. Add one first."});
  return in_transaction(context.services, [&] {
    const Found<std::vector<std::string>> codes = context.services.second_factor.new_recovery_codes(user);
    if (!codes) return codes.refusal();
    return note(context, {"user.recovery_codes_made", user.id, user.email},
                json_response(201, {{"recovery_codes", *codes}}));
  });
}

http::Response reset_second_factor(Context& context) {
  return change_user_in_path(context, [&](const db::User& user) -> http::Response {
    if (user.id == context.caller->user.id)
      return to_response({409, "own_account", "Remove your own devices and passkeys in My Profile."});
    if (auto refusal = refused(context.services.second_factor.remove_all(user),
                               to_response({409, "no_second_factor", "This user has no second factor."})))
      return *refusal;
    return note(context, {"user.second_factor_reset", user.id, user.email}, no_content());
  });
}

}  // namespace gatehouse::portal::handlers
