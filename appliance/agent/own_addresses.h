// Under which addresses others may reach this machine.
#pragma once
#include <string>
#include <vector>

namespace gatehouse::agent {

// Those of interfaces that are up, but for loopback and link-local ones (wire/direct_address.h), wire::kReachableCap at
// most, in a fixed order. Nothing when the kernel can't be asked.
std::vector<std::string> own_addresses();

}  // namespace gatehouse::agent
