#include "appliance/seal/keys.h"

#include <mbedtls/sha256.h>
#include <psa/crypto.h>

#include <algorithm>

#include "appliance/base/text.h"

namespace gatehouse::seal {
namespace {

constexpr std::size_t kShownBytes = 20;

// The key inside the library as long as this lives.
class Imported {
 public:
  explicit Imported(std::string_view bytes) {
    // Without its random numbers and tables nothing else in here could be right.
    GH_ASSERT(psa_crypto_init() == PSA_SUCCESS);
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_MONTGOMERY));
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_DERIVE);
    psa_set_key_algorithm(&attributes, PSA_ALG_ECDH);
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    GH_ASSERT(psa_import_key(&attributes, data, bytes.size(), &id_) == PSA_SUCCESS);
  }
  ~Imported() { psa_destroy_key(id_); }
  Imported(const Imported&) = delete;
  Imported& operator=(const Imported&) = delete;

  psa_key_id_t id() const { return id_; }

 private:
  psa_key_id_t id_ = 0;
};

}  // namespace

Result<PublicKey> public_key_from(ByteView bytes) {
  if (bytes.size() != kKeySize) return Error{"a public key has 32 bytes"};
  PublicKey key;
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

std::string key_fingerprint(ByteView key) {
  std::array<std::uint8_t, 32> digest{};
  mbedtls_sha256(key.data(), key.size(), digest.data(), 0);
  const std::string digits = hex(as_text(ByteView(digest).first(kShownBytes)));
  std::string shown;
  for (std::size_t at = 0; at < digits.size(); at += 4) {
    if (at > 0) shown += ' ';
    shown += digits.substr(at, 4);
  }
  return shown;
}

PrivateKey::PrivateKey(Secret bytes) : bytes_(std::move(bytes)) {
  const Imported key(bytes_.view());
  std::size_t size = 0;
  GH_ASSERT(psa_export_public_key(key.id(), public_key_.data(), public_key_.size(), &size) == PSA_SUCCESS);
  GH_ASSERT(size == kKeySize);
}

PrivateKey PrivateKey::generate() {
  return PrivateKey(Secret(random_bytes(kKeySize)));
}

Result<PrivateKey> PrivateKey::from_bytes(ByteView bytes) {
  if (bytes.size() != kKeySize) return Error{"a private key has 32 bytes"};
  return PrivateKey(Secret(std::string(as_text(bytes))));
}

Result<SharedSecret> PrivateKey::agree(const PublicKey& peer) const {
  const Imported key(bytes_.view());
  SharedSecret secret{};
  std::size_t size = 0;
  const psa_status_t status = psa_raw_key_agreement(PSA_ALG_ECDH, key.id(), peer.data(), peer.size(),
                                                    secret.bytes.data(), secret.bytes.size(), &size);
  const bool nothing =
      std::all_of(secret.bytes.begin(), secret.bytes.end(), [](std::uint8_t byte) { return byte == 0; });
  if (status != PSA_SUCCESS || size != kKeySize || nothing)
    return Error{"the other side's key is not a good one"};
  return secret;
}

}  // namespace gatehouse::seal
