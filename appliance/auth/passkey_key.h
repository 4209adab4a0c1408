// The public keys of passkeys: ES256, which nearly all have, and RS256, which Windows Hello makes without a newer TPM
// (RFC 8152 and RFC 8812 number them -7 and -257). By Mbed TLS, which has no EdDSA.
#pragma once
#include <cstdint>
#include <string_view>

namespace gatehouse::auth {

inline constexpr std::int64_t kEs256 = -7, kRs256 = -257;  // COSEAlgorithmIdentifier
inline constexpr std::size_t kLongestPublicKey = 1024;     // bytes, DER

// Is `spki` (SubjectPublicKeyInfo, DER, nothing before or after it) a key for this algorithm: a point of P-256, or an RSA
// key of 2048 to 4096 bits?
bool is_passkey_key(std::string_view spki, std::int64_t algorithm);
// `spki`: one that is_passkey_key() accepted for `algorithm`.
bool signed_by_passkey(std::string_view spki, std::int64_t algorithm, std::string_view text,
                       std::string_view signature);

}  // namespace gatehouse::auth
