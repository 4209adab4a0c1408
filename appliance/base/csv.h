// Tables as programs for them read them (RFC 4180).
#pragma once
#include <string>
#include <vector>

namespace gatehouse {

// One row with its line end. A field that a spreadsheet would take for a formula (it begins with = + - @, a tab or a
// carriage return, after apostrophes or not) gets an apostrophe in front: the names in it come from outside. So does what
// comes behind ';', a tab or a line break, by which some part cells. Who reads such a field takes these off and has what it was.
std::string csv_row(const std::vector<std::string>& fields);

}  // namespace gatehouse
