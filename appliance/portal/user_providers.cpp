#include "appliance/portal/user_providers.h"

#include <nlohmann/json.hpp>

#include "appliance/auth/rights.h"
#include "appliance/policy/user_provider.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/context.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/shown_version.h"

namespace gatehouse::portal {

namespace {

using nlohmann::json;
using policy::UserProvider;

std::string label_of(const db::Organization& organization) {
  const auto provider = policy::find_user_provider(organization.user_provider);
  return provider ? std::string(policy::user_provider_label(*provider)) : organization.user_provider;
}

json provider_view(UserProvider provider, const db::Organization& organization) {
  const std::string_view key = policy::user_provider_key(provider);
  const bool available = policy::is_built_in(provider);
  return {{"provider", key},
          {"active", key == organization.user_provider},
          {"available", available},
          {"reason", available ? json() : json("not_in_this_version")}};
}

std::int64_t version_of(const db::Organization& organization) {
  return version_of_values({organization.user_provider});
}

http::Response answer(const db::Organization& organization) {
  json providers = json::array();
  for (const UserProvider provider : policy::all_user_providers())
    providers.push_back(provider_view(provider, organization));
  return with_version(
      json_response(200, {{"active", organization.user_provider}, {"providers", std::move(providers)}}),
      version_of(organization));
}

UserProvider read_provider(JsonBody& body) {
  std::vector<std::string> keys;
  for (const UserProvider provider : policy::all_user_providers())
    keys.emplace_back(policy::user_provider_key(provider));
  const std::string key = body.choice("provider", keys);
  if (!body.has("provider")) body.fail("provider", "This is missing.");
  return policy::find_user_provider(key).value_or(UserProvider::admin);
}

http::Response not_set_up(UserProvider provider) {
  return to_response(
      {409, "provider_not_available",
       std::string(policy::user_provider_label(provider)) + " is not part of this version of Gatehouse."});
}

}  // namespace

bool makes_users_by_hand(const db::Organization& organization) {
  return organization.user_provider == policy::user_provider_key(UserProvider::admin);
}

Refusal refuse_by_hand(const db::Organization& organization) {
  if (makes_users_by_hand(organization)) return {};
  return to_response({409, "wrong_provider",
                      "The users of this organization come from " + label_of(organization) +
                          ". Nobody is created or invited by hand while that is its user provider."});
}

Result<bool> has_local_login(Services& services, const db::User& user) {
  const auto organization = services.organizations.find(user.organization);
  if (!organization) return organization.error();
  if (!*organization) return false;
  if (makes_users_by_hand(**organization)) return true;
  const auto rights = auth::rights_of(services.roles, user, services.clock.unix_seconds());
  if (!rights) return rights.error();
  return rights->owner;
}

Refusal refuse_local_login(Services& services, const db::User& user) {
  return refused(has_local_login(services, user),
                 to_response({409, "only_owners_sign_in",
                              "Only Owners sign in here at the moment: the other users of this organization "
                              "come from its user provider."}));
}

namespace handlers {

http::Response list_user_providers(Context& context) {
  return answer(context.caller->organization);
}

http::Response switch_user_provider(Context& context) {
  JsonBody body(context.request);
  const UserProvider wanted = read_provider(body);
  if (auto refusal = body.refusal()) return *refusal;
  return change_rights(context, [&]() -> http::Response {
    const db::Organization& before = context.caller->organization;
    if (auto stale = refuse_stale(context.request, version_of(before))) return *stale;
    db::Organization after = before;
    after.user_provider = policy::user_provider_key(wanted);
    if (after.user_provider != before.user_provider && !policy::is_built_in(wanted))
      return not_set_up(wanted);
    const auto set = context.services.organizations.set_user_provider(after.id, after.user_provider);
    if (auto refusal = refused(set, not_found())) return *refusal;
    return note(context,
                {"organization.user_provider_switched",
                 static_cast<std::int64_t>(after.id),
                 after.name,
                 {{"user_provider", before.user_provider}},
                 {{"user_provider", after.user_provider}}},
                answer(after));
  });
}

}  // namespace handlers
}  // namespace gatehouse::portal
