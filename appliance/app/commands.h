// The table of commands.
#pragma once
#include <string>
#include <vector>

#include "appliance/cli/command.h"

namespace gatehouse::app {

// Runs the command named by the first word; returns the exit status.
int run(const std::vector<std::string>& arguments, char** environment);

const cli::Command& serve_command();
const cli::Command& agent_command();
const cli::Command& enroll_command();
const cli::Command& install_command();
const cli::Command& uninstall_command();
const cli::Command& access_command();
const cli::Command& settings_command();
const cli::Command& address_command();
const cli::Command& request_help_command();
const cli::Command& tray_command();
const cli::Command& profile_command();
const cli::Command& second_factor_command();
const cli::Command& connect_command();
const cli::Command& audit_command();
const cli::Command& authority_command();
const cli::Command& organization_command();
const cli::Command& relay_command();
const cli::Command& desktop_worker_command();
const cli::Command& sound_recorder_command();
const cli::Command& consent_window_command();
const cli::Command& consent_console_command();
const cli::Command& pam_check_command();
const cli::Command& root_terminal_command();
const cli::Command& package_update_command();

}  // namespace gatehouse::app
