#include "appliance/auth/setup_code.h"

#include "appliance/base/address.h"
#include "appliance/base/secret.h"
#include "appliance/base/text.h"

namespace gatehouse::auth {
namespace {

// The code has 59 random bits: the delay only keeps a guesser from loading the machine, and a person who
// mistypes waits little.
constexpr ThrottleRule kRule = {.free_tries = 5,
                                .first_delay = std::chrono::seconds(2),
                                .longest_delay = std::chrono::seconds(60),
                                .forgotten_after = std::chrono::seconds(60),
                                .most_keys = 1000};

std::string letters_of(std::string_view code) {
  std::string letters = lower_ascii(code);
  std::erase_if(letters, [](char c) { return c == '-' || c == ' '; });
  return letters;
}

}  // namespace

SetupCode::SetupCode(const Clock& clock) : throttle_(clock, kRule), code_(random_code(3, 4)) {}

std::string SetupCode::text() const {
  const std::lock_guard lock(mutex_);
  return code_;
}

SetupCode::Answer SetupCode::check(std::string_view typed, const std::string& address) {
  const std::string key = address_key(address);
  if (const auto wait = throttle_.begin(key); wait.count() > 0) return {false, wait};
  const std::string code = text();
  if (code.empty() || !equal_in_constant_time(letters_of(typed), letters_of(code))) return {};
  throttle_.take_back(key);
  return {true, {}};
}

void SetupCode::spend() {
  const std::lock_guard lock(mutex_);
  code_.clear();
}

}  // namespace gatehouse::auth
