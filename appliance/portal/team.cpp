#include "appliance/portal/team.h"

#include <nlohmann/json.hpp>

#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/shown_version.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal {

namespace {

constexpr std::size_t kLongestDescription = 500;

std::string read_description(JsonBody& body) {
  return body.optional_text("description", kLongestDescription).value_or("");
}

std::int64_t version_of(const db::Organization& team) {
  return version_of_values({team.description});
}

http::Response answer(const db::Organization& team) {
  nlohmann::json view = organization_view(team);
  view["description"] = team.description;
  return with_version(json_response(200, view), version_of(team));
}

}  // namespace

std::string read_first_description(JsonBody& body, policy::Tier tier) {
  if (!body.has("description")) return {};
  std::string description = read_description(body);
  if (!description.empty() && !policy::includes(tier, policy::Feature::team))
    body.fail("description", "Only a team has a description.");
  return description;
}

namespace handlers {

http::Response get_team(Context& context) {
  return answer(context.caller->organization);
}

http::Response change_team(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  if (body.has("name")) return name_is_fixed("A team's");
  std::optional<std::string> description;
  if (body.has("description")) description = read_description(body);
  if (auto refusal = body.refusal()) return *refusal;
  return in_transaction(services, [&]() -> http::Response {
    const auto before = found(services.organizations.find(context.caller->organization.id), not_found());
    if (!before) return before.refusal();
    if (auto stale = refuse_stale(context.request, version_of(*before))) return *stale;
    db::Organization after = *before;
    after.description = description.value_or(before->description);
    const auto set = services.organizations.set_description(after.id, after.description);
    if (auto refusal = refused(set, not_found())) return *refusal;
    return note(context,
                {"team.changed",
                 static_cast<std::int64_t>(after.id),
                 after.name,
                 {{"description", before->description}},
                 {{"description", after.description}}},
                answer(after));
  });
}

}  // namespace handlers
}  // namespace gatehouse::portal
