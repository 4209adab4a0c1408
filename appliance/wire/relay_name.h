// By what name the certificate of a relay of its own is verified (PROTOCOL.md, Relays of their own).
#pragma once
#include <cstdint>
#include <string>

namespace gatehouse::wire {

// Not the appliance's, so that no relay can pass for it.
inline std::string relay_server_name(std::uint64_t relay_id) {
  return "relay-" + std::to_string(relay_id) + ".gatehouse";
}

}  // namespace gatehouse::wire
