#include "appliance/auth/api_token_text.h"

#include <algorithm>

#include "appliance/auth/token.h"
#include "appliance/base/text.h"

namespace gatehouse::auth {
namespace {

constexpr std::size_t kPublicDigits = 16, kSecretDigits = 64, kCheckDigits = 8;
constexpr std::size_t kSecretAt = kApiTokenPrefix.size() + kPublicDigits + 1;
constexpr std::size_t kCheckAt = kSecretAt + kSecretDigits;

std::string check_digits(std::string_view before) {
  return hex(hash_token(before)).substr(0, kCheckDigits);
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

NewApiToken new_api_token() {
  const std::string public_id = hex(random_bytes(kPublicDigits / 2));
  const Secret secret(hex(random_bytes(kSecretDigits / 2)));
  std::string text;
  text.reserve(kCheckAt + kCheckDigits);
  text.append(kApiTokenPrefix).append(public_id).append("_").append(secret.view());
  text += check_digits(text);
  return {Secret(std::move(text)), {public_id, hash_token(secret.view())}};
}

std::optional<ApiTokenText> parse_api_token(std::string_view text) {
  if (text.size() != kCheckAt + kCheckDigits || !text.starts_with(kApiTokenPrefix) ||
      text[kSecretAt - 1] != '_')
    return {};
  const std::string_view public_id = text.substr(kApiTokenPrefix.size(), kPublicDigits);
  const std::string_view secret = text.substr(kSecretAt, kSecretDigits);
  if (!is_hex(public_id) || !is_hex(secret) ||
      text.substr(kCheckAt) != check_digits(text.substr(0, kCheckAt)))
    return {};
  return ApiTokenText{std::string(public_id), hash_token(secret)};
}

}  // namespace gatehouse::auth
