// How an API token is written: "gatehouse_" + 16 hex digits by which it is found + "_" + 64 hex digits that are the secret +
// 8 hex digits, the start of SHA-256 of all before them. Programs that look for secrets in what people publish know it
// by its beginning, and by the check digits that it is none that somebody made up.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "appliance/base/secret.h"

namespace gatehouse::auth {

inline constexpr std::string_view kApiTokenPrefix = "gatehouse_";

struct ApiTokenText {
  std::string public_id;
  std::string secret_hash;  // SHA-256, 32 raw bytes
};

struct NewApiToken {
  Secret text;  // goes to its owner
  ApiTokenText kept;
};

NewApiToken new_api_token();
// Nothing: it is no token of ours, or was mistyped.
std::optional<ApiTokenText> parse_api_token(std::string_view text);

}  // namespace gatehouse::auth
