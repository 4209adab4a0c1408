// Processor time, of another process and of this one.
#pragma once
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <string>

#include "appliance/base/text.h"

namespace gatehouse::bench {

struct ProcessTime {
  double user = 0, system = 0;  // seconds, of all its threads
  double both() const { return user + system; }
};

inline ProcessTime process_time(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  const auto after_name = text.rfind(')');
  if (after_name == std::string::npos) return {};
  const auto fields = split(std::string_view(text).substr(after_name + 2), ' ');
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  return {std::stod(fields[11]) / ticks, std::stod(fields[12]) / ticks};
}

inline double own_time() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

}  // namespace gatehouse::bench
