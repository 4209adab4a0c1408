// An authenticator and the browser before it, with keys and signatures by Mbed TLS: what they hand over when everything
// is right, and knobs for what is not.
#pragma once
#include <mbedtls/ecp.h>
#include <mbedtls/pk.h>
#include <mbedtls/rsa.h>
#include <psa/crypto.h>

#include <array>
#include <string>

#include "appliance/auth/passkey_key.h"
#include "appliance/auth/passkeys.h"
#include "appliance/auth/webauthn.h"
#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/base/secret.h"
#include "appliance/base/text.h"

namespace gatehouse::test {

class Authenticator {
 public:
  explicit Authenticator(std::int64_t wanted = auth::kEs256, int bits = 2048) : algorithm(wanted) {
    GH_ASSERT(psa_crypto_init() == PSA_SUCCESS);
    mbedtls_pk_init(&key_);
    const bool rsa = algorithm == auth::kRs256;
    GH_ASSERT(mbedtls_pk_setup(&key_, mbedtls_pk_info_from_type(rsa ? MBEDTLS_PK_RSA : MBEDTLS_PK_ECKEY)) ==
              0);
    const int failed =
        rsa ? mbedtls_rsa_gen_key(mbedtls_pk_rsa(key_), randomness, nullptr, static_cast<unsigned>(bits),
                                  65537)
            : mbedtls_ecp_gen_key(bits == 384 ? MBEDTLS_ECP_DP_SECP384R1 : MBEDTLS_ECP_DP_SECP256R1,
                                  mbedtls_pk_ec(key_), randomness, nullptr);
    GH_ASSERT(failed == 0);
  }
  ~Authenticator() { mbedtls_pk_free(&key_); }
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;

  const std::int64_t algorithm;
  std::string credential_id = random_bytes(32);
  std::string user_handle;  // learnt when the passkey is made
  std::uint32_t sign_count = 0;
  std::uint8_t flags = 0x05;  // somebody touched it, and was verified
  std::string rp_id = "box.example", origin = "https://box.example:8443";
  std::string more_client_data = R"(,"crossOrigin":false)";
  std::string type;  // instead of the right one

  std::string public_key() {
    std::array<unsigned char, 2048> buffer{};
    const int size = mbedtls_pk_write_pubkey_der(&key_, buffer.data(), buffer.size());
    GH_ASSERT(size > 0);
    return std::string(as_text(ByteView(buffer).last(static_cast<std::size_t>(size))));
  }

  auth::NewPasskey make(const std::string& challenge) {
    return {credential_id, client_data("webauthn.create", challenge), authenticator_data(true), public_key(),
            algorithm};
  }
  auth::PasskeyAnswer answer(const std::string& challenge) {
    auth::PasskeyAnswer answer;
    answer.credential_id = credential_id;
    answer.client_data = client_data("webauthn.get", challenge);
    answer.authenticator_data = authenticator_data(false);
    answer.signature = sign(answer.authenticator_data + auth::sha256(answer.client_data));
    answer.user_handle = user_handle;
    return answer;
  }

  std::string client_data(const std::string& right, const std::string& challenge) const {
    return R"({"type":")" + (type.empty() ? right : type) + R"(","challenge":")" + base64url(challenge) +
           R"(","origin":")" + origin + '"' + more_client_data + "}";
  }
  std::string authenticator_data(bool with_key) const {
    ByteWriter writer;
    writer.text(auth::sha256(rp_id));
    writer.u8(static_cast<std::uint8_t>(flags | (with_key ? 0x40 : 0)));
    writer.u32(sign_count);
    if (with_key) {
      writer.text(std::string(16, '\0'));
      writer.blob16(as_bytes(credential_id));
      writer.text("the key in CBOR");
    }
    return std::string(as_text(writer.view()));
  }
  std::string sign(const std::string& text) {
    const std::string hash = auth::sha256(text);
    std::array<unsigned char, MBEDTLS_PK_SIGNATURE_MAX_SIZE> signature{};
    std::size_t size = 0;
    GH_ASSERT(mbedtls_pk_sign(&key_, MBEDTLS_MD_SHA256, as_bytes(hash).data(), hash.size(), signature.data(),
                              signature.size(), &size, randomness, nullptr) == 0);
    return std::string(as_text(ByteView(signature).first(size)));
  }

 private:
  static int randomness(void*, unsigned char* out, std::size_t count) {
    return psa_generate_random(out, count) == PSA_SUCCESS ? 0 : -1;
  }

  mbedtls_pk_context key_;
};

}  // namespace gatehouse::test
