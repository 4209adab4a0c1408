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

// The settings file of the agent that is meant in the same way, which a change is written to. It need not be there yet. Empty:
// there is no such agent, or it takes its settings from elsewhere.
std::string machine_settings_file(const cli::Arguments& arguments);

// Of an agent that was started without --config.
std::string own_settings_file(const std::string& agent_data);
// Reads that file, too, where there is one and no other was named; agent_data stays as it is. As cli::load_settings.
std::optional<config::Settings> with_own_file(std::string_view command, cli::Arguments arguments,
                                              config::Settings settings);

}  // namespace gatehouse::app
