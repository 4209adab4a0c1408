// Where the agent of this machine keeps its things, for commands that change them.
#pragma once
#include <string>

#include "appliance/base/result.h"
#include "appliance/cli/command.h"
#include "appliance/config/settings.h"

namespace gatehouse::app {

// The directory that the settings name; without any, that of the installed agent, of this account's portable one, or one
// here. The error says what to do: there is none, or it is another account's.
Result<std::string> agent_directory(const config::Settings& settings, const cli::Arguments& arguments);

}  // namespace gatehouse::app
