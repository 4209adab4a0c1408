#include "appliance/portal/passkey_input.h"

#include <nlohmann/json.hpp>

#include "appliance/auth/webauthn.h"
#include "appliance/base/text.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/problem.h"

namespace gatehouse::portal {

namespace {

using nlohmann::json;

constexpr std::size_t kLongestSignature = 1024, kLongestHandle = 64;

}  // namespace

Found<auth::PasskeyPlace> passkey_place(const http::Request& request) {
  const std::string host(request.header("host"));
  auto rp_id = auth::rp_id_of(host);
  if (!rp_id)
    return to_response({409, "no_passkeys_here",
                        "Passkeys need a name. Open the portal by its host name instead of an IP address."});
  return auth::PasskeyPlace{std::move(*rp_id), "https://" + host};
}

std::string bytes_in(JsonBody& body, const std::string& field, std::size_t longest) {
  const std::string text = body.text(field, 1, (longest * 4 + 2) / 3);
  auto bytes = from_base64url(text);
  if (bytes) return std::move(*bytes);
  body.fail(field, "This must be base64url without padding.");
  return {};
}

auth::PasskeyAnswer passkey_answer(JsonBody& body) {
  const json object = body.object("passkey");
  JsonBody part(object);
  auth::PasskeyAnswer answer;
  answer.credential_id = bytes_in(part, "id", auth::kLongestCredentialId);
  answer.client_data = bytes_in(part, "client_data", auth::kLongestClientData);
  answer.authenticator_data = bytes_in(part, "authenticator_data", auth::kLongestAuthenticatorData);
  answer.signature = bytes_in(part, "signature", kLongestSignature);
  if (part.has("user_handle")) answer.user_handle = bytes_in(part, "user_handle", kLongestHandle);
  if (part.refusal()) body.fail("passkey", part.first_mistake());
  return answer;
}

json credentials_view(const std::vector<std::string>& credential_ids) {
  json ids = json::array();
  for (const std::string& id : credential_ids) ids.push_back(base64url(id));
  return ids;
}

json question_view(const auth::PasskeyPlace& place, const std::string& challenge,
                   const std::vector<std::string>& credential_ids) {
  return {{"challenge", base64url(challenge)},
          {"rp_id", place.rp_id},
          {"credential_ids", credentials_view(credential_ids)},
          {"good_for", std::chrono::seconds(auth::PasskeyChallenges::kGoodFor).count()}};
}

json passkey_view(const db::Passkey& passkey, const std::optional<std::string>& rp_id) {
  return {{"id", std::to_string(passkey.id)},
          {"name", passkey.name},
          {"rp_id", passkey.rp_id},
          {"here", passkey.rp_id == rp_id},
          {"created_at", rfc3339(passkey.created_at)},
          {"last_used_at", time_view(passkey.last_used_at)}};
}

http::Response wrong_passkey() {
  return to_response({401, "wrong_passkey",
                      "This passkey does not sign in here: it is not known, was removed, or took too long."});
}

http::Response no_passkey() {
  return to_response({409, "no_passkey", "You have no passkey for the name by which you opened the portal."});
}

void note_passkey(Context& context, const auth::PasskeyCheck& answer, std::string_view otherwise) {
  if (!answer.user) return;
  const bool copied = answer.status == auth::PasskeyCheck::Status::copied;
  note_attempt(context, *answer.user, copied ? "login.passkey_copied" : otherwise);
}

}  // namespace gatehouse::portal
