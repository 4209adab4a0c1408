// Noise_NK_25519_AESGCM_SHA256 (The Noise Protocol Framework, revision 34): the initiator knows the
// responder's static key and is anonymous but for what its first payload says. Two handshake messages, then
// one cipher each way. Pure: bytes in, bytes out. An object belongs to one thread at a time.
#pragma once
#include <memory>
#include <optional>

#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/seal/keys.h"

namespace gatehouse::seal {

inline constexpr std::size_t kTagSize = 16;
inline constexpr std::size_t kMessageCap = 65535;  // of a Noise message, section 3
inline constexpr std::size_t kPlainCap = kMessageCap - kTagSize;

using Hash = std::array<std::uint8_t, 32>;

// AES-256-GCM with a key and a counter (section 5.1). Wiped.
class Cipher {
 public:
  explicit Cipher(const SharedSecret& key);
  ~Cipher();
  Cipher(Cipher&&) noexcept;
  Cipher& operator=(Cipher&&) noexcept;

  // Appends the sealed form of `plain`, at most kPlainCap bytes, to `out`. False: 2^64 messages were sealed.
  bool seal(ByteView plain, ByteView associated, Bytes& out);
  // Appends what `sealed` holds to `out`. False: not what the other side sealed as its next message; nothing
  // was appended, and the cipher is of no more use.
  bool open(ByteView sealed, ByteView associated, Bytes& out);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// What a finished handshake leaves.
struct Ciphers {
  Cipher send, receive;
  // The same on both sides and unique to this session (section 11.2).
  Hash handshake_hash;
};

// What two people read to each other to be sure that nobody sits between them: forty bits of the handshake
// hash, "7KQF-M2XR".
std::string comparison_code(const Hash& handshake_hash);

// The running hash and keys of a handshake (section 5.2).
class Symmetric {
 public:
  explicit Symmetric(ByteView prologue);

  void mix_hash(ByteView data);
  void mix_key(const SharedSecret& secret);
  void encrypt_and_hash(ByteView plain, Bytes& out);
  bool decrypt_and_hash(ByteView sealed, Bytes& out);
  Ciphers split(bool is_initiator) const;

 private:
  SharedSecret chaining_key_;
  Hash hash_;
  std::optional<Cipher> cipher_;
};

class Initiator {
 public:
  // `ephemeral` must be new for every handshake.
  Initiator(PrivateKey ephemeral, const PublicKey& responder, ByteView prologue);

  // The first message. Error: the responder's key is not a good one.
  Result<Bytes> begin(ByteView payload);
  // Reads the second one; its payload. Error: it was not made by the owner of the responder's key, or not for
  // this handshake.
  Result<Bytes> finish(ByteView message);
  Ciphers split() const { return symmetric_.split(true); }

 private:
  PrivateKey ephemeral_;
  const PublicKey responder_;
  Symmetric symmetric_;
};

class Responder {
 public:
  Responder(const PrivateKey& own, ByteView prologue);

  // Reads the first message; its payload. Error: it was made for another key, or is no such message.
  Result<Bytes> begin(ByteView message);
  // The initiator's ephemeral key, after begin().
  const PublicKey& initiator() const { return initiator_; }
  // The second message. `ephemeral` must be new for every handshake.
  Result<Bytes> finish(const PrivateKey& ephemeral, ByteView payload);
  Ciphers split() const { return symmetric_.split(false); }

 private:
  const PrivateKey& own_;
  PublicKey initiator_{};
  Symmetric symmetric_;
};

}  // namespace gatehouse::seal
