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

bool is_named(const cli::Arguments& arguments) {
  const config::Sources& sources = arguments.sources;
  return !sources.ini_path.empty() || !sources.options.empty() || !sources.environment.empty();
}

}  // namespace

std::string own_settings_file(const std::string& agent_data) {
  return agent_data + "/agent.ini";
}

std::optional<config::Settings> with_own_file(std::string_view command, cli::Arguments arguments,
                                              config::Settings settings) {
  const std::string path = own_settings_file(settings.agent_data);
  if (!arguments.sources.ini_path.empty() || !file_exists(path)) return settings;
  arguments.sources.ini_path = path;
  auto with = cli::load_settings(command, arguments);
  if (with) with->agent_data = settings.agent_data;
  return with;
}

std::string machine_settings_file(const cli::Arguments& arguments) {
  if (!arguments.sources.ini_path.empty()) return arguments.sources.ini_path;
  const bool named = is_named(arguments);
  if (!named && file_exists(kInstalledSettings)) return kInstalledSettings;
  const auto settings = config::load(arguments.sources);
  if (settings && has_agent(settings->agent_data)) return own_settings_file(settings->agent_data);
  const auto portable = portable_path();
  return !named && portable && has_agent(*portable) ? own_settings_file(*portable) : "";
}

std::optional<config::Settings> load_machine_settings(std::string_view command,
                                                      const cli::Arguments& arguments) {
  cli::Arguments meant = arguments;
  const bool named = is_named(arguments);
  if (!named && file_exists(kInstalledSettings)) meant.sources.ini_path = kInstalledSettings;
  auto settings = cli::load_settings(command, meant);
  if (!settings) return settings;
  if (has_agent(settings->agent_data)) return with_own_file(command, meant, *std::move(settings));
  const auto portable = portable_path();
  if (!named && portable && has_agent(*portable)) {
    settings->agent_data = *portable;
    return with_own_file(command, meant, *std::move(settings));
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
