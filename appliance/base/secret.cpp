#include "appliance/base/secret.h"

#include <string.h>
#include <sys/random.h>

#include <cerrno>
#include <cstring>

#include "appliance/base/result.h"
#include "appliance/base/text.h"

namespace gatehouse {

void wipe(void* data, std::size_t size) {
  if (size > 0) explicit_bzero(data, size);
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  for (std::size_t filled = 0; filled < count;) {
    const ssize_t got = getrandom(out.data() + filled, count - filled, 0);
    if (got < 0 && errno == EINTR) continue;
    GH_ASSERT(got > 0);
    filled += static_cast<std::size_t>(got);
  }
  return out;
}

std::string random_token(std::size_t count) {
  return base64url(random_bytes(count));
}

std::string random_code(int groups, int group_length) {
  static constexpr std::string_view kAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";  // no 0 O 1 I L U
  std::string out;
  for (int group = 0; group < groups; ++group) {
    if (group > 0) out += '-';
    for (int i = 0; i < group_length; ++i)
      out += kAlphabet[static_cast<std::size_t>(random_below(kAlphabet.size()))];
  }
  return out;
}

std::uint64_t random_below(std::uint64_t bound) {
  GH_ASSERT(bound > 0);
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;  // rejects the biased tail
  for (;;) {
    std::uint64_t value = 0;
    const std::string bytes = random_bytes(sizeof value);
    std::memcpy(&value, bytes.data(), sizeof value);
    if (value < limit) return value % bound;
  }
}

}  // namespace gatehouse
