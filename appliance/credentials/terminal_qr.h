// A QR code (ISO/IEC 18004) that a terminal can show: two rows of modules in a line of characters.
#pragma once
#include <optional>
#include <string>

namespace gatehouse::credentials {

// Lines, each with its end; light on dark, as most terminals are, and `colored` for those that are not. Nothing: `text` is
// too long for a code that a terminal has room for.
std::optional<std::string> terminal_qr(const std::string& text, bool colored);

}  // namespace gatehouse::credentials
