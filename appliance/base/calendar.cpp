#include "appliance/base/calendar.h"

#include <chrono>

namespace gatehouse {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;

CalendarTime calendar_time(std::int64_t unix_seconds) {
  const std::chrono::sys_seconds time{seconds(unix_seconds)};
  const sys_days midnight = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(midnight);
  const std::chrono::hh_mm_ss of_day(time - midnight);
  return {static_cast<int>(date.year()),
          static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()),
          static_cast<int>(of_day.hours().count()),
          static_cast<int>(of_day.minutes().count()),
          static_cast<int>(of_day.seconds().count())};
}

std::int64_t unix_seconds(const CalendarTime& time) {
  const sys_days first(std::chrono::year(time.year) / std::chrono::month(time.month) / 1);
  const auto date = first.time_since_epoch() + days(static_cast<int>(time.day) - 1);
  return seconds(date).count() + time.hour * 3600LL + time.minute * 60LL + time.second;
}

}  // namespace gatehouse
