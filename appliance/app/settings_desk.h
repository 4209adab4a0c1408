// The settings of an agent's page (agent/settings_desk.h): by the one table of settings, from the same sources that the agent was
// started with.
#pragma once
#include <map>
#include <string>

#include "appliance/agent/settings_desk.h"
#include "appliance/config/settings.h"

namespace gatehouse::app {

class SettingsDesk final : public agent::SettingsDesk {
 public:
  // `sources`: of the agent; their ini_path is where changes are written, and need not be there yet. `running`: what they gave when
  // the agent started.
  SettingsDesk(config::Sources sources, const config::Settings& running);

  Result<agent::DeskNow> now() override;
  Result<void> change(const NewValues& values) override;

 private:
  const config::Sources sources_;
  std::map<std::string, std::string, std::less<>> running_;  // values by name
};

}  // namespace gatehouse::app
