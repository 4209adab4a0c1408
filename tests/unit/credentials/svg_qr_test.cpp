#include "appliance/credentials/svg_qr.h"

#include "tests/support/catch.h"

namespace gatehouse::svg_qr_test {

TEST_CASE("a QR code is one image without styles or scripts, and too much text is none", "[credentials]") {
  const auto code = credentials::svg_qr("otpauth://totp/Gatehouse:machine?secret=ABC", "QR code");
  REQUIRE(code);
  CHECK(code->starts_with("<svg class=\"code\" role=\"img\" aria-label=\"QR code\" viewBox=\"0 0 "));
  CHECK(code->ends_with("</svg>"));
  CHECK(code->find("style=") == std::string::npos);
  CHECK(code->find("M4 4h1v1h-1z") != std::string::npos);  // the corner, behind the quiet zone
  CHECK(code->find("M3 ") == std::string::npos);
  CHECK_FALSE(credentials::svg_qr(std::string(3000, 'x'), "QR code"));
}

}  // namespace gatehouse::svg_qr_test
