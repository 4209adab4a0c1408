// Limits and refusals that roles, permission sets, groups and users have in common. Names are one line of text.
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "appliance/base/result.h"
#include "appliance/http/server.h"
#include "db/records.h"

namespace gatehouse::portal {

struct Context;

inline constexpr std::size_t kLongestRightsName = 80;
inline constexpr std::size_t kLongestDescription = 500;
inline constexpr std::size_t kMostSetsOfRole = 50;
inline constexpr std::size_t kMostRolesOfSet = 50;

// One gives, takes and changes only what one has (auth/rights.h).
http::Response more_than_yours();
// "An organisation has 200 roles at most."
http::Response too_many(std::string_view what, std::size_t limit);
// A number in `field` names nothing: "There is no such permission set."
http::Response unknown_in(const std::string& field, std::string_view what);
http::Response no_such_user();

// Changes the user in the path, in a transaction that noted rights (change_rights), if the caller has everything that
// this user has. Refused and undone when nobody would be left who is Owner and may sign in.
http::Response change_user_in_path(Context& context,
                                   const std::function<Result<http::Response>(const db::User&)>& change);

}  // namespace gatehouse::portal
