// Limits and refusals that roles, permission sets, groups and users have in common.
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "appliance/auth/rights.h"
#include "appliance/http/server.h"
#include "appliance/portal/found.h"
#include "db/rights_records.h"

namespace gatehouse::portal {

struct Context;
class JsonBody;

inline constexpr std::size_t kMostSetsOfRole = 50;
inline constexpr std::size_t kMostRolesOfSet = 50;

// Name and description, as the body says them; what it does not name stays. What is new (number 0) needs a name.
void read_name(JsonBody& body, db::NamedThing& thing);
// One gives, takes and changes only what one has (auth/rights.h): the refusal of whoever lacks some of `rights`.
Refusal refuse_beyond(const Context& context, const Found<auth::Rights>& rights);
// "An organization has 200 roles at most."
Refusal refuse_too_many(const Result<std::int64_t>& count, std::int64_t limit, std::string_view what);
// A number in `field` names nothing: "There is no such permission set."
http::Response unknown_in(const std::string& field, std::string_view what);
// "Another role has this name."
http::Response name_taken(std::string_view what);
http::Response email_taken();

http::Response no_such_role();
// Of the caller's organization; else the answer that there is none (no_such_user, no_such_role).
Found<db::User> find_user(Context& context, db::UserId id);
Found<db::Role> find_role(Context& context, db::RoleId id);
// Owner and User are in every license; other roles are not.
bool is_licensed(const Context& context, const db::Role& role);
// The user in the path, if the caller has everything that this user has.
Found<db::User> user_in_path_within_rights(Context& context);

// Changes that user, in a transaction for rights (change_rights). Refused and undone when nobody would be left who is
// Owner and may sign in.
http::Response change_user_in_path(Context& context,
                                   const std::function<http::Response(const db::User&)>& change);

}  // namespace gatehouse::portal
