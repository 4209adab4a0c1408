// Whom the person at this machine has said no to, so that nobody wears them down by asking again and again. Lives as long
// as the agent; no I/O. One thread.
#pragma once
#include <chrono>
#include <cstddef>
#include <map>
#include <string>

namespace gatehouse::agent {

class Refusals {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // So many noes to one visitor, each within this of the one before, and the next question is not put before it is over.
  static constexpr int kEnough = 8;
  static constexpr std::chrono::minutes kQuietFor{10};
  static constexpr std::size_t kMost = 500;  // visitors; the longest silent is forgotten

  void add(const std::string& visitor, Time now);
  void forget(const std::string& visitor) { by_visitor_.erase(visitor); }
  bool are_enough(const std::string& visitor, Time now) const;

 private:
  struct Count {
    int noes = 0;
    Time last;
  };
  std::map<std::string, Count> by_visitor_;
};

}  // namespace gatehouse::agent
