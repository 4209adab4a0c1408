// `gatehouse address` and `gatehouse request-help`: what people at a machine ask of its agent, over its local socket
// (agent/local_server.h).
#pragma once
#include <string>

#include "appliance/config/settings.h"

namespace gatehouse::app {

// Of an agent that `install` made a service.
inline constexpr const char* kInstalledSocket = "/run/gatehouse-agent/socket";

// Where an agent with these settings has its socket.
std::string agent_socket(const config::Settings& settings);

}  // namespace gatehouse::app
