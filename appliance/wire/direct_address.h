// Where a viewer may try to reach a machine without the appliance. The machine names the place, so it may be hostile:
// what no other computer's agent can be behind is none, lest it aims viewers at themselves. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::wire {

struct DirectAddress {
  std::string ip;  // "192.0.2.7" or "2001:db8::1"
  std::uint16_t port = 0;

  // "192.0.2.7:7070", "[2001:db8::1]:7070"
  std::string text() const;
  bool operator==(const DirectAddress&) const = default;
};

// Ports below this belong to the system's services.
inline constexpr std::uint16_t kLowestDirectPort = 1024;

// Whether an address of a machine is worth telling to others, in its usual form. Nothing: it is no address, or one of
// this host alone (loopback, link-local), of many (multicast, broadcast), or of none.
std::optional<std::string> direct_ip(std::string_view text);
// Nothing: as with direct_ip, or a port below kLowestDirectPort.
std::optional<DirectAddress> direct_address(std::string_view ip, std::uint16_t port);
// The opposite of DirectAddress::text().
std::optional<DirectAddress> parse_direct_address(std::string_view text);

}  // namespace gatehouse::wire
