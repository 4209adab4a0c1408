// By what a viewer knows that an appliance is the one it means. Its own authority is met once, as ssh meets a host, and
// kept; an appliance with an official certificate is known by the authorities of this system. What is there and not
// trusted is named, and never talked to.
#pragma once
#include <cstdint>
#include <string>

#include "appliance/connect/appliances.h"
#include "appliance/connect/portal_client.h"
#include "appliance/net/tls.h"

namespace gatehouse::connect {

struct Place {
  std::string host;  // in lower case, without brackets
  std::uint16_t port = 0;
  std::string certificate_name;  // which links verify

  // HOST:PORT, as it is noted and shown.
  std::string name() const;
  // For a link to it, without whom to trust.
  net::TlsClientOptions link_options() const;
};

// The certificate (PEM) of the only authority to trust; empty: those of this system do. `fingerprint`: of the
// authority, 32 raw bytes, given by the person; empty: the one that is known, or `may_ask` at the terminal whether it
// is the one.
Result<std::string> authority_for(const Place& place, const Appliances& known, const std::string& fingerprint,
                                  bool may_ask);

// Before a password is asked for: is it there, and trusted?
Result<void> check_reached(const Place& place, const Appliances& known, PortalClient& portal);

}  // namespace gatehouse::connect
