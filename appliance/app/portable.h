// An agent that is not installed: it runs for as long as somebody lets it, as that person, with its keys in that
// person's own directory. So its ID stays the same from one run to the next.
#pragma once
#include <string>

#include "appliance/agent/agent.h"
#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"
#include "appliance/cli/command.h"
#include "appliance/config/settings.h"

namespace gatehouse::app {

// $XDG_DATA_HOME/gatehouse/portable, or ~/.local/share/gatehouse/portable. The error: there is no home.
Result<std::string> portable_path();

// Where the keys are (settings.agent_data), when the settings don't say it.
Result<void> choose_portable_directory(config::Settings& settings);

// Decides where the keys are (settings.agent_data) and enrols, if that has not been done, by --server and --token. The
// lock is held as long as the agent runs: two would be one machine. Says on the standard output what it does.
Result<UniqueFd> prepare_portable(const cli::Arguments& arguments, config::Settings& settings,
                                  agent::AgentOptions& options);

}  // namespace gatehouse::app
