// What handlers that speak of passkeys have in common: where the browser is, what it brings, what it is asked.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "appliance/auth/passkeys.h"
#include "appliance/portal/context.h"
#include "appliance/portal/found.h"
#include "appliance/portal/input.h"

namespace gatehouse::portal {

// Refused: the browser knows the portal by an IP address, for which there are no passkeys (409).
Found<auth::PasskeyPlace> passkey_place(const http::Request& request);

// Bytes in base64url without padding, 1 to `longest`.
std::string bytes_in(JsonBody& body, const std::string& field, std::size_t longest);
// The object `passkey`: what navigator.credentials.get() gave.
auth::PasskeyAnswer passkey_answer(JsonBody& body);

// For navigator.credentials.get().
nlohmann::json question_view(const auth::PasskeyPlace& place, const std::string& challenge,
                             const std::vector<std::string>& credential_ids);
nlohmann::json credentials_view(const std::vector<std::string>& credential_ids);

// `rp_id`: the one of the place where it is looked at, if there is one.
nlohmann::json passkey_view(const db::Passkey& passkey, const std::optional<std::string>& rp_id);

http::Response wrong_passkey();
// Asked of somebody who has none for this name (409).
http::Response no_passkey();
// Of a sign-in that was refused: noted with the account, when it is known whose passkey this was to be.
void note_passkey(Context& context, const auth::PasskeyCheck& answer, std::string_view otherwise);

}  // namespace gatehouse::portal
