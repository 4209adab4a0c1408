#include "appliance/portal/opening_hours.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "appliance/policy/business_hours.h"
#include "appliance/portal/input.h"
#include "appliance/portal/needs.h"
#include "appliance/portal/problem.h"

namespace gatehouse::portal {
namespace {

using nlohmann::json;
using policy::BusinessHours;

constexpr const char* kSpansWanted =
    "Write what belongs to a day as 08:00-17:30: at most three, which do not overlap.";

// Nothing: not to be read, so nobody knows when it is open.
std::optional<BusinessHours> hours_of(const std::string& stored) {
  auto hours = BusinessHours::from_text(stored);
  if (!hours) log::error("portal", "opening hours in the store can't be read: " + stored);
  return hours;
}

policy::UtcOffset local(PortalNeeds& needs) {
  return [&needs](std::int64_t at) { return needs.utc_offset(at); };
}

policy::LocalMinute local_minute_at(std::int64_t at, PortalNeeds& needs) {
  return policy::local_minute(at, needs.utc_offset(at));
}

std::optional<std::vector<policy::Span>> spans_of(const json& typed) {
  if (!typed.is_array() || typed.size() > BusinessHours::kMostSpans) return {};
  std::vector<policy::Span> spans;
  for (const json& one : typed) {
    const auto* text = one.get_ptr<const std::string*>();
    const auto span = text ? policy::parse_span(*text) : std::nullopt;
    if (!span) return {};
    spans.push_back(*span);
  }
  return spans;
}

}  // namespace

std::string read_opening_hours(JsonBody& body, const std::string& field) {
  if (body.is_empty(field)) return {};
  BusinessHours::Days days;
  bool any = false;
  const json all = body.object(field);
  for (const auto& [name, typed] : all.items()) {
    const auto day = std::ranges::find(policy::kWeekdayNames, name);
    const auto spans = spans_of(typed);
    if (day == policy::kWeekdayNames.end() || !spans) {
      body.fail(field, day == policy::kWeekdayNames.end() ? "Days are monday to sunday." : kSpansWanted);
      return {};
    }
    any = any || !spans->empty();
    days[static_cast<std::size_t>(day - policy::kWeekdayNames.begin())] = *spans;
  }
  const auto hours = BusinessHours::of(std::move(days));
  if (!hours)
    body.fail(field,
              any ? kSpansWanted : "Name hours of at least one day, or remove them: then it is open always.");
  return hours ? hours->to_text() : std::string();
}

json opening_hours_view(const std::string& stored) {
  const auto hours = hours_of(stored);
  if (!hours || hours->always()) return {};
  json view = json::object();
  for (std::size_t day = 0; day < policy::kWeekdays; ++day) {
    json spans = json::array();
    for (const policy::Span& span : hours->days()[day]) spans.push_back(policy::to_text(span));
    view[std::string(policy::kWeekdayNames[day])] = std::move(spans);
  }
  return view;
}

json opening_hours_in_log(const std::string& stored) {
  return stored.empty() ? json::array() : json(split(stored, ';'));
}

bool is_open(const db::Client& client, PortalNeeds& needs, std::int64_t now) {
  const auto hours = hours_of(client.opening_hours);
  return hours && hours->is_open_at(now, local(needs));
}

std::optional<std::int64_t> opening_changes_at(const db::Client& client, PortalNeeds& needs,
                                               std::int64_t now) {
  const auto hours = hours_of(client.opening_hours);
  return hours ? hours->next_change(now, local(needs)) : std::nullopt;
}

json opening_change_view(const db::Client& client, PortalNeeds& needs, std::int64_t now) {
  const auto change = opening_changes_at(client, needs, now);
  if (!change) return {};
  const policy::LocalMinute then = local_minute_at(*change, needs);
  return {{"at", rfc3339(*change)},
          {"weekday", policy::kWeekdayNames[static_cast<std::size_t>(then.weekday)]},
          {"time", policy::clock_text(then.minute)}};
}

Refusal refuse_outside_hours(const db::Client& client, PortalNeeds& needs, std::int64_t now) {
  if (is_open(client, needs, now)) return {};
  std::string words = "This machine is closed now.";
  if (const auto opens = opening_changes_at(client, needs, now)) {
    const policy::LocalMinute then = local_minute_at(*opens, needs);
    std::string day(policy::kWeekdayNames[static_cast<std::size_t>(then.weekday)]);
    day.front() = static_cast<char>(day.front() - 'a' + 'A');
    words += " It opens " + day + " " + policy::clock_text(then.minute) + " (" + needs.time_zone() + ").";
  }
  return to_response({409, "outside_hours", std::move(words)});
}

}  // namespace gatehouse::portal
