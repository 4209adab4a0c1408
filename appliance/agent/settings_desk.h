// What the settings page of a machine (local_settings.h) needs to know and change of the settings; app supplies it. Loop thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "appliance/base/result.h"

namespace gatehouse::agent {

// A setting as its sources have it now, which may be another value than the agent was started with.
struct DeskValue {
  std::string name, value = {}, default_value = {};
  std::string source = {};  // for people; empty: it is the default
  bool in_file = false;     // it can go back to its default
  bool waits = false;       // for the agent's next start
};

struct DeskNow {
  std::vector<DeskValue> values;
  std::vector<std::string> hidden;    // categories that are not shown; "all"
  std::optional<std::string> locked;  // why nothing may be changed, for people

  // Those that the program has: asking for another is a bug.
  const DeskValue& about(std::string_view name) const;
  bool hides(std::string_view category) const;
  bool waits() const;
};

class SettingsDesk {
 public:
  virtual ~SettingsDesk() = default;
  // Error: the settings file or a policy can't be read, or says what it may not.
  virtual Result<DeskNow> now() = 0;
  using NewValues = std::vector<std::pair<std::string, std::optional<std::string>>>;
  // In the settings file, all or none; without a value: the default. Errors as people read them, locked ones, too.
  virtual Result<void> change(const NewValues& values) = 0;
};

}  // namespace gatehouse::agent
