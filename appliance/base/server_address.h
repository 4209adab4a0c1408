// Where an appliance or a relay of its own is, as people write it.
#pragma once
#include <cstdint>
#include <string>

#include "appliance/base/result.h"

namespace gatehouse {

struct ServerAddress {
  std::string host;  // a name or an address, without brackets
  std::uint16_t port = 443;
};

// "host", "host:port", "[v6]", "[v6]:port"; without a port it is `usual_port`.
Result<ServerAddress> parse_server_address(const std::string& text, std::uint16_t usual_port = 443);

}  // namespace gatehouse
