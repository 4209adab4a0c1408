// How often passwords and codes of this machine were guessed, kept in a file (agent.data/attempts.json, 0600) so that
// starting the agent again forgives nothing. It slows down viewers only: what is done on the machine itself never waits.
// One thread.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "appliance/base/result.h"

namespace gatehouse::agent {

inline constexpr const char* kAttemptsFile = "attempts.json";

class Attempts {
 public:
  // So many are free; then each further one waits, twice as long as the one before. One is forgotten in `forgotten_after`.
  struct Rule {
    int free = 0;
    std::int64_t first_delay = 15, longest_delay = 900, forgotten_after = 1800;  // seconds
  };
  static const Rule kOfViewer, kOfMachine;
  // Viewers that are remembered; beyond it, who tried least lately is forgotten, strangers first.
  static constexpr std::size_t kMost = 500;

  explicit Attempts(std::string directory, const char* file = kAttemptsFile);

  // Zero: go ahead, it is counted, of this viewer and of the machine, for which who came in once does not wait. Else so
  // many seconds are to wait, and nothing is counted. An error: it could not be written down, and must not be made. `now`: seconds since
  // 1970.
  Result<std::int64_t> begin(const std::string& viewer, std::int64_t now);
  // How long begin() would say.
  std::int64_t wait(const std::string& viewer, std::int64_t now) const;
  // This viewer has shown all that is wanted, in so many tries that begin() counted.
  void came_in(const std::string& viewer, int tries, std::int64_t now);

 private:
  struct Entry {
    int failures = 0;
    std::int64_t counted_at = 0, blocked_until = 0;
    bool came_in = false;  // once; what strangers guess does not keep them out any more
  };
  static std::int64_t wait_of(const Entry& entry, const Rule& rule, std::int64_t now);
  static void forget(Entry& entry, const Rule& rule, std::int64_t now);
  static void count(Entry& entry, const Rule& rule, std::int64_t now);
  static void forgive(Entry& entry, const Rule& rule, int tries, std::int64_t now);
  void read();
  Result<void> write() const;
  void make_room();

  const std::string path_;
  Entry machine_;
  std::map<std::string, Entry> viewers_;
};

inline constexpr Attempts::Rule Attempts::kOfViewer{5}, Attempts::kOfMachine{20};

}  // namespace gatehouse::agent
