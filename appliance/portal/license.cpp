#include <nlohmann/json.hpp>

#include "appliance/auth/licensing.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

namespace {

using nlohmann::json;

json tiers_view() {
  json tiers = json::array();
  for (const policy::Tier tier : policy::all_tiers())
    tiers.push_back({{"tier", policy::tier_key(tier)}, {"features", features_view(tier)}});
  return tiers;
}

}  // namespace

http::Response get_license(Context& context) {
  Services& services = context.services;
  const policy::Tier tier = context.caller->tier();
  const db::OrganizationId organization = context.caller->organization.id;
  const auto size = found(services.organizations.find_size(organization), not_found());
  if (!size) return size.refusal();
  const auto open = services.sessions.count_active(organization);
  if (!open) return store_failed(open.error());
  const bool is_team = policy::includes(tier, policy::Feature::team);
  return json_response(
      200, {{"tier", policy::tier_key(tier)},
            {"kind", is_team ? "team" : "organization"},
            {"features", features_view(tier)},
            {"tiers", tiers_view()},
            {"expires_at", nullptr},
            {"in_use", {{"users", size->users}, {"clients", size->clients}, {"open_sessions", *open}}}});
}

http::Response change_license(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const policy::Tier tier = body.license("license");
  if (!body.has("license")) body.fail("license", "This is missing.");
  if (auto refusal = body.refusal()) return *refusal;
  db::OrganizationId changed{};
  http::Response answer = change_rights(context, [&]() -> http::Response {
    const auto organization =
        found(services.organizations.find_by_login_id(context.parameters["organization_id"]),
              to_response({404, "no_such_organization", "There is no such organisation."}));
    if (!organization) return organization.refusal();
    changed = organization->id;
    const auth::Asker asker{context.caller->user.id, context.caller->user.email,
                            context.request.remote_address};
    const auto licensed =
        auth::change_license(services.database, services.clock, organization->id, tier, asker);
    if (!licensed) return store_failed(licensed.error());
    if (!licensed->in_the_way.empty()) return to_response({409, "license_in_use", licensed->in_the_way});
    return json_response(200, size_view(*licensed->organization));
  });
  // Its pages show what the licence has.
  if (answer.status < 400) services.events.publish(changed, Topic::rights);
  return answer;
}

}  // namespace gatehouse::portal::handlers
