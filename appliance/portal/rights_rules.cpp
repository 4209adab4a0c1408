#include "appliance/portal/rights_rules.h"

#include "appliance/portal/changes.h"
#include "appliance/portal/context.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {

namespace {

// In characters; both are one line of text.
constexpr std::size_t kLongestName = 80;
constexpr std::size_t kLongestDescription = 500;

}  // namespace

void read_name(JsonBody& body, db::NamedThing& thing) {
  if (thing.id == 0 || body.has("name")) thing.name = body.text("name", 1, kLongestName);
  if (body.has("description")) thing.description = body.text("description", 0, kLongestDescription);
}

Refusal refuse_beyond(const Context& context, const Found<auth::Rights>& rights) {
  if (!rights) return rights.refusal();
  if (context.caller->rights.cover(*rights)) return {};
  return to_response(
      {403, "more_than_yours",
       "You can give, take and change only rights that you have yourself. Ask somebody who has them."});
}

Refusal refuse_too_many(const Result<std::int64_t>& count, std::int64_t limit, std::string_view what) {
  if (!count) return store_failed(count.error());
  if (*count < limit) return {};
  return to_response({409, "too_many",
                      "An organization has " + std::to_string(limit) + " " + std::string(what) +
                          " at most. Delete one that is not needed first."});
}

http::Response unknown_in(const std::string& field, std::string_view what) {
  return invalid_fields({{field, "There is no such " + std::string(what) + "."}});
}

http::Response name_taken(std::string_view what) {
  const std::string words = "Another " + std::string(what) + " has this name.";
  return to_response({409, "name_taken", words, {{"name", words}}});
}

http::Response email_taken() {
  const std::string words = "Another user has this e-mail address.";
  return to_response({409, "email_taken", words, {{"email", words}}});
}

Found<db::User> find_user(Context& context, db::UserId id) {
  return found(context.services.users.find(context.caller->organization.id, id),
               to_response({404, "no_such_user", "There is no such user."}));
}

http::Response no_such_role() {
  return to_response({404, "no_such_role", "There is no such role."});
}

Found<db::Role> find_role(Context& context, db::RoleId id) {
  return found(context.services.roles.find(context.caller->organization.id, id), no_such_role());
}

bool is_licensed(const Context& context, const db::Role& role) {
  return role.key == policy::kOwnerRole || role.key == policy::kDefaultRole ||
         policy::includes(context.caller->tier(), policy::Feature::roles);
}

Found<db::User> user_in_path_within_rights(Context& context) {
  Services& services = context.services;
  auto user = find_user(context, context.id_in_path("user_id"));
  if (!user) return user;
  const auto rights = auth::rights_of(services.roles, *user, services.clock.unix_seconds());
  if (auto refusal = refuse_beyond(context, rights)) return *std::move(refusal);
  return user;
}

http::Response change_user_in_path(Context& context,
                                   const std::function<http::Response(const db::User&)>& change) {
  return change_rights(context, [&] {
    const auto user = user_in_path_within_rights(context);
    if (!user) return user.refusal();
    http::Response answer = change(*user);
    if (answer.status >= 400) return answer;
    const auto owners = context.services.roles.count_holders(
        user->organization, std::string(policy::kOwnerRole), context.services.clock.unix_seconds());
    if (!owners) return store_failed(owners.error());
    if (*owners > 0) return answer;
    return to_response(
        {409, "last_owner",
         "Nobody would be left who is Owner and can sign in. Make somebody else Owner first."});
  });
}

}  // namespace gatehouse::portal
