#include "appliance/wire/enrolment_token.h"

#include "appliance/base/text.h"

namespace gatehouse::wire {
namespace {

constexpr std::size_t kBytes = 32;

bool is_32_bytes(std::string_view text) {
  const auto bytes = from_base64url(text);
  return bytes && bytes->size() == kBytes;
}

}  // namespace

std::string enrolment_token_text(std::string_view secret, std::string_view authority_fingerprint) {
  return std::string(secret) + "." + base64url(authority_fingerprint);
}

std::optional<EnrolmentToken> parse_enrolment_token(std::string_view text) {
  const std::string_view token = trimmed(text);
  const auto dot = token.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view secret = token.substr(0, dot), fingerprint = token.substr(dot + 1);
  if (!is_32_bytes(secret) || !is_32_bytes(fingerprint)) return std::nullopt;
  return EnrolmentToken{std::string(secret), *from_base64url(fingerprint)};
}

}  // namespace gatehouse::wire
