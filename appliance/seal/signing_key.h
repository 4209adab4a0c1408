// ES256 (RFC 7518, section 3.4): ECDSA on P-256 with SHA-256, by Mbed TLS.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "appliance/base/result.h"
#include "appliance/base/secret.h"

namespace gatehouse::seal {

// P-256, uncompressed point (SEC 1, section 2.3.3).
using VerifyingKey = std::array<std::uint8_t, 65>;

class SigningKey {
 public:
  // Error: no P-256 key in PEM.
  static Result<SigningKey> from_pem(const std::string& key_pem);

  const VerifyingKey& public_key() const { return public_key_; }
  // 64 bytes: r and s.
  std::string sign(std::string_view text) const;

 private:
  SigningKey() = default;

  Secret key_;  // the scalar
  VerifyingKey public_key_{};
};

bool signed_by(const VerifyingKey& key, std::string_view text, std::string_view signature);

}  // namespace gatehouse::seal
