// A QR code (ISO/IEC 18004) as an image for a page.
#pragma once
#include <optional>
#include <string>

namespace gatehouse::credentials {

// An SVG element, black on white with its quiet zone, as large as who shows it makes it; `label`: what it is, for who can't see it,
// without markup. Nothing: `text` is too long.
std::optional<std::string> svg_qr(const std::string& text, const std::string& label);

}  // namespace gatehouse::credentials
