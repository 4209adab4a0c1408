#include "appliance/portal/context.h"

#include <cstdint>

#include "appliance/base/text.h"

namespace gatehouse::portal {

std::optional<std::int64_t> Context::id_parameter(std::string_view name) const {
  const auto found = parameters.find(name);
  if (found == parameters.end()) return {};
  return parse_integer(found->second, 1, INT64_MAX);
}

}  // namespace gatehouse::portal
