// Where the appliance may send something because a person typed an address: not into its own network, unless that is allowed,
// and never to where a cloud keeps a machine's secrets.
#pragma once
#include <cstdint>
#include <span>

namespace gatehouse::policy {

enum class OutboundPlace {
  open,     // the Internet
  nearby,   // this machine or a private network: only if the administrator allows it
  refused,  // link-local (169.254.169.254 and the like), multicast, nowhere
};

// `bytes`: an address in network order, 4 bytes of IPv4 or 16 of IPv6. IPv4 inside IPv6 counts as what it is.
OutboundPlace outbound_place(std::span<const std::uint8_t> bytes);

}  // namespace gatehouse::policy
