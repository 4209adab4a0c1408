// When a machine may be reached, as the portal reads, shows and enforces it (policy/business_hours.h): on the clock of the
// appliance.
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "appliance/portal/found.h"
#include "db/records.h"

namespace gatehouse::portal {

class JsonBody;
class PortalNeeds;

// Null, or {"monday": ["08:00-17:30"], …}: as stored from then on; empty: always.
std::string read_opening_hours(JsonBody& body, const std::string& field);

// As it is read; null: always.
nlohmann::json opening_hours_view(const std::string& stored);

// For the audit log: a line a day, ["monday 08:00-12:00 13:00-17:00"]; empty: always.
nlohmann::json opening_hours_in_log(const std::string& stored);

bool is_open(const db::Client& client, PortalNeeds& needs, std::int64_t now);
// The first time after `now` when that is not so any more; nothing: it stays.
std::optional<std::int64_t> opening_changes_at(const db::Client& client, PortalNeeds& needs,
                                               std::int64_t now);
// {"at": …, "weekday": "monday", "time": "08:00"} on the appliance's clock, or null.
nlohmann::json opening_change_view(const db::Client& client, PortalNeeds& needs, std::int64_t now);

// 409 `outside_hours`: it is closed now.
Refusal refuse_outside_hours(const db::Client& client, PortalNeeds& needs, std::int64_t now);

}  // namespace gatehouse::portal
