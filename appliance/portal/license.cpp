#include <nlohmann/json.hpp>

#include "appliance/portal/handlers.h"
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

}  // namespace gatehouse::portal::handlers
