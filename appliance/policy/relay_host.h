// For which hosts a relay of its own gets a certificate of the appliance's authority, by which machines, native viewers
// and browsers know the appliance.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

// Not for a name or an address by which anybody verifies the appliance: one of `own_names` (as in certificates), what
// is under .appliance or .gatehouse (wire/server_names.h), and localhost. `host`: an address with or without brackets,
// or a name, however it is written.
bool may_be_relay_host(std::string_view host, const std::vector<std::string>& own_names);

}  // namespace gatehouse::policy
