#include "appliance/policy/permissions.h"

#include <algorithm>

namespace gatehouse::policy {

std::optional<Permission> find_permission(std::string_view name) {
  const auto found = std::ranges::find(kPermissions, name, &PermissionRow::name);
  if (found == std::end(kPermissions)) return std::nullopt;
  return found->permission;
}

std::string permission_names(Permissions permissions, std::string_view between) {
  std::string names;
  for (const PermissionRow& row : kPermissions) {
    if (!permissions.has(row.permission)) continue;
    if (!names.empty()) names += between;
    names += row.name;
  }
  return names;
}

}  // namespace gatehouse::policy
