// Changes settings in the ini file, where they are this machine's to change. Order of precedence: a managed policy
// (policy_directory.h), the command line, the environment, the ini file, the defaults. Only the ini file is ever written.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appliance/config/settings.h"

namespace gatehouse::config {

struct NewValue {
  std::string name;
  std::optional<std::string> value;  // nothing: the default, with no line in the file
};

// All of them or none, in one piece; the file's owner, mode and everything else in it stay, and one that is not there is made
// (0600). Errors, which name the setting: there is none of that name, it does not take that value, a policy, the command line or the environment
// has the last word on it, everything is locked (settings.locked), the file may not be written.
Result<void> change_settings(const Sources& sources, const std::vector<NewValue>& values);

// Why nothing may be changed that is the machine's, for people; nothing: it may.
std::optional<Error> locked(const Settings& settings);

}  // namespace gatehouse::config
