#include "appliance/app/machine_settings.h"

#include <unistd.h>

#include <string>

#include "appliance/app/portable.h"
#include "appliance/base/files.h"

namespace gatehouse::app {
namespace {

constexpr const char* kInstalledSettings = "/etc/gatehouse/agent.ini";

// Somebody else's directory can't be looked into, but it is there.
bool has_agent(const std::string& directory) {
  return file_exists(directory + "/key.pem") ||
         (file_exists(directory) && ::access(directory.c_str(), X_OK) != 0);
}

}  // namespace

std::optional<config::Settings> load_machine_settings(std::string_view command,
                                                      const cli::Arguments& arguments) {
  cli::Arguments meant = arguments;
  const bool named = !arguments.sources.ini_path.empty() || !arguments.sources.options.empty() ||
                     !arguments.sources.environment.empty();
  if (!named && file_exists(kInstalledSettings)) meant.sources.ini_path = kInstalledSettings;
  auto settings = cli::load_settings(command, meant);
  if (!settings || has_agent(settings->agent_data)) return settings;
  const auto portable = portable_path();
  if (!named && portable && has_agent(*portable)) {
    settings->agent_data = *portable;
    return settings;
  }
  if (const std::string own = settings->server_data + "/agent"; has_agent(own)) {
    settings->agent_data = own;
    return settings;
  }
  cli::fail(command, "no agent of this machine has its keys in " + settings->agent_data +
                         ". For one that has them elsewhere: --agent.data=DIRECTORY");
  return std::nullopt;
}

}  // namespace gatehouse::app
