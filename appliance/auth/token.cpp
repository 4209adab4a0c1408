#include "appliance/auth/token.h"

#include <mbedtls/sha256.h>

#include "appliance/base/result.h"

namespace gatehouse::auth {

Token new_token() {
  Token token;
  token.text = Secret(random_token(32));
  token.hash = hash_token(token.text.view());
  return token;
}

std::string hash_token(std::string_view text) {
  std::string hash(32, '\0');
  const int failed = mbedtls_sha256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                    reinterpret_cast<unsigned char*>(hash.data()), 0);
  GH_ASSERT(failed == 0);
  return hash;
}

}  // namespace gatehouse::auth
