// Bearer tokens: random, given out once, and kept only as a hash. They carry 256 random bits, so a plain hash
// is enough.
#pragma once
#include <string>
#include <string_view>

#include "appliance/base/secret.h"

namespace gatehouse::auth {

struct Token {
  Secret text;       // base64url of 32 random bytes: goes to its owner
  std::string hash;  // goes to the store
};

Token new_token();
// SHA-256, 32 raw bytes.
std::string hash_token(std::string_view text);

}  // namespace gatehouse::auth
