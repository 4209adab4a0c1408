#include "appliance/base/local_time.h"

#include <limits.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <string_view>

namespace gatehouse {
namespace {

constexpr std::string_view kZones = "zoneinfo/";
constexpr std::size_t kLongestName = 64;

tm local(std::int64_t unix_seconds) {
  const auto at = static_cast<time_t>(unix_seconds);
  tm parts{};
  ::tzset();
  ::localtime_r(&at, &parts);
  return parts;
}

std::string named_by(std::string_view path) {
  const auto at = path.rfind(kZones);
  if (at == path.npos) return {};
  const std::string_view name = path.substr(at + kZones.size());
  return name.size() <= kLongestName ? std::string(name) : std::string();
}

}  // namespace

std::int64_t utc_offset(std::int64_t unix_seconds) {
  return local(unix_seconds).tm_gmtoff;
}

std::string time_zone_name(std::int64_t now) {
  if (const char* set = ::getenv("TZ")) {
    std::string_view zone = set;
    if (zone.starts_with(':')) zone.remove_prefix(1);
    if (zone.starts_with('/')) {
      if (std::string name = named_by(zone); !name.empty()) return name;
    } else if (zone.find('/') != zone.npos && zone.size() <= kLongestName) {
      return std::string(zone);
    }
  } else {
    char target[PATH_MAX];
    const ssize_t length = ::readlink("/etc/localtime", target, sizeof target);
    if (length > 0) {
      std::string name = named_by({target, static_cast<std::size_t>(length)});
      if (!name.empty()) return name;
    }
  }
  const tm parts = local(now);
  return parts.tm_zone ? parts.tm_zone : "UTC";
}

std::string local_time(std::int64_t unix_seconds) {
  const tm parts = local(unix_seconds);
  char text[32];
  return {text, ::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts)};
}

}  // namespace gatehouse
