// By what right a session is: noted when it is asked for, shown as long as it is kept.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/auth/login_service.h"
#include "db/records.h"

namespace gatehouse::portal {

// How a session can be authorized, as the store and the API call it. A machine that asks the person there, or for a
// password, will have words of its own.
inline constexpr std::string_view kByRight = "right";         // somebody signed in, who may see clients
inline constexpr std::string_view kByApiToken = "api_token";  // a token whose scope and owner may
inline constexpr std::string_view kAuthorizations[] = {kByRight, kByApiToken};

// The names of token and roles as they are now: whatever becomes of them, they gave this right.
void note_authorization(db::Session& session, const auth::Identity& who);

// null: not recorded.
nlohmann::json authorization_view(const db::Session& session);

// In one line, for a table: the token and the roles. Empty: not recorded.
std::string authorization_words(const db::Session& session);

}  // namespace gatehouse::portal
