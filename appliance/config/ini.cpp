#include "appliance/config/ini.h"

#include <ini.h>

#include "appliance/base/files.h"
#include "appliance/base/text.h"

namespace gatehouse::config {
namespace {

constexpr std::size_t kIniCap = 1024 * 1024;

int collect(void* user, const char* section, const char* key, const char* value) {
  static_cast<std::vector<IniEntry>*>(user)->push_back(
      {lower_ascii(section) + "." + lower_ascii(key), value == nullptr ? "" : value});
  return 1;
}

}  // namespace

Result<std::vector<IniEntry>> read_ini(const std::string& path) {
  const auto content = read_file(path, kIniCap, FileKind::foreign);
  if (!content) return content.error();
  std::vector<IniEntry> entries;
  if (const int line = ini_parse_string(content->c_str(), collect, &entries); line != 0) {
    return Error{path + ": line " + std::to_string(line) +
                 " is neither a [section] nor key=value, or is longer than a line may be"};
  }
  return entries;
}

}  // namespace gatehouse::config
