// What `install` makes a service of: the agent of this machine, or a relay. Where its things are, and what is in them.
#pragma once
#include <string>
#include <string_view>

#include "appliance/base/result.h"

namespace gatehouse::app {

struct Service {
  std::string_view command;   // "agent": what the unit starts, and the section of its settings
  std::string_view name;      // of the unit, for systemctl
  std::string_view settings;  // the ini file
  std::string_view data;      // its keys
  std::string_view unit, wanted;
  std::string_view accounts;       // for systemd-sysusers, which makes `account` by it
  std::string_view accounts_text;  // what is in it
  std::string_view account;
};

inline constexpr Service kAgentService = {
    .command = "agent",
    .name = "gatehouse-agent",
    .settings = "/etc/gatehouse/agent.ini",
    .data = "/var/lib/gatehouse-agent",
    .unit = "/etc/systemd/system/gatehouse-agent.service",
    .wanted = "/etc/systemd/system/multi-user.target.wants/gatehouse-agent.service",
    .accounts = "/etc/sysusers.d/gatehouse-agent.conf",
    .accounts_text = "u gatehouse-desktop - \"Gatehouse virtual desktop\" /\n",
    .account = "gatehouse-desktop",
};
inline constexpr Service kRelayService = {
    .command = "relay",
    .name = "gatehouse-relay",
    .settings = "/etc/gatehouse/relay.ini",
    .data = "/var/lib/gatehouse-relay",
    .unit = "/etc/systemd/system/gatehouse-relay.service",
    .wanted = "/etc/systemd/system/multi-user.target.wants/gatehouse-relay.service",
    .accounts = "/etc/sysusers.d/gatehouse-relay.conf",
    .accounts_text = "u gatehouse-relay - \"Gatehouse relay\" /\n",
    .account = "gatehouse-relay",
};

inline bool is_relay(const Service& service) {
  return service.command == kRelayService.command;
}

// The first settings of a service. `server`: as it was typed; `listen`: of a relay.
std::string first_settings(const Service& service, const std::string& server, const std::string& listen);
// The unit with the program's path in place of the usual one.
Result<std::string> unit_text(const Service& service, const std::string& program);

}  // namespace gatehouse::app
