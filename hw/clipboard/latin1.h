// ISO 8859-1, which the X protocol's STRING is.
#pragma once
#include <string>

namespace gatehouse::hw {

std::string utf8_from_latin1(const std::string& text);
// What Latin-1 does not have becomes '?'. The text must be UTF-8.
std::string latin1_from_utf8(const std::string& text);

}  // namespace gatehouse::hw
