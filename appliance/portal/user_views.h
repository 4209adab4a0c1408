// Users as the API shows them (openapi.json, components).
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "appliance/auth/rights.h"
#include "appliance/http/server.h"
#include "db/records.h"
#include "db/rights_records.h"

namespace gatehouse::portal {

struct Context;
struct Services;

// "disabled", "ended", "unverified" or "active".
std::string_view user_state(const db::User& user, std::int64_t now);
// handle@namespace, by which machines' access lists know somebody of this organization.
std::string alias_of(const Services& services, const db::Organization& organization, const db::User& user);
// A user of the caller's organization. `held`: every role that counts at `now`.
nlohmann::json user_view(const Context& context, const db::User& user, const std::vector<db::HeldRole>& held,
                         const std::vector<db::Membership>& groups, std::int64_t now);
// The user with this number, of the caller's organization, as a whole answer; or that there is none.
http::Response shown_user(Context& context, int status, db::UserId id);
// What somebody may do in every section, and by what.
nlohmann::json user_access_view(const std::vector<db::HeldRole>& held);

}  // namespace gatehouse::portal
