// What `serve` tells on the console.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::app {

// The web addresses that answer when the appliance listens at `listen` ("0.0.0.0:8443") on `port`: the easiest
// first. `names` are the machine's own names and addresses, with those of server.names. Those that end in .local
// answer only where `local_names` says so (RFC 6762).
std::vector<std::string> web_addresses(const std::string& listen, std::uint16_t port,
                                       const std::vector<std::string>& names, bool local_names);

// Whether this machine tells others its name with .local: Avahi runs.
bool tells_local_names();

}  // namespace gatehouse::app
