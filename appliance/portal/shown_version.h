// Versions for If-Match (portal/changes.h) of what has no number of its own that goes up: the same values, the same version.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "db/records.h"

namespace gatehouse::portal {

// Above 0.
std::int64_t version_of_values(const std::vector<std::string_view>& values);

// Of what people set of a machine: its alias, comment, tags, opening hours and whether it wants approvals. What it says of itself changes all the time.
std::int64_t shown_version(const db::Client& client);
std::int64_t shown_version(const db::Organization& organization);

}  // namespace gatehouse::portal
