#include "appliance/seal/noise.h"

#include <mbedtls/gcm.h>
#include <mbedtls/md.h>
#include <mbedtls/sha256.h>

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace gatehouse::seal {
namespace {

constexpr std::string_view kProtocol = "Noise_NK_25519_AESGCM_SHA256";
constexpr std::size_t kNonceSize = 12;
// Crockford's base 32: nothing that is mistaken for another.
constexpr std::string_view kCodeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void must(int status) {
  GH_ASSERT(status == 0);  // else no memory, or a library built without what we need
}

Hash sha256(ByteView first, ByteView second) {
  Hash digest{};
  mbedtls_sha256_context context;
  mbedtls_sha256_init(&context);
  must(mbedtls_sha256_starts(&context, 0));
  must(mbedtls_sha256_update(&context, first.data(), first.size()));
  must(mbedtls_sha256_update(&context, second.data(), second.size()));
  must(mbedtls_sha256_finish(&context, digest.data()));
  mbedtls_sha256_free(&context);
  return digest;
}

Hash hmac(ByteView key, ByteView data) {
  Hash digest{};
  must(mbedtls_md_hmac(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), key.data(), key.size(), data.data(),
                       data.size(), digest.data()));
  return digest;
}

// HKDF with two outputs (section 4.3).
std::pair<SharedSecret, SharedSecret> derive(const SharedSecret& chaining_key, ByteView input) {
  std::pair<SharedSecret, SharedSecret> keys;
  SharedSecret temporary;
  temporary.bytes = hmac(chaining_key.bytes, input);
  const std::uint8_t one = 1;
  keys.first.bytes = hmac(temporary.bytes, ByteView(&one, 1));
  std::array<std::uint8_t, kKeySize + 1> block{};
  std::copy(keys.first.bytes.begin(), keys.first.bytes.end(), block.begin());
  block.back() = 2;
  keys.second.bytes = hmac(temporary.bytes, block);
  wipe(block.data(), block.size());
  return keys;
}

}  // namespace

// --- Cipher ---

struct Cipher::Context {
  mbedtls_gcm_context gcm;
  std::uint64_t counter = 0;

  Context() { mbedtls_gcm_init(&gcm); }
  ~Context() { mbedtls_gcm_free(&gcm); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  // Of the next message; the last counter is reserved (section 5.1).
  std::optional<std::array<std::uint8_t, kNonceSize>> next_nonce() {
    if (counter == std::numeric_limits<std::uint64_t>::max()) return std::nullopt;
    std::array<std::uint8_t, kNonceSize> nonce{};
    for (int i = 0; i < 8; ++i) nonce[11 - i] = static_cast<std::uint8_t>(counter >> (8 * i));
    ++counter;
    return nonce;
  }
};

Cipher::Cipher(const SharedSecret& key) : context_(std::make_unique<Context>()) {
  must(mbedtls_gcm_setkey(&context_->gcm, MBEDTLS_CIPHER_ID_AES, key.bytes.data(), 256));
}
Cipher::~Cipher() = default;
Cipher::Cipher(Cipher&&) noexcept = default;
Cipher& Cipher::operator=(Cipher&&) noexcept = default;

bool Cipher::seal(ByteView plain, ByteView associated, Bytes& out) {
  const auto nonce = context_->next_nonce();
  if (!nonce || plain.size() > kPlainCap) return false;
  const std::size_t at = out.size();
  out.resize(at + plain.size() + kTagSize);
  must(mbedtls_gcm_crypt_and_tag(&context_->gcm, MBEDTLS_GCM_ENCRYPT, plain.size(), nonce->data(),
                                 nonce->size(), associated.data(), associated.size(), plain.data(),
                                 out.data() + at, kTagSize, out.data() + at + plain.size()));
  return true;
}

bool Cipher::open(ByteView sealed, ByteView associated, Bytes& out) {
  if (sealed.size() < kTagSize) return false;
  const auto nonce = context_->next_nonce();
  if (!nonce) return false;
  const std::size_t size = sealed.size() - kTagSize, at = out.size();
  out.resize(at + size);
  const int status = mbedtls_gcm_auth_decrypt(&context_->gcm, size, nonce->data(), nonce->size(),
                                              associated.data(), associated.size(), sealed.data() + size,
                                              kTagSize, sealed.data(), out.data() + at);
  if (status != 0) out.resize(at);
  return status == 0;
}

std::string comparison_code(const Hash& handshake_hash) {
  std::string code;
  std::uint64_t bits = 0;
  for (int i = 0; i < 5; ++i) bits = bits << 8 | handshake_hash[static_cast<std::size_t>(i)];
  for (int i = 7; i >= 0; --i) {
    code += kCodeLetters[bits >> (5 * i) & 31];
    if (i == 4) code += '-';
  }
  return code;
}

// --- Symmetric ---

Symmetric::Symmetric(ByteView prologue) {
  static_assert(kProtocol.size() <= sizeof(Hash));  // else its hash would be taken
  hash_.fill(0);
  std::copy(kProtocol.begin(), kProtocol.end(), hash_.begin());
  chaining_key_.bytes = hash_;
  mix_hash(prologue);
}

void Symmetric::mix_hash(ByteView data) {
  hash_ = sha256(hash_, data);
}

void Symmetric::mix_key(const SharedSecret& secret) {
  const auto [chaining_key, key] = derive(chaining_key_, secret.bytes);
  chaining_key_ = chaining_key;
  cipher_.emplace(key);
}

void Symmetric::encrypt_and_hash(ByteView plain, Bytes& out) {
  const std::size_t at = out.size();
  GH_ASSERT(cipher_->seal(plain, hash_, out));  // a payload of ours is never too long
  mix_hash(ByteView(out).subspan(at));
}

bool Symmetric::decrypt_and_hash(ByteView sealed, Bytes& out) {
  if (!cipher_->open(sealed, hash_, out)) return false;
  mix_hash(sealed);
  return true;
}

Ciphers Symmetric::split(bool is_initiator) const {
  const auto [first, second] = derive(chaining_key_, {});
  return {Cipher(is_initiator ? first : second), Cipher(is_initiator ? second : first), hash_};
}

// --- The handshake: -> e, es; <- e, ee (section 7.5, NK) ---

Initiator::Initiator(PrivateKey ephemeral, const PublicKey& responder, ByteView prologue)
    : ephemeral_(std::move(ephemeral)), responder_(responder), symmetric_(prologue) {
  symmetric_.mix_hash(responder_);
}

Result<Bytes> Initiator::begin(ByteView payload) {
  const PublicKey& own = ephemeral_.public_key();
  Bytes message(own.begin(), own.end());
  symmetric_.mix_hash(own);
  const auto secret = ephemeral_.agree(responder_);
  if (!secret) return secret.error();
  symmetric_.mix_key(*secret);
  symmetric_.encrypt_and_hash(payload, message);
  return message;
}

Result<Bytes> Initiator::finish(ByteView message) {
  if (message.size() < kKeySize + kTagSize) return Error{"the answer to the handshake is too short"};
  const auto theirs = public_key_from(message.first(kKeySize));
  symmetric_.mix_hash(*theirs);
  const auto secret = ephemeral_.agree(*theirs);
  if (!secret) return secret.error();
  symmetric_.mix_key(*secret);
  Bytes payload;
  if (!symmetric_.decrypt_and_hash(message.subspan(kKeySize), payload))
    return Error{"the answer to the handshake was not made by the machine that was asked for"};
  return payload;
}

Responder::Responder(const PrivateKey& own, ByteView prologue) : own_(own), symmetric_(prologue) {
  symmetric_.mix_hash(own.public_key());
}

Result<Bytes> Responder::begin(ByteView message) {
  if (message.size() < kKeySize + kTagSize) return Error{"the handshake is too short"};
  initiator_ = *public_key_from(message.first(kKeySize));
  symmetric_.mix_hash(initiator_);
  const auto secret = own_.agree(initiator_);
  if (!secret) return secret.error();
  symmetric_.mix_key(*secret);
  Bytes payload;
  if (!symmetric_.decrypt_and_hash(message.subspan(kKeySize), payload))
    return Error{"the handshake was made for another key than this machine's"};
  return payload;
}

Result<Bytes> Responder::finish(const PrivateKey& ephemeral, ByteView payload) {
  const PublicKey& own = ephemeral.public_key();
  Bytes message(own.begin(), own.end());
  symmetric_.mix_hash(own);
  const auto secret = ephemeral.agree(initiator_);
  if (!secret) return secret.error();
  symmetric_.mix_key(*secret);
  symmetric_.encrypt_and_hash(payload, message);
  return message;
}

}  // namespace gatehouse::seal
