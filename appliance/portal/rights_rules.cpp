#include "appliance/portal/rights_rules.h"

#include "appliance/portal/changes.h"
#include "appliance/portal/context.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {

http::Response more_than_yours() {
  return to_response(
      {403, "more_than_yours",
       "You can give, take and change only rights that you have yourself. Ask somebody who has them."});
}

http::Response too_many(std::string_view what, std::size_t limit) {
  const std::string things(what);
  return to_response({409, "too_many",
                      "An organisation has " + std::to_string(limit) + " " + things +
                          " at most. Delete one that is not needed first."});
}

http::Response unknown_in(const std::string& field, std::string_view what) {
  return invalid_fields({{field, "There is no such " + std::string(what) + "."}});
}

http::Response no_such_user() {
  return to_response({404, "no_such_user", "There is no such user."});
}

http::Response change_user_in_path(Context& context,
                                   const std::function<Result<http::Response>(const db::User&)>& change) {
  Services& services = context.services;
  const auto organization = context.caller->organization.id;
  const auto id = context.id_parameter("user_id");
  if (!id) return no_such_user();
  return change_rights(context, [&]() -> Result<http::Response> {
    const std::int64_t now = services.clock.unix_seconds();
    const auto user = services.users.find(organization, *id);
    if (!user) return user.error();
    if (!*user) return no_such_user();
    const auto held = services.roles.held(organization, *id, now);
    if (!held) return held.error();
    if (!context.caller->rights.cover(auth::rights_of(*held))) return more_than_yours();
    auto answer = change(**user);
    if (!answer) return answer;
    const auto owners = services.roles.count_holders(organization, std::string(policy::kOwnerRole), now);
    if (!owners) return owners.error();
    if (*owners == 0) {
      return to_response(
          {409, "last_owner",
           "Nobody would be left who is Owner and can sign in. Make somebody else Owner first."});
    }
    return answer;
  });
}

}  // namespace gatehouse::portal
