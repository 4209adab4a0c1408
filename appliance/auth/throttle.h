// Slows down who guesses. Every key (an account, an address) has some tries free; after each further failure
// the key waits, first `first_delay`, then twice as long each time, up to `longest_delay`. One failure is
// forgotten in every `forgotten_after`.
//
// A try is counted before it is made and taken back when it succeeds, so that a hundred at once don't all
// slip through.
#pragma once
#include <chrono>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "appliance/base/clock.h"

namespace gatehouse::auth {

struct ThrottleRule {
  int free_tries = 5;
  std::chrono::seconds first_delay{15};
  std::chrono::seconds longest_delay{900};
  std::chrono::seconds forgotten_after{1800};
  // Keys remembered; beyond that the one that was not used for longest is forgotten.
  std::size_t most_keys = 10'000;
};

// What a key may still do before it has to wait.
struct Tries {
  int limit = 0, left = 0;
  std::chrono::seconds next{0};  // until there is one more, rounded up; 0: none was used
};

// Any thread.
class Throttle {
 public:
  Throttle(const Clock& clock, ThrottleRule rule = {}) : clock_(clock), rule_(rule) {}

  // Zero: go ahead, the try is counted. Else: wait that long (rounded up); nothing is counted.
  std::chrono::seconds begin(const std::string& key);
  // The try that begin() let through was none: it succeeded, or could not be made.
  void take_back(const std::string& key);
  Tries tries(const std::string& key);
  // Forgets the key's failures.
  void clear(const std::string& key);

 private:
  struct Entry {
    std::string key;
    int failures = 0;
    SteadyTime counted_at{};  // when `failures` was last brought up to date
    SteadyTime blocked_until{};
  };
  using Entries = std::list<Entry>;

  Entries::iterator find_or_add(const std::string& key);
  void forget_with_time(Entry& entry, SteadyTime now) const;
  std::chrono::seconds delay_after(int failures) const;

  const Clock& clock_;
  const ThrottleRule rule_;
  std::mutex mutex_;                                                // guards what follows
  Entries entries_;                                                 // the last used first
  std::unordered_map<std::string_view, Entries::iterator> by_key_;  // views of the entries' own keys
};

}  // namespace gatehouse::auth
