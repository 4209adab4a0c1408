// Dates and times of day in UTC. Unlike gmtime() and timegm() these know the years after 2037 on every machine: the C
// library of Debian 12 counts seconds in 32 bits on 32-bit ARM, and certificates are valid for ten years.
#pragma once
#include <cstdint>

namespace gatehouse {

struct CalendarTime {
  int year;
  unsigned month, day;  // from 1
  int hour, minute, second;
};

CalendarTime calendar_time(std::int64_t unix_seconds);
// The other way. `month` is one; a day, hour, minute or second too many counts on into the next.
std::int64_t unix_seconds(const CalendarTime& time);

}  // namespace gatehouse
