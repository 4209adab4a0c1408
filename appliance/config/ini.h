#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/base/result.h"

namespace gatehouse::config {

struct IniEntry {
  std::string name;  // "section.key", lower case
  std::string value;
  int line = 0;  // where it stands, from 1
};

inline constexpr std::size_t kIniCap = 1024 * 1024;  // bytes of a file

// By inih. Errors name the file and the line.
Result<std::vector<IniEntry>> read_ini(const std::string& path);
// The same of what the file `path` has, or is to have.
Result<std::vector<IniEntry>> parse_ini(std::string_view text, const std::string& path);

}  // namespace gatehouse::config
