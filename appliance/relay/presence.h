// Which devices are online, and what is asked about them elsewhere: how far away they are, and where viewers may
// reach them directly. Memory only. Any thread.
#pragma once
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "appliance/relay/relay.h"

namespace gatehouse::relay {

class Presence {
 public:
  // A new link: nothing is known of it yet.
  void arrived(DeviceId device);
  void left(DeviceId device);
  // Of a device that is online; of another it is not kept.
  void measured(DeviceId device, std::optional<std::chrono::microseconds> round_trip);
  // What it said last. Addresses that are none for others (wire/direct_address.h) are left out.
  void reachable(DeviceId device, const wire::Reachable& said);

  bool is_online(DeviceId device) const;
  std::size_t online() const;
  std::optional<std::chrono::microseconds> round_trip(DeviceId device) const;
  std::vector<std::string> direct_addresses(DeviceId device) const;

 private:
  struct Known {
    std::optional<std::chrono::microseconds> round_trip;
    std::vector<std::string> direct_addresses;
  };

  mutable std::mutex mutex_;  // guards devices_
  std::unordered_map<DeviceId, Known> devices_;
};

}  // namespace gatehouse::relay
