// Whom a person at this machine has accepted before, so that a first contact can be marked. A small file of the
// agent's; without it everybody is new. Loop thread.
#pragma once
#include <deque>
#include <string>

namespace gatehouse::agent {

class KnownAccounts {
 public:
  static constexpr std::size_t kMost = 500;  // the longest forgotten go first

  explicit KnownAccounts(std::string path);

  bool has(const std::string& account, const std::string& organization) const;
  // Kept at once; a disk that takes nothing is in the log.
  void remember(const std::string& account, const std::string& organization);

 private:
  const std::string path_;
  std::deque<std::string> keys_;  // the longest known first
};

}  // namespace gatehouse::agent
