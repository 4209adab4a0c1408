// The one-time code that proves to the set-up pages that somebody can read the appliance's console. Made anew
// at each start until there is an owner; never stored.
#pragma once
#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

#include "appliance/auth/throttle.h"
#include "appliance/base/clock.h"

namespace gatehouse::auth {

// Any thread.
class SetupCode {
 public:
  explicit SetupCode(const Clock& clock);

  // For the console: "7KQF-M2XR-94TD". Empty once spent.
  std::string text() const;

  struct Answer {
    bool right = false;
    std::chrono::seconds wait{0};  // above zero: too many tries from this address, not even looked at
  };
  // Without regard to case, dashes and spaces. Right as often as it is asked until spend().
  Answer check(std::string_view typed, const std::string& address);
  // The owner exists: no code is right any more.
  void spend();

 private:
  Throttle throttle_;
  mutable std::mutex mutex_;  // guards code_
  std::string code_;
};

}  // namespace gatehouse::auth
