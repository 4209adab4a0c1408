// Which way a session goes: by a relay of its own or by the appliance, whichever is the shortest in sum from the
// machine to here. Loop thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "appliance/net/event_loop.h"

namespace gatehouse::connect {

// One that the portal offered.
struct RelayOffer {
  std::uint64_t id = 0;
  std::string name;     // printable
  std::string address;  // "HOST:PORT"
  std::chrono::microseconds from_machine{};
};

class RelayChoice {
 public:
  // `appliance`: its address, and how far the machine is from it; nothing: it was not measured, and
  // counts as no distance. `done` runs once, never
  // inside the constructor, after 0.4 s at the latest, and may destroy this. Nothing: the appliance.
  RelayChoice(net::EventLoop& loop, std::vector<RelayOffer> offers, const std::string& appliance,
              std::optional<std::chrono::microseconds> appliance_from_machine,
              std::function<void(std::optional<RelayOffer>)> done);

 private:
  void measured(std::size_t which, std::optional<std::chrono::microseconds> time);
  void decide();

  struct Way {
    std::chrono::microseconds from_machine{};
    bool answered = false;
    std::optional<std::chrono::microseconds> from_here;
  };

  const std::vector<RelayOffer> offers_;
  std::function<void(std::optional<RelayOffer>)> done_;
  std::vector<Way> ways_;  // of the offers, and last of the appliance
  std::vector<net::EventLoop::HandlePtr> measuring_;
  net::EventLoop& loop_;
  net::EventLoop::HandlePtr deciding_;
};

}  // namespace gatehouse::connect
