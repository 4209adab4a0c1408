#include "appliance/portal/context.h"

#include <cstdint>

#include "appliance/base/text.h"

namespace gatehouse::portal {

std::int64_t Context::id_in_path(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? 0 : parse_integer(found->second, 1, INT64_MAX).value_or(0);
}

}  // namespace gatehouse::portal
