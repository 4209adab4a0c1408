#include "appliance/base/csv.h"

#include <string_view>

namespace gatehouse {
namespace {

// Does a spreadsheet take what begins here for a formula?
bool is_formula(std::string_view rest) {
  const std::size_t first = rest.find_first_not_of('\'');
  return first != rest.npos && std::string_view("=+-@\t\r").find(rest[first]) != std::string_view::npos;
}

}  // namespace

std::string csv_row(const std::vector<std::string>& fields) {
  std::string row;
  for (const std::string& field : fields) {
    if (!row.empty()) row += ',';
    row += '"';
    bool begins = true;  // a cell, also for who takes another character than ',' to part them
    for (std::size_t i = 0; i < field.size(); ++i) {
      const char c = field[i];
      if (begins && is_formula(std::string_view(field).substr(i))) row += '\'';
      row += c == '"' ? std::string("\"\"") : std::string(1, c);
      begins = (begins && c == ' ') || c == ';' || c == '\t' || c == '\r' || c == '\n';
    }
    row += '"';
  }
  return row + "\r\n";
}

}  // namespace gatehouse
