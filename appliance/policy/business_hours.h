// When a machine may be reached: hours of the week on the clock of the appliance's wall, or always. Local time comes in as its
// distance from UTC, so that nothing here knows a time zone: on the night when clocks change, what the wall shows counts. A
// span that begins in the hour that is left out begins right after it; one in the hour that comes twice is there twice.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

inline constexpr std::size_t kWeekdays = 7;
inline constexpr std::array<std::string_view, kWeekdays> kWeekdayNames = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

// Seconds east of UTC at a time (seconds since 1970).
using UtcOffset = std::function<std::int64_t(std::int64_t unix_seconds)>;

// What the wall shows.
struct LocalMinute {
  int weekday = 0;  // 0: Monday
  int minute = 0;   // of the day

  bool operator==(const LocalMinute&) const = default;
};
LocalMinute local_minute(std::int64_t unix_seconds, std::int64_t offset);
// "08:00"
std::string clock_text(int minute);

// Of one day, in minutes; `end` is the first that is not meant. Beyond 1440 it is on the day after.
struct Span {
  int begin = 0, end = 0;

  bool operator==(const Span&) const = default;
};
// "08:00-17:30", "22:00-06:00" (over midnight), "00:00-24:00" (the whole day). Nothing: it is none.
std::optional<Span> parse_span(std::string_view typed);
std::string to_text(const Span& span);

class BusinessHours {
 public:
  static constexpr std::size_t kMostSpans = 3;  // of a day
  using Days = std::array<std::vector<Span>, kWeekdays>;

  // Always.
  BusinessHours() = default;
  // Spans of each day in any order. Nothing: too many of a day, two that overlap on it, or not one at all.
  static std::optional<BusinessHours> of(Days days);
  // What to_text() gave.
  static std::optional<BusinessHours> from_text(std::string_view text);

  bool always() const { return open_.empty(); }
  const Days& days() const { return days_; }
  // In one line; empty: always. "monday 08:00-12:00 13:00-17:00;friday 08:00-12:00"
  std::string to_text() const;

  bool is_open(const LocalMinute& now) const;
  bool is_open_at(std::int64_t unix_seconds, const UtcOffset& offset) const;
  // The first time after `unix_seconds` at which it is open when it is closed then, or the other way round. Nothing: it never
  // changes.
  std::optional<std::int64_t> next_change(std::int64_t unix_seconds, const UtcOffset& offset) const;

  bool operator==(const BusinessHours& other) const { return days_ == other.days_; }

 private:
  // Minutes until the wall shows another state, were no clock changed.
  std::optional<int> minutes_to_change(const LocalMinute& now) const;

  Days days_;
  // Of the week, in order and apart from each other; the last may reach into the first day.
  std::vector<Span> open_;
};

}  // namespace gatehouse::policy
