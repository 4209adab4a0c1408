#include "appliance/credentials/totp.h"

#include <mbedtls/md.h>

#include <array>

#include "appliance/base/result.h"
#include "appliance/base/secret.h"

namespace gatehouse::credentials {
namespace {

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return encoded;
}

}  // namespace

std::string totp_code(std::string_view secret, std::int64_t step, int digits) {
  GH_ASSERT(digits >= 1 && digits <= 9);
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i)
    counter[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (56 - 8 * i));
  std::array<unsigned char, 20> mac{};
  const int failed = mbedtls_md_hmac(mbedtls_md_info_from_type(MBEDTLS_MD_SHA1),
                                     reinterpret_cast<const unsigned char*>(secret.data()), secret.size(),
                                     counter.data(), counter.size(), mac.data());
  GH_ASSERT(failed == 0);
  // RFC 4226, section 5.3.
  const std::size_t offset = mac.back() & 0x0f;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8 | mac[offset + i];
  number &= 0x7fffffff;
  std::uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  const std::string text = std::to_string(number % modulus);
  return std::string(static_cast<std::size_t>(digits) - text.size(), '0') + text;
}

std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view typed, std::int64_t now,
                                          std::int64_t last_step) {
  std::optional<std::int64_t> found;
  for (std::int64_t step = now / kTotpStep - kTotpDrift; step <= now / kTotpStep + kTotpDrift; ++step) {
    const bool same = equal_in_constant_time(totp_code(secret, step), typed);
    if (same && step > last_step && !found) found = step;
  }
  return found;
}

std::string base32(std::string_view bytes) {
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t waiting = 0;
  int bits = 0;
  for (const char c : bytes) {
    waiting = (waiting << 8 | static_cast<unsigned char>(c)) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) text += kAlphabet[waiting >> (bits - 5) & 31];
  }
  if (bits > 0) text += kAlphabet[waiting << (5 - bits) & 31];
  return text;
}

std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account) {
  const std::string by = percent_encoded(issuer);
  return "otpauth://totp/" + by + ":" + percent_encoded(account) + "?secret=" + base32(secret) +
         "&issuer=" + by + "&algorithm=SHA1&digits=" + std::to_string(kTotpDigits) +
         "&period=" + std::to_string(kTotpStep);
}

}  // namespace gatehouse::credentials
