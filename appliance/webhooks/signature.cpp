#include "appliance/webhooks/signature.h"

#include <mbedtls/md.h>

#include "appliance/base/result.h"
#include "appliance/base/text.h"

namespace gatehouse::webhooks {

std::string signature(std::string_view secret, std::int64_t unix_seconds, std::string_view body) {
  const std::string time = std::to_string(unix_seconds);
  const std::string signed_text = time + "." + std::string(body);
  std::string mac(32, '\0');
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  };
  const int failed =
      mbedtls_md_hmac(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), bytes(secret), secret.size(),
                      bytes(signed_text), signed_text.size(), reinterpret_cast<unsigned char*>(mac.data()));
  GH_ASSERT(failed == 0);
  return "t=" + time + ",v1=" + hex(mac);
}

}  // namespace gatehouse::webhooks
