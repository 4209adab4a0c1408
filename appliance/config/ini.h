#pragma once
#include <string>
#include <vector>

#include "appliance/base/result.h"

namespace gatehouse::config {

struct IniEntry {
  std::string name;  // "section.key", lower case
  std::string value;
  int line = 0;  // where it stands, from 1
};

// By inih. Errors name the file and the line.
Result<std::vector<IniEntry>> read_ini(const std::string& path);

}  // namespace gatehouse::config
