// The time zone that this machine is set to (TZ, or else /etc/localtime). Any thread.
#pragma once
#include <cstdint>
#include <string>

namespace gatehouse {

// Seconds east of UTC at a time (seconds since 1970). A zone that was set since is noticed.
std::int64_t utc_offset(std::int64_t unix_seconds);
// "Europe/Berlin"; where nothing has such a name: what it is called now ("CET").
std::string time_zone_name(std::int64_t now);

// "2026-11-23 18:50", as the clock on this machine's wall.
std::string local_time(std::int64_t unix_seconds);

}  // namespace gatehouse
