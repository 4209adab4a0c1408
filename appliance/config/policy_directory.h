// Settings that nobody on this machine may change: the ini files of a directory that belongs to the system's administrator, or
// to what manages the machines (/etc/gatehouse/policy.d). They win over every other source.
#pragma once
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/config/ini.h"

namespace gatehouse::config {

struct PolicyFile {
  std::string path;
  std::vector<IniEntry> entries;
};

// Every *.ini of the directory, by name: a later one wins. No directory: none. Error: one can't be read, is no ini file, or could
// be changed by somebody else than root and the account that runs this program.
Result<std::vector<PolicyFile>> read_policy(const std::string& directory);

}  // namespace gatehouse::config
