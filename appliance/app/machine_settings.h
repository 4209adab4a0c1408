// Which agent of this machine a command at its console means.
#pragma once
#include <optional>
#include <string_view>

#include "appliance/cli/command.h"
#include "appliance/config/settings.h"

namespace gatehouse::app {

// The settings of the agent that is named; else of the installed one (/etc/gatehouse/agent.ini), of this account's portable
// client, or of one that was started in this directory, an appliance's own among them. agent_data is where its keys are. Prints
// what is wrong; nothing: the command ends with 2.
std::optional<config::Settings> load_machine_settings(std::string_view command,
                                                      const cli::Arguments& arguments);

}  // namespace gatehouse::app
