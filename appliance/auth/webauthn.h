// What a browser brings from an authenticator (W3C Web Authentication, Level 2, sections 5.8.1 and 6.1): the only reader
// of it. Nothing here parses CBOR: the browser gives the public key as SubjectPublicKeyInfo (getPublicKey()), and what
// an attestation or an extension would say is not asked for.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::auth {

inline constexpr std::size_t kLongestClientData = 4096;         // bytes
inline constexpr std::size_t kLongestAuthenticatorData = 4096;  // bytes
inline constexpr std::size_t kLongestCredentialId = 1023;       // bytes (section 4)

// clientDataJSON: what the browser says it was asked, and by whom. Its hash is signed.
struct ClientData {
  enum class Type { create, get };
  Type type = Type::get;
  std::string challenge;  // raw bytes
  std::string origin;
  bool cross_origin = false;  // asked by a page inside another site's page
};
// Nothing: too long, not JSON, a name twice, a field missing or of another type.
std::optional<ClientData> read_client_data(std::string_view json);

// authenticatorData: what the authenticator says. It is signed.
struct AuthenticatorData {
  std::string rp_id_hash;  // SHA-256, 32 raw bytes
  bool user_present = false, user_verified = false;
  std::uint32_t sign_count = 0;  // 0 for ever: this one doesn't count
  std::string credential_id;     // of a new key; else empty
};
// Nothing: cut off, too long, or bytes and flags that contradict each other.
std::optional<AuthenticatorData> read_authenticator_data(std::string_view bytes);

// By which name a browser that asked for this Host ties passkeys to the portal (section 5.1.3: the RP ID): the host
// without its port. Nothing for an IP address, for which there are none.
std::optional<std::string> rp_id_of(std::string_view host);

// 32 raw bytes.
std::string sha256(std::string_view text);

}  // namespace gatehouse::auth
