#include "appliance/auth/common_passwords.h"

#include <cstring>

#include "appliance/auth/token.h"
#include "appliance/base/embedded.h"
#include "appliance/base/text.h"

namespace gatehouse::auth {
namespace {

constexpr std::size_t kHashSize = 8;

std::string_view hashes() {
  const auto files = embedded::common_passwords();
  return files.empty() ? std::string_view() : as_text(files.front().content);
}

}  // namespace

std::size_t common_passwords() {
  return hashes().size() / kHashSize;
}

bool is_common_password(std::string_view password) {
  const std::string hash = hash_token(lower_ascii(trimmed(password)));
  const std::string_view all = hashes();
  std::size_t low = 0, high = common_passwords();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const int order = std::memcmp(all.data() + middle * kHashSize, hash.data(), kHashSize);
    if (order == 0) return true;
    (order < 0 ? low : high) = order < 0 ? middle + 1 : middle;
  }
  return false;
}

}  // namespace gatehouse::auth
