#include "appliance/portal/activity.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {
namespace {

using DayCounts = std::map<std::int64_t, std::int64_t>;

constexpr std::chrono::minutes kEvery{5};
constexpr std::int64_t kDay = 86400;
constexpr std::int64_t kFarthest = 14 * 60;  // minutes from UTC, of the islands at the date line

nlohmann::json count_of(const DayCounts& counts, std::int64_t day) {
  const auto found = counts.find(day);
  return found == counts.end() ? nlohmann::json() : nlohmann::json(found->second);
}

}  // namespace

Result<std::int64_t> count_online(Services& services, db::OrganizationId organization) {
  const auto all = services.clients.ids(organization);
  if (!all) return all.error();
  return std::count_if(all->begin(), all->end(),
                       [&](db::ClientId id) { return services.needs.is_online(id); });
}

void ActivityWatch::tick(Services& services) {
  const SteadyTime now = services.clock.steady();
  if (now < next_) return;
  next_ = now + kEvery;
  const auto all = services.organizations.all();
  if (!all) return log::error("portal", all.error().message);
  for (const db::Organization& organization : *all) {
    const auto online = count_online(services, organization.id);
    const auto noted = online ? services.activity.note_online(organization.id, services.clock.unix_seconds(),
                                                              *online, (kMostDays + 1) * kDay)
                              : online.error();
    if (!noted) log::error("portal", noted.error().message);
  }
}

namespace handlers {

http::Response get_activity(Context& context) {
  Query query(context.request);
  const std::int64_t wanted = query.integer("days", 1, ActivityWatch::kMostDays, 30);
  const std::int64_t offset = 60 * query.integer("utc_offset", -kFarthest, kFarthest, 0);
  if (auto refusal = query.refusal()) return *refusal;
  Services& services = context.services;
  const db::OrganizationId organization = context.caller->organization.id;
  const std::int64_t today = (services.clock.unix_seconds() + offset) / kDay;
  const db::DayRange range{today - wanted + 1, offset};
  const policy::Access& access = context.caller->rights.access;
  const bool clients = access.allows(policy::Section::clients, policy::Level::view);
  const bool sessions = access.allows(policy::Section::sessions, policy::Level::view);
  Result<DayCounts> online = DayCounts(), begun = DayCounts();
  if (clients) {
    online = services.activity.online_by_day(organization, range);
    const auto now = count_online(services, organization);
    if (!now) return store_failed(now.error());
    if (online) (*online)[today] = std::max((*online)[today], *now);
  }
  if (sessions) begun = services.activity.sessions_by_day(organization, range);
  if (!online) return store_failed(online.error());
  if (!begun) return store_failed(begun.error());
  std::optional<std::int64_t> forgotten_before;
  if (const auto& keep = context.caller->organization.keep_sessions_days)
    forgotten_before = services.clock.unix_seconds() - *keep * kDay;
  nlohmann::json days = nlohmann::json::array();
  for (std::int64_t day = range.first; day <= today; ++day) {
    nlohmann::json one = {{"date", rfc3339(day * kDay).substr(0, 10)},
                          {"sessions", nullptr},
                          {"clients_online", count_of(*online, day)}};
    const bool kept = !forgotten_before || day * kDay - offset >= *forgotten_before;
    if (sessions && kept) one["sessions"] = begun->contains(day) ? begun->at(day) : 0;
    days.push_back(std::move(one));
  }
  return json_response(200, {{"days", std::move(days)}});
}

}  // namespace handlers
}  // namespace gatehouse::portal
