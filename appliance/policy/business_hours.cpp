#include "appliance/policy/business_hours.h"

#include <algorithm>

#include "appliance/base/text.h"

namespace gatehouse::policy {
namespace {

constexpr int kDay = 24 * 60, kWeek = 7 * kDay;
constexpr std::int64_t kMinute = 60, kDaySeconds = 86400;
// Clocks change twice a year; more than a few within a week is no time zone.
constexpr int kMostClockChanges = 8;

std::int64_t floor_to(std::int64_t value, std::int64_t step) {
  const std::int64_t rest = value % step;
  return value - (rest < 0 ? rest + step : rest);
}

int of_week(const LocalMinute& now) {
  return now.weekday * kDay + now.minute;
}

// "08:00": two digits each.
std::optional<int> parse_clock(std::string_view text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return {};
  const int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
  if (minute > 59 || hour > 24 || (hour == 24 && minute > 0)) return {};
  return hour * 60 + minute;
}

bool overlap(const std::vector<Span>& in_order) {
  for (std::size_t i = 1; i < in_order.size(); ++i) {
    if (in_order[i].begin < in_order[i - 1].end) return true;
  }
  return false;
}

// Those that touch or overlap are one; so are the last and the first of the week.
std::vector<Span> joined(std::vector<Span> spans) {
  std::ranges::sort(spans, {}, &Span::begin);
  std::vector<Span> all;
  for (const Span& span : spans) {
    if (!all.empty() && span.begin <= all.back().end)
      all.back().end = std::max(all.back().end, span.end);
    else
      all.push_back(span);
  }
  while (all.size() > 1 && all.back().end - kWeek >= all.front().begin) {
    all.back().end = std::max(all.back().end, all.front().end + kWeek);
    all.erase(all.begin());
  }
  return all;
}

}  // namespace

LocalMinute local_minute(std::int64_t unix_seconds, std::int64_t offset) {
  const std::int64_t local = unix_seconds + offset;
  const std::int64_t midnight = floor_to(local, kDaySeconds);
  const std::int64_t days = midnight / kDaySeconds;
  // The first day of 1970 was a Thursday.
  const int weekday = static_cast<int>(((days + 3) % 7 + 7) % 7);
  return {weekday, static_cast<int>((local - midnight) / kMinute)};
}

std::string clock_text(int minute) {
  const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return two(minute / 60) + ":" + two(minute % 60);
}

std::optional<Span> parse_span(std::string_view typed) {
  const std::string text(trimmed(typed));
  const auto dash = text.find('-');
  if (dash == text.npos) return {};
  const auto begin = parse_clock(trimmed(std::string_view(text).substr(0, dash)));
  const auto end = parse_clock(trimmed(std::string_view(text).substr(dash + 1)));
  // From a time to the same could be nothing or a day; the whole day has a way to say so.
  if (!begin || !end || *begin == *end || *begin == kDay) return {};
  return Span{*begin, *end > *begin ? *end : *end + kDay};
}

std::string to_text(const Span& span) {
  return clock_text(span.begin) + "-" + clock_text(span.end > kDay ? span.end - kDay : span.end);
}

std::optional<BusinessHours> BusinessHours::of(Days days) {
  BusinessHours hours;
  std::vector<Span> all;
  for (std::size_t day = 0; day < kWeekdays; ++day) {
    std::ranges::sort(days[day], {}, &Span::begin);
    if (days[day].size() > kMostSpans || overlap(days[day])) return {};
    const int midnight = static_cast<int>(day) * kDay;
    for (const Span& span : days[day]) all.push_back({midnight + span.begin, midnight + span.end});
  }
  if (all.empty()) return {};
  hours.days_ = std::move(days);
  hours.open_ = joined(std::move(all));
  return hours;
}

std::optional<BusinessHours> BusinessHours::from_text(std::string_view text) {
  if (text.empty()) return BusinessHours();
  Days days;
  for (const std::string& one : split(text, ';')) {
    const auto words = split(one, ' ');
    const auto day = std::ranges::find(kWeekdayNames, words.front());
    if (day == kWeekdayNames.end()) return {};
    for (std::size_t i = 1; i < words.size(); ++i) {
      const auto span = parse_span(words[i]);
      if (!span) return {};
      days[static_cast<std::size_t>(day - kWeekdayNames.begin())].push_back(*span);
    }
  }
  return of(std::move(days));
}

std::string BusinessHours::to_text() const {
  std::string text;
  for (std::size_t day = 0; day < kWeekdays; ++day) {
    if (days_[day].empty()) continue;
    text += (text.empty() ? "" : ";") + std::string(kWeekdayNames[day]);
    for (const Span& span : days_[day]) text += " " + policy::to_text(span);
  }
  return text;
}

bool BusinessHours::is_open(const LocalMinute& now) const {
  if (always()) return true;
  const int minute = of_week(now);
  return std::ranges::any_of(open_, [&](const Span& span) {
    return (span.begin <= minute && minute < span.end) ||
           (span.begin <= minute + kWeek && minute + kWeek < span.end);
  });
}

bool BusinessHours::is_open_at(std::int64_t unix_seconds, const UtcOffset& offset) const {
  return always() || is_open(local_minute(unix_seconds, offset(unix_seconds)));
}

std::optional<int> BusinessHours::minutes_to_change(const LocalMinute& now) const {
  const bool open = is_open(now);
  const int minute = of_week(now);
  std::optional<int> least;
  for (const Span& span : open_) {
    if (span.end - span.begin >= kWeek) return {};  // all of the week
    int distance = ((open ? span.end : span.begin) - minute) % kWeek;
    if (distance <= 0) distance += kWeek;
    least = std::min(least.value_or(distance), distance);
  }
  return least;
}

std::optional<std::int64_t> BusinessHours::next_change(std::int64_t unix_seconds,
                                                       const UtcOffset& offset) const {
  if (always()) return {};
  const bool open = is_open_at(unix_seconds, offset);
  std::int64_t from = unix_seconds;
  for (int i = 0; i < kMostClockChanges; ++i) {
    const std::int64_t away = offset(from);
    const auto minutes = minutes_to_change(local_minute(from, away));
    if (!minutes) return {};
    const std::int64_t change = floor_to(from + away, kMinute) - away + *minutes * kMinute;
    if (offset(change) == away) return change;
    // Somebody changes the clocks before that: look at what they show then.
    std::int64_t before = from, after = change;
    while (after - before > 1) {
      const std::int64_t middle = before + (after - before) / 2;
      (offset(middle) == away ? before : after) = middle;
    }
    if (is_open_at(after, offset) != open) return after;
    from = after;
  }
  return {};
}

}  // namespace gatehouse::policy
