// Which relays the UI's pages may reach, as sources of their Content-Security-Policy (connect-src).
#pragma once
#include <mutex>
#include <optional>
#include <string>

#include "appliance/base/clock.h"
#include "db/relay_node_repository.h"

namespace gatehouse::portal {

// Any thread. The store is asked once in kKept at most: a page that is loaded asks for this.
class RelaySources {
 public:
  static constexpr std::chrono::seconds kKept{3};

  RelaySources(db::RelayNodeRepository& relays, const Clock& clock) : relays_(relays), clock_(clock) {}

  // " https://HOST:PORT wss://HOST:PORT ..." of every relay that joined, of all organizations: who is not signed in
  // gets the same page. When the store can't be read, what was known before.
  std::string text();
  // They changed: the next page hears of it.
  void forget();

 private:
  db::RelayNodeRepository& relays_;
  const Clock& clock_;
  std::mutex mutex_;  // guards what follows
  std::string text_;
  std::optional<SteadyTime> read_at_;
};

}  // namespace gatehouse::portal
