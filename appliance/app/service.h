// What `install` makes a service of: the agent of this machine, or a relay. Where its things are, and what is in them.
#pragma once
#include <string>
#include <string_view>

#include "appliance/base/result.h"

namespace gatehouse::app {

struct Service {
  // By its command, and the account that systemd-sysusers makes for it, with what that is in words.
  Service(const std::string& starts, const std::string& user, const std::string& user_words);

  std::string command;       // "agent": what the unit starts, and the section of its settings
  std::string name;          // of the unit, for systemctl
  std::string settings;      // the ini file
  std::string data;          // its keys
  std::string unit, wanted;  // the unit, and the link that starts it with the machine
  std::string account;
  std::string accounts;       // for systemd-sysusers
  std::string accounts_text;  // what is in it
};

inline const Service kAgentService{"agent", "gatehouse-desktop", "Gatehouse virtual desktop"};
inline const Service kRelayService{"relay", "gatehouse-relay", "Gatehouse relay"};

inline bool is_relay(const Service& service) {
  return service.command == kRelayService.command;
}

// The first settings of a service. `server`: as it was typed; `listen`: of a relay.
std::string first_settings(const Service& service, const std::string& server, const std::string& listen);
// The unit with the program's path in place of the usual one.
Result<std::string> unit_text(const Service& service, const std::string& program);

// By which every desktop of the machine starts `gatehouse tray`.
inline constexpr std::string_view kTrayStart = "/etc/xdg/autostart/gatehouse-tray.desktop";
std::string tray_start_text(const std::string& program);

}  // namespace gatehouse::app
