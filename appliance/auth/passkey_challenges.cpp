#include "appliance/auth/passkey_challenges.h"

#include <mbedtls/md.h>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"

namespace gatehouse::auth {
namespace {

constexpr std::size_t kRandomSize = 24, kTimeSize = 8, kProofSize = 32;
constexpr std::size_t kHeadSize = kRandomSize + kTimeSize;

}  // namespace

PasskeyChallenges::PasskeyChallenges(const Clock& clock) : clock_(clock), key_(random_bytes(kProofSize)) {}

std::string PasskeyChallenges::proof(std::string_view head, const PasskeyPurpose& purpose) const {
  ByteWriter text;
  text.bytes(as_bytes(head));
  text.u8(static_cast<std::uint8_t>(purpose.what));
  text.blob16(as_bytes(purpose.by));
  text.blob16(as_bytes(purpose.rp_id));
  std::string mac(kProofSize, '\0');
  const ByteView key = as_bytes(key_.view());
  const int failed =
      mbedtls_md_hmac(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), key.data(), key.size(),
                      text.view().data(), text.size(), reinterpret_cast<unsigned char*>(mac.data()));
  GH_ASSERT(failed == 0);
  return mac;
}

std::string PasskeyChallenges::make(const PasskeyPurpose& purpose) const {
  const SteadyTime ends = clock_.steady() + kGoodFor;
  ByteWriter head;
  head.text(random_bytes(kRandomSize));
  head.u64(static_cast<std::uint64_t>(ends.time_since_epoch().count()));
  const std::string start(as_text(head.view()));
  return start + proof(start, purpose);
}

bool PasskeyChallenges::use(std::string_view challenge, const PasskeyPurpose& purpose) {
  if (challenge.size() != kHeadSize + kProofSize) return false;
  const std::string_view head = challenge.substr(0, kHeadSize);
  if (!equal_in_constant_time(proof(head, purpose), challenge.substr(kHeadSize))) return false;
  ByteReader reader(as_bytes(head));
  reader.bytes(kRandomSize);
  const SteadyTime ends{SteadyTime::duration(static_cast<SteadyTime::rep>(reader.u64()))};
  const SteadyTime now = clock_.steady();
  if (ends <= now) return false;
  const std::lock_guard lock(mutex_);
  std::erase_if(used_, [now](const auto& one) { return one.second <= now; });
  return used_.emplace(std::string(head), ends).second;
}

}  // namespace gatehouse::auth
