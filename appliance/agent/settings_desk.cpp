#include "appliance/agent/settings_desk.h"

#include <algorithm>

namespace gatehouse::agent {

const DeskValue& DeskNow::about(std::string_view name) const {
  const auto found = std::ranges::find(values, name, &DeskValue::name);
  GH_ASSERT(found != values.end());
  return *found;
}

bool DeskNow::hides(std::string_view category) const {
  return std::ranges::any_of(hidden, [&](const auto& one) { return one == category || one == "all"; });
}

bool DeskNow::waits() const {
  return std::ranges::any_of(values, &DeskValue::waits);
}

}  // namespace gatehouse::agent
