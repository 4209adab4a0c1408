// What an authenticator signs, so that an answer is good once, for five minutes, and only for what was asked. A challenge
// carries its own proof that it was made here: nothing is kept of those that nobody answers, so whoever asks for many
// fills no memory and pushes out nobody else's.
#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "appliance/base/clock.h"
#include "appliance/base/secret.h"

namespace gatehouse::auth {

// What an answer is wanted for, and from whom.
struct PasskeyPurpose {
  enum class What : char { add = 'a', sign_in = 's', second_step = '2', confirm = 'c' };
  What what = What::sign_in;
  std::string by;     // the login, or what the browser's cookie holds
  std::string rp_id;  // the name under which it came to the portal
};

// Any thread.
class PasskeyChallenges {
 public:
  static constexpr std::chrono::minutes kGoodFor{5};

  explicit PasskeyChallenges(const Clock& clock);

  // Raw bytes.
  std::string make(const PasskeyPurpose& purpose) const;
  // Was it made for this, is its time not over, and is it the first time? Of two at once, one gets it. To be asked when
  // everything else is right.
  bool use(std::string_view challenge, const PasskeyPurpose& purpose);

 private:
  std::string proof(std::string_view head, const PasskeyPurpose& purpose) const;

  const Clock& clock_;
  const Secret key_;
  std::mutex mutex_;                                     // guards what follows
  std::map<std::string, SteadyTime, std::less<>> used_;  // until when they would be good
};

}  // namespace gatehouse::auth
