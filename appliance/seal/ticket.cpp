#include "appliance/seal/ticket.h"

#include <mbedtls/ecp.h>
#include <mbedtls/pk.h>
#include <psa/crypto.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "appliance/base/text.h"

namespace gatehouse::seal {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kClockDifference = 5;
constexpr std::size_t kScalarSize = 32, kSignatureSize = 64;
constexpr std::size_t kTextCap = 255;
const psa_algorithm_t kAlgorithm = PSA_ALG_ECDSA(PSA_ALG_SHA_256);

// The only header there is: what it says is not up to who made the ticket.
const std::string& header() {
  static const std::string text = base64url(R"({"alg":"ES256","typ":"gatehouse-ticket+jwt"})");
  return text;
}

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

bool signed_by(const TicketKey& key, std::string_view text, std::string_view signature) {
  const Imported imported(PSA_KEY_TYPE_ECC_PUBLIC_KEY(PSA_ECC_FAMILY_SECP_R1), PSA_KEY_USAGE_VERIFY_MESSAGE,
                          key);
  const ByteView message = as_bytes(text), bytes = as_bytes(signature);
  return imported.is_good() && psa_verify_message(imported.id(), kAlgorithm, message.data(), message.size(),
                                                  bytes.data(), bytes.size()) == PSA_SUCCESS;
}

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

// Reads claims by name and type; the first that is not there or not so is remembered.
class Claims {
 public:
  explicit Claims(std::string_view text) : json_(Json::parse(text, nullptr, false)) {
    if (!json_.is_object()) fail("the claims");
  }

  std::string text(const char* name) {
    const auto found = find(name);
    if (found == nullptr || !found->is_string()) return fail(name), std::string();
    const auto& value = found->get_ref<const std::string&>();
    if (value.size() > kTextCap || !is_plain_text(value)) return fail(name), std::string();
    return value;
  }
  std::int64_t number(const char* name) {
    const auto found = find(name);
    if (found == nullptr || !found->is_number_integer()) return fail(name), 0;
    return found->get<std::int64_t>();
  }
  std::uint64_t id(const char* name) {
    const auto value = parse_integer(text(name), 1, std::numeric_limits<std::int64_t>::max());
    if (!value) return fail(name), 0;
    return static_cast<std::uint64_t>(*value);
  }
  const std::optional<std::string>& missing() const { return missing_; }
  void fail(const char* name) {
    if (!missing_) missing_ = name;
  }

 private:
  const Json* find(const char* name) const {
    if (!json_.is_object()) return nullptr;
    const auto found = json_.find(name);
    return found == json_.end() ? nullptr : &*found;
  }

  const Json json_;
  std::optional<std::string> missing_;
};

}  // namespace

std::vector<TicketKey> ticket_keys_from(ByteView bytes) {
  std::vector<TicketKey> keys;
  for (; bytes.size() >= TicketKey().size(); bytes = bytes.subspan(TicketKey().size())) {
    const ByteView key = bytes.first(TicketKey().size());
    std::copy(key.begin(), key.end(), keys.emplace_back().begin());
  }
  return keys;
}

Result<TicketSigner> TicketSigner::from_pem(const std::string& key_pem) {
  GH_ASSERT(psa_crypto_init() == PSA_SUCCESS);
  const Error no_key{"the key that signs tickets is no P-256 key in PEM"};
  const Parsed parsed(key_pem);
  const mbedtls_ecp_keypair* pair = parsed.pair();
  if (pair == nullptr || mbedtls_ecp_keypair_get_group_id(pair) != MBEDTLS_ECP_DP_SECP256R1) return no_key;
  TicketSigner signer;
  std::string scalar(kScalarSize, '\0');
  std::size_t size = 0;
  if (mbedtls_ecp_write_key_ext(pair, &size, reinterpret_cast<std::uint8_t*>(scalar.data()), scalar.size()) !=
          0 ||
      size != kScalarSize) {
    return no_key;
  }
  if (mbedtls_ecp_write_public_key(pair, MBEDTLS_ECP_PF_UNCOMPRESSED, &size, signer.public_key_.data(),
                                   signer.public_key_.size()) != 0) {
    return no_key;
  }
  signer.key_ = Secret(std::move(scalar));
  return signer;
}

std::string TicketSigner::sign(const Ticket& ticket) const {
  const Json claims = {
      {"jti", std::to_string(ticket.call)},
      {"aud", std::to_string(ticket.device)},
      {"cnf", base64url(as_text(ticket.viewer_key))},
      {"prm", ticket.permissions.bits()},
      {"nam", ticket.viewer_name},
      {"sub", ticket.viewer_account},
      {"adr", ticket.viewer_address},
      {"iat", ticket.issued_at},
      {"exp", ticket.issued_at + kTicketLife},
  };
  std::string text = header() + '.' + base64url(claims.dump(-1, ' ', false, Json::error_handler_t::replace));
  const Imported key(PSA_KEY_TYPE_ECC_KEY_PAIR(PSA_ECC_FAMILY_SECP_R1), PSA_KEY_USAGE_SIGN_MESSAGE,
                     as_bytes(key_.view()));
  std::array<std::uint8_t, kSignatureSize> signature{};
  std::size_t size = 0;
  GH_ASSERT(psa_sign_message(key.id(), kAlgorithm, as_bytes(text).data(), text.size(), signature.data(),
                             signature.size(), &size) == PSA_SUCCESS);
  return text + '.' + base64url(as_text(signature));
}

Result<Ticket> verify_ticket(std::string_view text, const std::vector<TicketKey>& keys, std::uint64_t device,
                             std::int64_t now) {
  if (text.size() > kTicketCap) return Error{"the ticket is too long"};
  const auto parts = split(text, '.');
  if (parts.size() != 3 || parts[0] != header()) return Error{"this is no ticket"};
  const auto signature = from_base64url(parts[2]);
  const std::string_view signed_text = text.substr(0, text.rfind('.'));
  const bool good = signature && std::any_of(keys.begin(), keys.end(), [&](const TicketKey& key) {
                      return signed_by(key, signed_text, *signature);
                    });
  if (!good) return Error{"the ticket was not signed by this appliance"};

  const auto json = from_base64url(parts[1]);
  if (!json) return Error{"this is no ticket"};
  Claims claims(*json);
  Ticket ticket;
  ticket.call = claims.id("jti");
  ticket.device = claims.id("aud");
  ticket.permissions = policy::Permissions::from_bits(static_cast<std::uint32_t>(claims.number("prm")));
  ticket.viewer_name = claims.text("nam");
  ticket.viewer_account = claims.text("sub");
  ticket.viewer_address = claims.text("adr");
  ticket.issued_at = claims.number("iat");
  const auto viewer_key = public_key_from(as_bytes(from_base64url(claims.text("cnf")).value_or("")));
  if (viewer_key) ticket.viewer_key = *viewer_key;
  if (!viewer_key) claims.fail("cnf");
  const std::int64_t expires_at = claims.number("exp");
  if (claims.missing()) return Error{"the ticket's " + *claims.missing() + " is missing or wrong"};

  if (ticket.device != device) return Error{"the ticket is for another machine"};
  if (ticket.issued_at > now + kClockDifference)
    return Error{"the ticket is not good yet; are the clocks right?"};
  if (expires_at != ticket.issued_at + kTicketLife)
    return Error{"the ticket is good for longer than a minute"};
  if (now >= expires_at + kClockDifference) return Error{"the ticket has expired"};
  return ticket;
}

}  // namespace gatehouse::seal
