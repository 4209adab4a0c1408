#include "appliance/base/csv.h"

#include <string_view>

namespace gatehouse {

std::string csv_row(const std::vector<std::string>& fields) {
  std::string row;
  for (const std::string& field : fields) {
    if (!row.empty()) row += ',';
    row += '"';
    if (!field.empty() && std::string_view("=+-@\t\r").find(field.front()) != std::string_view::npos)
      row += '\'';
    for (const char c : field) row += c == '"' ? std::string("\"\"") : std::string(1, c);
    row += '"';
  }
  return row + "\r\n";
}

}  // namespace gatehouse
