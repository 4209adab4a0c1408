#include "db/role_sets.h"

namespace gatehouse::db {

void add_set(Connection& connection, OrganizationId organization, RoleId role, PermissionSetId set) {
  Query(connection,
        "INSERT INTO role_permission_set (organization_id, role_id, permission_set_id) VALUES (?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        organization, role, set)
      .run();
}

void remove_set(Connection& connection, OrganizationId organization, RoleId role, PermissionSetId set) {
  Query(connection,
        "DELETE FROM role_permission_set WHERE organization_id = ? AND role_id = ? AND permission_set_id = ?",
        organization, role, set)
      .run();
}

}  // namespace gatehouse::db
