#include "appliance/credentials/totp.h"

#include "appliance/base/text.h"
#include "tests/support/catch.h"

namespace gatehouse::totp_test {

using credentials::matching_step;
using credentials::totp_code;

constexpr std::string_view kSecret = "12345678901234567890";

TEST_CASE("codes are those of RFC 6238, appendix B", "[auth]") {
  const std::pair<std::int64_t, std::string> vectors[] = {
      {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
      {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"},
  };
  for (const auto& [time, code] : vectors) CHECK(totp_code(kSecret, time / 30, 8) == code);
}

TEST_CASE("six digits are those of RFC 4226, appendix D", "[auth]") {
  const std::string codes[] = {"755224", "287082", "359152", "969429", "338314",
                               "254676", "287922", "162583", "399871", "520489"};
  std::int64_t counter = 0;
  for (const std::string& code : codes) CHECK(totp_code(kSecret, counter++) == code);
}

TEST_CASE("a device's clock may be off by one step, and no code counts again", "[auth]") {
  const std::int64_t now = 1769860815, step = now / 30;
  for (const std::int64_t drift : {-1, 0, 1}) {
    CHECK(matching_step(kSecret, totp_code(kSecret, step + drift), now, 0) == step + drift);
    CHECK_FALSE(matching_step(kSecret, totp_code(kSecret, step + drift), now, step + drift));
  }
  for (const std::int64_t drift : {-2, 2, 100})
    CHECK_FALSE(matching_step(kSecret, totp_code(kSecret, step + drift), now, 0));
  // One that was accepted rules out those before it.
  CHECK_FALSE(matching_step(kSecret, totp_code(kSecret, step - 1), now, step));
  CHECK(matching_step(kSecret, totp_code(kSecret, step + 1), now, step) == step + 1);
}

TEST_CASE("what is no code is never right", "[auth]") {
  const std::int64_t now = 1769860815;
  const std::string right = totp_code(kSecret, now / 30);
  for (const std::string& typed : {std::string(), right.substr(1), "0" + right, right + "0", right + " ",
                                   std::string("abcdef"), std::string(1000, '1')}) {
    CHECK_FALSE(matching_step(kSecret, typed, now, 0));
  }
}

TEST_CASE("base32 is that of RFC 4648, without padding", "[auth]") {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "MY"},
                                                         {"fo", "MZXQ"},
                                                         {"foo", "MZXW6"},
                                                         {"foob", "MZXW6YQ"},
                                                         {"fooba", "MZXW6YTB"},
                                                         {"foobar", "MZXW6YTBOI"}};
  for (const auto& [bytes, text] : vectors) CHECK(credentials::base32(bytes) == text);
  CHECK(credentials::base32(*from_hex("ffffffffff")) == "77777777");
}

TEST_CASE("a name can't add to what the QR code says", "[auth]") {
  CHECK(credentials::totp_uri("foobar", "Gatehouse A&B", "ines@example.org") ==
        "otpauth://totp/Gatehouse%20A%26B:ines%40example.org?secret=MZXW6YTBOI&issuer=Gatehouse%20A%26B"
        "&algorithm=SHA1&digits=6&period=30");
}

}  // namespace gatehouse::totp_test
