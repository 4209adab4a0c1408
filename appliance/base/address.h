// Addresses of peers as text, for limits that count by address.
#pragma once
#include <string>

namespace gatehouse {

// One key for all addresses that one host can have: an IPv6 address counts as its /64, an IPv4-mapped one as
// the IPv4 address. What is no address is its own key.
std::string address_key(const std::string& address);

}  // namespace gatehouse
