#include "db/permission_set_repository.h"

#include "db/access.h"
#include "db/role_sets.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kColumns = "id, organization_id, name, description, version, created_at";

PermissionSet set_of(Query& row) {
  PermissionSet set;
  set.id = row.integer();
  set.organization = row.organization();
  set.name = row.text();
  set.description = row.text();
  set.version = row.integer();
  set.created_at = row.integer();
  return set;
}

std::vector<RoleId> roles_of(Connection& connection, const PermissionSet& set) {
  std::vector<RoleId> roles;
  Query query(connection,
              "SELECT role_id FROM role_permission_set WHERE organization_id = ? AND permission_set_id = ?"
              " ORDER BY role_id",
              set.organization, set.id);
  while (query.next()) roles.push_back(query.integer());
  return roles;
}

void read_parts(Connection& connection, PermissionSet& set) {
  {
    Query query(connection,
                "SELECT section, level FROM permission_set_section WHERE organization_id = ? AND "
                "permission_set_id = ?",
                set.organization, set.id);
    while (query.next()) {
      std::string section = query.text();
      set.levels.emplace(std::move(section), static_cast<int>(query.integer()));
    }
  }
  set.roles = roles_of(connection, set);
}

void write_parts(Connection& connection, const PermissionSet& set) {
  Query(connection, "DELETE FROM permission_set_section WHERE organization_id = ? AND permission_set_id = ?",
        set.organization, set.id)
      .run();
  for (const auto& [section, level] : set.levels) {
    Query(connection,
          "INSERT INTO permission_set_section (organization_id, permission_set_id, section, level)"
          " VALUES (?, ?, ?, ?)",
          set.organization, set.id, section, level)
        .run();
  }
  each_difference(
      roles_of(connection, set), set.roles,
      [&](RoleId role) { remove_set(connection, set.organization, role, set.id); },
      [&](RoleId role) { add_set(connection, set.organization, role, set.id); });
}

bool is_taken(Connection& connection, const PermissionSet& set) {
  return Query(
             connection,
             "SELECT 1 FROM permission_set WHERE organization_id = ? AND lower(name) = lower(?) AND id <> ?",
             set.organization, set.name, set.id)
      .next();
}

}  // namespace

Result<std::optional<PermissionSet>> PermissionSetRepository::add(PermissionSet set) {
  return write(database_, [&](Connection& connection) -> std::optional<PermissionSet> {
    if (is_taken(connection, set)) return std::nullopt;
    Query(connection,
          "INSERT INTO permission_set (organization_id, name, description, created_at) VALUES (?, ?, ?, ?)",
          set.organization, set.name, set.description, set.created_at)
        .run();
    set.id = connection.last_id();
    write_parts(connection, set);
    return set;
  });
}

Result<std::optional<PermissionSet>> PermissionSetRepository::find(OrganizationId organization,
                                                                   PermissionSetId id) {
  return read(database_, [&](Connection& connection) -> std::optional<PermissionSet> {
    std::optional<PermissionSet> set;
    {
      Query query(
          connection,
          "SELECT " + std::string(kColumns) + " FROM permission_set WHERE organization_id = ? AND id = ?",
          organization, id);
      if (query.next()) set = set_of(query);
    }
    if (set) read_parts(connection, *set);
    return set;
  });
}

Result<std::vector<PermissionSet>> PermissionSetRepository::list(OrganizationId organization) {
  return read(database_, [&](Connection& connection) {
    std::vector<PermissionSet> sets;
    {
      Query query(connection,
                  "SELECT " + std::string(kColumns) +
                      " FROM permission_set WHERE organization_id = ? ORDER BY lower(name)",
                  organization);
      while (query.next()) sets.push_back(set_of(query));
    }
    for (PermissionSet& set : sets) read_parts(connection, set);
    return sets;
  });
}

Result<std::int64_t> PermissionSetRepository::count(OrganizationId organization) {
  return count_rows(database_, "SELECT count(*) FROM permission_set WHERE organization_id = ?", organization);
}

Result<bool> PermissionSetRepository::change(const PermissionSet& set) {
  return write(database_, [&](Connection& connection) {
    if (is_taken(connection, set)) return false;
    Query(connection,
          "UPDATE permission_set SET name = ?, description = ?, version = version + 1"
          " WHERE organization_id = ? AND id = ?",
          set.name, set.description, set.organization, set.id)
        .run();
    write_parts(connection, set);
    return true;
  });
}

Result<bool> PermissionSetRepository::remove(OrganizationId organization, PermissionSetId id) {
  return change_rows(database_, "DELETE FROM permission_set WHERE organization_id = ? AND id = ?",
                     organization, id);
}

}  // namespace gatehouse::db
