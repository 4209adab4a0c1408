#include "appliance/auth/passkey_key.h"

#include <mbedtls/ecp.h>
#include <mbedtls/pk.h>
#include <psa/crypto.h>

#include <array>

#include "appliance/auth/webauthn.h"
#include "appliance/base/bytes.h"
#include "appliance/base/result.h"

namespace gatehouse::auth {
namespace {

constexpr std::size_t kShortestRsa = 2048, kLongestRsa = 4096;  // bits

class ParsedKey {
 public:
  ParsedKey(std::string_view spki, std::int64_t algorithm) {
    mbedtls_pk_init(&pk_);
    GH_ASSERT(psa_crypto_init() == PSA_SUCCESS);
    const ByteView bytes = as_bytes(spki);
    is_good_ = spki.size() <= kLongestPublicKey &&
               mbedtls_pk_parse_public_key(&pk_, bytes.data(), bytes.size()) == 0 && is_written_as(bytes) &&
               is_for(algorithm);
  }
  ~ParsedKey() { mbedtls_pk_free(&pk_); }
  ParsedKey(const ParsedKey&) = delete;
  ParsedKey& operator=(const ParsedKey&) = delete;

  bool is_good() const { return is_good_; }
  bool verifies(std::string_view hash, std::string_view signature) {
    const ByteView digest = as_bytes(hash), bytes = as_bytes(signature);
    return mbedtls_pk_verify(&pk_, MBEDTLS_MD_SHA256, digest.data(), digest.size(), bytes.data(),
                             bytes.size()) == 0;
  }

 private:
  // The parser also takes PEM, a bare RSA key and bytes after the key.
  bool is_written_as(ByteView spki) {
    std::array<unsigned char, kLongestPublicKey> again{};
    const int size = mbedtls_pk_write_pubkey_der(&pk_, again.data(), again.size());  // at the end of it
    if (size < 0 || static_cast<std::size_t>(size) != spki.size()) return false;
    const ByteView written = ByteView(again).last(spki.size());
    return as_text(written) == as_text(spki);
  }

  bool is_for(std::int64_t algorithm) const {
    if (algorithm == kEs256) {
      return mbedtls_pk_get_type(&pk_) == MBEDTLS_PK_ECKEY &&
             mbedtls_ecp_keypair_get_group_id(mbedtls_pk_ec(pk_)) == MBEDTLS_ECP_DP_SECP256R1;
    }
    const std::size_t bits = mbedtls_pk_get_bitlen(&pk_);
    return algorithm == kRs256 && mbedtls_pk_get_type(&pk_) == MBEDTLS_PK_RSA && bits >= kShortestRsa &&
           bits <= kLongestRsa;
  }

  mbedtls_pk_context pk_;
  bool is_good_ = false;
};

}  // namespace

bool is_passkey_key(std::string_view spki, std::int64_t algorithm) {
  return ParsedKey(spki, algorithm).is_good();
}

bool signed_by_passkey(std::string_view spki, std::int64_t algorithm, std::string_view text,
                       std::string_view signature) {
  ParsedKey key(spki, algorithm);
  return key.is_good() && key.verifies(sha256(text), signature);
}

}  // namespace gatehouse::auth
