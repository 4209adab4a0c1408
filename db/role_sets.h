// For db/ only: which permission sets a role has. Each row that comes or goes is a new version of both, so only what
// differs is touched.
#pragma once
#include <algorithm>
#include <vector>

#include "db/connection.h"
#include "db/rights_records.h"

namespace gatehouse::db {

// Again changes nothing.
void add_set(Connection& connection, OrganizationId organization, RoleId role, PermissionSetId set);
void remove_set(Connection& connection, OrganizationId organization, RoleId role, PermissionSetId set);

// Calls `remove` for what is in `before` only, and `add` for the rest of `after`.
template <class Remove, class Add>
void each_difference(const std::vector<std::int64_t>& before, const std::vector<std::int64_t>& after,
                     Remove remove, Add add) {
  for (const std::int64_t id : before) {
    if (std::find(after.begin(), after.end(), id) == after.end()) remove(id);
  }
  for (const std::int64_t id : after) {
    if (std::find(before.begin(), before.end(), id) == before.end()) add(id);
  }
}

}  // namespace gatehouse::db
