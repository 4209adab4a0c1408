#include "appliance/base/csv.h"

#include <string_view>

namespace gatehouse {

std::string csv_row(const std::vector<std::string>& fields) {
  std::string row;
  for (const std::string& field : fields) {
    if (!row.empty()) row += ',';
    row += '"';
    const std::size_t first = field.find_first_not_of('\'');
    if (first != std::string::npos &&
        std::string_view("=+-@\t\r").find(field[first]) != std::string_view::npos)
      row += '\'';
    for (const char c : field) row += c == '"' ? std::string("\"\"") : std::string(1, c);
    row += '"';
  }
  return row + "\r\n";
}

}  // namespace gatehouse
