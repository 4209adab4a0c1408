// What a browser hands over from an authenticator: whatever the bytes are, they are read within their bounds or refused,
// and no key is taken that is not written in the one way.
#include "appliance/auth/passkey_key.h"
#include "appliance/auth/webauthn.h"
#include "appliance/base/bytes.h"
#include "appliance/base/result.h"

using namespace gatehouse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  if (const auto said = auth::read_client_data(text))
    GH_ASSERT(size <= auth::kLongestClientData && said->challenge.size() < size &&
              said->origin.size() < size);
  if (const auto made = auth::read_authenticator_data(text)) {
    GH_ASSERT(size <= auth::kLongestAuthenticatorData && made->rp_id_hash.size() == 32);
    GH_ASSERT(made->credential_id.size() <= auth::kLongestCredentialId && made->credential_id.size() < size);
  }
  if (const auto name = auth::rp_id_of(text)) GH_ASSERT(auth::rp_id_of(*name) == name);
  for (const std::int64_t algorithm : {auth::kEs256, auth::kRs256}) {
    // A key is good for one algorithm at most, and no signature of nothing is right.
    if (!auth::is_passkey_key(text, algorithm)) continue;
    GH_ASSERT(!auth::is_passkey_key(text, auth::kEs256 + auth::kRs256 - algorithm));
    GH_ASSERT(!auth::signed_by_passkey(text, algorithm, text, text));
  }
  return 0;
}
