// The names by which certificates on links are verified, whatever the computers are called (PROTOCOL.md, Links and
// Relays of their own).
#pragma once
#include <cstdint>
#include <string>

namespace gatehouse::wire {

// The appliance's: in every certificate of its own authority for itself.
inline constexpr const char* kApplianceName = "gatehouse.appliance";

// Of a relay of its own. Not the appliance's, so that no relay can pass for it.
inline std::string relay_server_name(std::uint64_t relay_id) {
  return "relay-" + std::to_string(relay_id) + ".gatehouse";
}

}  // namespace gatehouse::wire
