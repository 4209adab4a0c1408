#include "db/permission_set_repository.h"

#include "db/access.h"
#include "db/named_things.h"
#include "db/role_sets.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kTable = "permission_set";

std::string select_where(std::string_view condition) {
  return "SELECT " + std::string(kNamedColumns) + " FROM permission_set WHERE " + std::string(condition);
}

PermissionSet set_of(Query& row) {
  PermissionSet set;
  read_named(row, set);
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

}  // namespace

Result<std::optional<PermissionSet>> PermissionSetRepository::add(PermissionSet set) {
  return write(database_, [&](Connection& connection) -> std::optional<PermissionSet> {
    if (is_name_taken(connection, kTable, set)) return std::nullopt;
    set.id = insert_named(connection, kTable, set);
    write_parts(connection, set);
    return set;
  });
}

Result<std::optional<PermissionSet>> PermissionSetRepository::find(OrganizationId organization,
                                                                   PermissionSetId id) {
  return read(database_, [&](Connection& connection) -> std::optional<PermissionSet> {
    std::optional<PermissionSet> set;
    {
      Query query(connection, select_where("organization_id = ? AND id = ?"), organization, id);
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
      Query query(connection, select_where("organization_id = ? ORDER BY lower(name)"), organization);
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
    if (is_name_taken(connection, kTable, set)) return false;
    update_named(connection, kTable, set);
    write_parts(connection, set);
    return true;
  });
}

Result<bool> PermissionSetRepository::remove(OrganizationId organization, PermissionSetId id) {
  return change_rows(database_, "DELETE FROM permission_set WHERE organization_id = ? AND id = ?",
                     organization, id);
}

}  // namespace gatehouse::db
