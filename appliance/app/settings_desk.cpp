#include "appliance/app/settings_desk.h"

#include "appliance/base/files.h"
#include "appliance/config/change.h"

namespace gatehouse::app {
namespace {

// What an agent reads at its start, and only then.
bool is_of_an_agent(std::string_view name) {
  return name.starts_with("agent.") || name.starts_with("access.") || name.starts_with("desktop.");
}

}  // namespace

SettingsDesk::SettingsDesk(config::Sources sources, const config::Settings& running)
    : sources_(std::move(sources)) {
  for (const config::SettingNow& one : config::now(running)) running_[std::string(one.row->name)] = one.value;
}

Result<agent::DeskNow> SettingsDesk::now() {
  config::Sources sources = sources_;
  if (!sources.ini_path.empty() && is_missing(sources.ini_path)) sources.ini_path.clear();
  const auto settings = config::load(sources);
  if (!settings) return settings.error();
  agent::DeskNow now;
  now.hidden = settings->settings_hidden;
  if (const auto why = config::locked(*settings)) now.locked = why->message;
  for (const config::SettingNow& one : config::now(*settings)) {
    const std::string name(one.row->name);
    if (!is_of_an_agent(name)) continue;
    now.values.push_back({name, one.value, std::string(one.row->default_value), one.source, one.in_file,
                          running_[name] != one.value});
  }
  return now;
}

Result<void> SettingsDesk::change(const NewValues& values) {
  std::vector<config::NewValue> wanted;
  for (const auto& [name, value] : values) wanted.push_back({name, value});
  return config::change_settings(sources_, wanted);
}

}  // namespace gatehouse::app
