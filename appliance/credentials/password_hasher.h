// Passwords are kept as Argon2id hashes in the encoded form, which names its own parameters (RFC 9106).
#pragma once
#include <cstdint>
#include <semaphore>
#include <string>
#include <string_view>

#include "appliance/base/result.h"

namespace gatehouse::credentials {

struct HashCost {
  std::uint32_t memory_kib = 19 * 1024;
  std::uint32_t passes = 2;
  std::uint32_t lanes = 1;
};

// Any thread. A hash takes memory and time by design: at most `at_once` are computed at a time, others wait
// their turn, and who waits longer than `patience` is told that the appliance is busy.
class PasswordHasher {
 public:
  explicit PasswordHasher(HashCost cost = {}, int at_once = 2, int patience_milliseconds = 5000);

  // In the encoded form. The error: busy.
  Result<std::string> hash(std::string_view password);

  enum class Verdict { right, wrong, busy };
  // A stored hash that can't be read is wrong.
  Verdict verify(std::string_view password, const std::string& encoded);
  // Takes as long as verify() and is never right: for a user that does not exist, so that the time tells
  // nothing.
  Verdict verify_nobody(std::string_view password);
  // Was it made with less than today's cost? Then hash again at the next login.
  bool is_outdated(const std::string& encoded) const;

 private:
  const HashCost cost_;
  const int patience_milliseconds_;
  std::counting_semaphore<> free_;
  const std::string nobody_;
};

}  // namespace gatehouse::credentials
