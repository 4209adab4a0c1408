#include "appliance/credentials/password_hasher.h"

#include <argon2.h>

#include <chrono>
#include <optional>

#include "appliance/base/secret.h"
#include "appliance/base/text.h"

namespace gatehouse::credentials {
namespace {

constexpr std::size_t kSaltSize = 16;
constexpr std::size_t kHashSize = 32;

// Holds one of the places for as long as it lives, if it got one.
class Place {
 public:
  Place(std::counting_semaphore<>& places, int patience_milliseconds)
      : places_(places), held_(places.try_acquire_for(std::chrono::milliseconds(patience_milliseconds))) {}
  ~Place() {
    if (held_) places_.release();
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  explicit operator bool() const { return held_; }

 private:
  std::counting_semaphore<>& places_;
  const bool held_;
};

int compute(const HashCost& cost, std::string_view password, std::string& encoded) {
  const std::string salt = random_bytes(kSaltSize);
  encoded.assign(argon2_encodedlen(cost.passes, cost.memory_kib, cost.lanes, kSaltSize, kHashSize, Argon2_id),
                 '\0');
  const int code =
      argon2id_hash_encoded(cost.passes, cost.memory_kib, cost.lanes, password.data(), password.size(),
                            salt.data(), salt.size(), kHashSize, encoded.data(), encoded.size());
  encoded.resize(encoded.find('\0'));
  return code;
}

// A well-formed hash of the same cost that no password is known for. Making it costs nothing: it is only
// compared with.
std::string hash_of_nobody(const HashCost& cost) {
  const auto unpadded_base64 = [](std::size_t size) { return std::string((size * 8 + 5) / 6, 'A'); };
  return "$argon2id$v=19$m=" + std::to_string(cost.memory_kib) + ",t=" + std::to_string(cost.passes) +
         ",p=" + std::to_string(cost.lanes) + "$" + unpadded_base64(kSaltSize) + "$" +
         unpadded_base64(kHashSize);
}

// "$argon2id$v=19$m=19456,t=2,p=1$salt$hash"
std::optional<HashCost> cost_of(const std::string& encoded) {
  const auto parts = split(encoded, '$');
  if (parts.size() != 6 || parts[1] != "argon2id" || parts[2] != "v=19") return std::nullopt;
  const auto numbers = split(parts[3], ',');
  if (numbers.size() != 3) return std::nullopt;
  HashCost cost;
  std::uint32_t* const fields[] = {&cost.memory_kib, &cost.passes, &cost.lanes};
  const std::string_view names[] = {"m=", "t=", "p="};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string_view number = numbers[i];
    const auto value =
        number.starts_with(names[i]) ? parse_integer(number.substr(2), 1, 1 << 24) : std::nullopt;
    if (!value) return std::nullopt;
    *fields[i] = static_cast<std::uint32_t>(*value);
  }
  return cost;
}

}  // namespace

PasswordHasher::PasswordHasher(HashCost cost, int at_once, int patience_milliseconds)
    : cost_(cost),
      patience_milliseconds_(patience_milliseconds),
      free_(at_once),
      nobody_(hash_of_nobody(cost)) {}

Result<std::string> PasswordHasher::hash(std::string_view password) {
  const Place place(free_, patience_milliseconds_);
  std::string encoded;
  if (!place || compute(cost_, password, encoded) != ARGON2_OK) {
    return Error{"The appliance is busy checking other passwords. Try again in a moment."};
  }
  return encoded;
}

PasswordHasher::Verdict PasswordHasher::verify(std::string_view password, const std::string& encoded) {
  const Place place(free_, patience_milliseconds_);
  if (!place) return Verdict::busy;
  switch (argon2id_verify(encoded.c_str(), password.data(), password.size())) {
    case ARGON2_OK:
      return Verdict::right;
    case ARGON2_MEMORY_ALLOCATION_ERROR:
      return Verdict::busy;
    default:
      return Verdict::wrong;
  }
}

PasswordHasher::Verdict PasswordHasher::verify_nobody(std::string_view password) {
  return verify(password, nobody_) == Verdict::busy ? Verdict::busy : Verdict::wrong;
}

bool PasswordHasher::is_outdated(const std::string& encoded) const {
  const auto cost = cost_of(encoded);
  return !cost || cost->memory_kib < cost_.memory_kib || cost->passes < cost_.passes ||
         cost->lanes < cost_.lanes;
}

}  // namespace gatehouse::credentials
