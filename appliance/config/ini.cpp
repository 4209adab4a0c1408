#include "appliance/config/ini.h"

#include <ini.h>

#include <algorithm>

#include "appliance/base/files.h"
#include "appliance/base/text.h"

namespace gatehouse::config {
namespace {

// The library asks for line after line and does not tell the handler which one it is at.
struct Reading {
  std::string_view rest;
  int line = 0;
  std::vector<IniEntry> entries;
};

// As fgets(): at most `room` - 1 bytes, up to and with the end of the line.
char* read_line(char* into, int room, void* user) {
  Reading& reading = *static_cast<Reading*>(user);
  if (reading.rest.empty() || room < 2) return nullptr;
  const std::size_t length = std::min(reading.rest.find('\n'),
                                      std::min(reading.rest.size(), static_cast<std::size_t>(room) - 1) - 1) +
                             1;
  reading.rest.copy(into, length);
  into[length] = '\0';
  reading.rest.remove_prefix(length);
  ++reading.line;
  return into;
}

int collect(void* user, const char* section, const char* key, const char* value) {
  Reading& reading = *static_cast<Reading*>(user);
  reading.entries.push_back(
      {lower_ascii(section) + "." + lower_ascii(key), value == nullptr ? "" : value, reading.line});
  return 1;
}

}  // namespace

Result<std::vector<IniEntry>> read_ini(const std::string& path) {
  const auto content = read_file(path, kIniCap, FileKind::foreign);
  if (!content) return content.error();
  return parse_ini(*content, path);
}

Result<std::vector<IniEntry>> parse_ini(std::string_view text, const std::string& path) {
  Reading reading{text, 0, {}};
  if (const int line = ini_parse_stream(read_line, &reading, collect, &reading); line != 0) {
    return Error{path + ": line " + std::to_string(line) +
                 " is neither a [section] nor key=value, or is longer than a line may be"};
  }
  return std::move(reading.entries);
}

}  // namespace gatehouse::config
