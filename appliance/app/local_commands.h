// `gatehouse address` and `gatehouse request-help`: what people at a machine ask of its agent, over its local socket
// (agent/local_server.h).
#pragma once
#include <map>
#include <string>

#include "appliance/base/result.h"
#include "appliance/cli/command.h"
#include "appliance/config/settings.h"

namespace gatehouse::app {

// Of an agent that `install` made a service.
inline constexpr const char* kInstalledSocket = "/run/gatehouse-agent/socket";

// Where an agent with these settings has its socket.
std::string agent_socket(const config::Settings& settings);

// What the agent here answers to a line: by name. The error, for people, also says that there is none.
using AgentAnswer = std::map<std::string, std::string>;
Result<AgentAnswer> ask_agent(const config::Settings& settings, const cli::Arguments& arguments,
                              const std::string& line);

}  // namespace gatehouse::app
