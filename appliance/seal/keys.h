// X25519 keys (RFC 7748), by Mbed TLS.
#pragma once
#include <array>
#include <cstdint>
#include <string>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/base/secret.h"

namespace gatehouse::seal {

inline constexpr std::size_t kKeySize = 32;
using PublicKey = std::array<std::uint8_t, kKeySize>;

// Wiped when it goes.
struct SharedSecret {
  std::array<std::uint8_t, kKeySize> bytes{};

  SharedSecret() = default;
  SharedSecret(const SharedSecret&) = default;
  SharedSecret& operator=(const SharedSecret&) = default;
  ~SharedSecret() { wipe(bytes.data(), bytes.size()); }
};

// Error: not 32 bytes.
Result<PublicKey> public_key_from(ByteView bytes);
// How a public key is shown and compared: SHA-256 of it, the first 20 bytes as ten groups of four hex digits.
std::string key_fingerprint(ByteView key);

class PrivateKey {
 public:
  static PrivateKey generate();
  // Any 32 bytes are a key. Error: another number of them.
  static Result<PrivateKey> from_bytes(ByteView bytes);

  const PublicKey& public_key() const { return public_key_; }
  // To be stored; as it was made.
  std::string_view bytes() const { return bytes_.view(); }
  // Error: `peer` is a point of small order, with which the result would not be a secret.
  Result<SharedSecret> agree(const PublicKey& peer) const;

 private:
  explicit PrivateKey(Secret bytes);

  Secret bytes_;
  PublicKey public_key_{};
};

}  // namespace gatehouse::seal
