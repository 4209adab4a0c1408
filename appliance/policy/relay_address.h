// Where a relay is reached by agents and browsers: "host" or "host:port", as people type it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

inline constexpr std::uint16_t kRelayPort = 443;  // when none is said
inline constexpr std::size_t kLongestRelayAddress = 128;

struct RelayAddress {
  std::string host;  // a DNS name in lower case, an IPv4 address, or an IPv6 address in brackets
  std::uint16_t port = kRelayPort;
  bool is_literal = false;  // an IP address

  std::string text() const;  // always with the port
  bool operator==(const RelayAddress&) const = default;
};

// A DNS name (RFC 1123 labels) or an IP address; IPv6 in brackets, or bare without a port. Nothing: it is none, too
// long, has a scheme or a path, or stands for every address (0.0.0.0). Spaces around it are forgiven.
std::optional<RelayAddress> parse_relay_address(std::string_view typed);

}  // namespace gatehouse::policy
