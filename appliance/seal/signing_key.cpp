#include "appliance/seal/signing_key.h"

#include <mbedtls/ecp.h>
#include <mbedtls/pk.h>
#include <psa/crypto.h>

#include "appliance/base/bytes.h"

namespace gatehouse::seal {
namespace {

constexpr std::size_t kScalarSize = 32, kSignatureSize = 64;
const psa_algorithm_t kAlgorithm = PSA_ALG_ECDSA(PSA_ALG_SHA_256);

class Imported {
 public:
  Imported(psa_key_type_t type, psa_key_usage_t usage, ByteView bytes) {
    GH_ASSERT(psa_crypto_init() == PSA_SUCCESS);
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, type);
    psa_set_key_usage_flags(&attributes, usage);
    psa_set_key_algorithm(&attributes, kAlgorithm);
    is_good_ = psa_import_key(&attributes, bytes.data(), bytes.size(), &id_) == PSA_SUCCESS;
  }
  ~Imported() { psa_destroy_key(id_); }
  Imported(const Imported&) = delete;
  Imported& operator=(const Imported&) = delete;

  bool is_good() const { return is_good_; }
  psa_key_id_t id() const { return id_; }

 private:
  psa_key_id_t id_ = 0;
  bool is_good_ = false;
};

int randomness(void*, unsigned char* out, std::size_t count) {
  return psa_generate_random(out, count) == PSA_SUCCESS ? 0 : MBEDTLS_ERR_ECP_RANDOM_FAILED;
}

class Parsed {
 public:
  explicit Parsed(const std::string& key_pem) {
    mbedtls_pk_init(&pk_);
    is_good_ = mbedtls_pk_parse_key(&pk_, reinterpret_cast<const std::uint8_t*>(key_pem.c_str()),
                                    key_pem.size() + 1, nullptr, 0, randomness, nullptr) == 0;
  }
  ~Parsed() { mbedtls_pk_free(&pk_); }
  Parsed(const Parsed&) = delete;
  Parsed& operator=(const Parsed&) = delete;

  const mbedtls_ecp_keypair* pair() const {
    return is_good_ && mbedtls_pk_can_do(&pk_, MBEDTLS_PK_ECKEY) ? mbedtls_pk_ec(pk_) : nullptr;
  }

 private:
  mbedtls_pk_context pk_;
  bool is_good_ = false;
};

}  // namespace

Result<SigningKey> SigningKey::from_pem(const std::string& key_pem) {
  GH_ASSERT(psa_crypto_init() == PSA_SUCCESS);
  const Error no_key{"no P-256 key in PEM"};
  const Parsed parsed(key_pem);
  const mbedtls_ecp_keypair* pair = parsed.pair();
  if (pair == nullptr || mbedtls_ecp_keypair_get_group_id(pair) != MBEDTLS_ECP_DP_SECP256R1) return no_key;
  SigningKey key;
  std::string scalar(kScalarSize, '\0');
  std::size_t size = 0;
  if (mbedtls_ecp_write_key_ext(pair, &size, reinterpret_cast<std::uint8_t*>(scalar.data()), scalar.size()) !=
          0 ||
      size != kScalarSize) {
    return no_key;
  }
  if (mbedtls_ecp_write_public_key(pair, MBEDTLS_ECP_PF_UNCOMPRESSED, &size, key.public_key_.data(),
                                   key.public_key_.size()) != 0) {
    return no_key;
  }
  key.key_ = Secret(std::move(scalar));
  return key;
}

std::string SigningKey::sign(std::string_view text) const {
  const Imported key(PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1), PSA_KEY_USAGE_SIGN_MESSAGE,
                     as_bytes(key_.view()));
  std::string signature(kSignatureSize, '\0');
  std::size_t size = 0;
  GH_ASSERT(psa_sign_message(key.id(), kAlgorithm, as_bytes(text).data(), text.size(),
                             reinterpret_cast<std::uint8_t*>(signature.data()), signature.size(),
                             &size) == PSA_SUCCESS);
  return signature;
}

bool signed_by(const VerifyingKey& key, std::string_view text, std::string_view signature) {
  const Imported imported(PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1), PSA_KEY_USAGE_VERIFY_MESSAGE,
                          key);
  const ByteView message = as_bytes(text), bytes = as_bytes(signature);
  return imported.is_good() && psa_verify_message(imported.id(), kAlgorithm, message.data(), message.size(),
                                                  bytes.data(), bytes.size()) == PSA_SUCCESS;
}

}  // namespace gatehouse::seal
