// Between the password and the second factor: who has shown the first and not yet the second. Such a step is no login;
// it is good for one thing, in the browser that began it, from the same address, for five minutes and five codes.
#pragma once
#include <chrono>
#include <list>
#include <mutex>
#include <optional>
#include <string>

#include "appliance/base/clock.h"
#include "appliance/base/secret.h"
#include "db/records.h"

namespace gatehouse::auth {

// Any thread.
class SignInSteps {
 public:
  static constexpr std::chrono::minutes kGoodFor{5};
  static constexpr int kMostTries = 5;

  explicit SignInSteps(const Clock& clock) : clock_(clock) {}

  struct Step {
    db::User user;  // as it was when the password was checked
    std::string token_hash, address;
    SteadyTime ends{};
    int tries = 0;  // codes that were wrong
  };

  // `user` has shown the password, from `address`. The token is for that browser's cookie.
  Secret begin(const db::User& user, const std::string& address);
  // Takes the step out: of two that come with the same token, one gets it. Nothing: there is none, it is too old, or
  // comes from elsewhere, which ends it.
  std::optional<Step> take(std::string_view token, const std::string& address);
  // For another code, if `tries` leaves one.
  void put_back(Step step);

 private:
  // Each has shown a password; where more wait at once, the oldest begin anew.
  static constexpr std::size_t kMostAtOnce = 1000;

  void add(Step step);  // with mutex_ held

  const Clock& clock_;
  std::mutex mutex_;       // guards what follows
  std::list<Step> steps_;  // the newest first
};

}  // namespace gatehouse::auth
