// Where the appliance can be reached: what `serve` tells on the console, and what its pages tell other computers.
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

// "box.example:8443": the same for other computers, those first that are the likeliest to be reached and to last. No
// name or address means the computer itself that reads it (localhost). `given` are names that somebody chose, of
// server.names and of server.certificate.
std::vector<std::string> servers_for_others(const std::string& listen, std::uint16_t port,
                                            const std::vector<std::string>& given,
                                            const std::vector<std::string>& names, bool local_names);

// Whether this machine tells others its name with .local: Avahi runs.
bool tells_local_names();

}  // namespace gatehouse::app
