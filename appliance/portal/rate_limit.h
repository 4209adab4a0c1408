// How many requests a login and an API token may make, so that a program that runs wild slows down nobody else.
#pragma once
#include <cstdint>
#include <map>
#include <mutex>

#include "appliance/base/clock.h"
#include "appliance/http/server.h"

namespace gatehouse::portal {

// draft-ietf-httpapi-ratelimit-headers-07
struct Allowance {
  int limit = 0;      // requests in a window
  int remaining = 0;  // of this one
  int reset = 0;      // seconds until the next one
  bool allowed = true;
};

// Any thread.
class RateLimit {
 public:
  static constexpr int kWindow = 60;        // seconds
  static constexpr int kPerToken = 600;     // requests in a window
  static constexpr int kPerLogin = 12'000;  // a person with many pages open does not come near it
  static constexpr std::size_t kMost =
      4096;  // logins and tokens remembered; then those are forgotten that rest

  // Counts one more request. `whose`: the number of a login, or what stands for a token (auth/api_tokens.h).
  Allowance take(std::int64_t whose, int limit, SteadyTime now);

 private:
  struct Window {
    SteadyTime begun;
    int used = 0;
  };
  std::mutex mutex_;  // guards windows_
  std::map<std::int64_t, Window> windows_;
};

// RateLimit-Limit, RateLimit-Remaining and RateLimit-Reset.
void tell(const Allowance& allowance, http::Response& response);

}  // namespace gatehouse::portal
