// What runs in an administrator's terminal, and how: as a unit of its own where systemd is there, since what the agent
// starts would stay in the agent's cage (firmware/systemd/gatehouse-agent.service); else directly.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/wire/terminal.h"

namespace gatehouse::agent {

// "ssh.service", "getty@tty1"; never an option, a path or a pattern.
bool is_service_name(std::string_view name);

struct MachineFacts {
  bool systemd = false;
  std::string user = "root", home = "/root", shell = "/bin/bash", language;
  std::string program;  // the path of this one
};
// Those of the account that we are.
MachineFacts machine_facts_of_root();

struct AdministratorProgram {
  std::string program;             // its path
  std::vector<std::string> words;  // argv
  std::vector<std::string> environment;
  std::string directory;
  std::string unit;         // that it runs in; empty: none
  bool to_its_end = false;  // even when nobody looks any more
};

// Nothing: there is no such service name. `unit`: the name of a unit that nothing else has.
std::optional<AdministratorProgram> administrator_program(wire::TerminalOpen::What what,
                                                          const std::string& argument,
                                                          const MachineFacts& machine,
                                                          const std::string& unit);

// How this machine's packages are brought up to date, one command after the other, with nothing asked and the settings
// files as they are. Empty: by none of the ways that are known.
std::vector<std::vector<std::string>> package_commands(bool (*exists)(const std::string& path));

// The hidden command `package-update`: those, each line that they print on standard output. It outlives its terminal and
// whoever looked at it. Returns the exit status.
int run_package_update();

}  // namespace gatehouse::agent
