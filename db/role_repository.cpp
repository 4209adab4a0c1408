#include "db/role_repository.h"

#include <algorithm>

#include "db/access.h"
#include "db/named_things.h"
#include "db/role_sets.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kTable = "role";

std::string select_where(std::string_view condition) {
  return "SELECT " + std::string(kNamedColumns) +
         ", key, requires_second_factor, (SELECT count(*) FROM user_role WHERE user_role.organization_id = "
         "role.organization_id"
         " AND role_id = role.id), (SELECT count(*) FROM group_role"
         " WHERE group_role.organization_id = role.organization_id AND role_id = role.id)"
         " FROM role WHERE " +
         std::string(condition);
}

Role role_of(Query& row) {
  Role role;
  read_named(row, role);
  role.key = row.maybe_text();
  role.requires_second_factor = row.flag();
  role.users = row.integer();
  role.groups = row.integer();
  return role;
}

void read_sets(Connection& connection, Role& role) {
  Query query(connection,
              "SELECT permission_set_id FROM role_permission_set WHERE organization_id = ? AND role_id = ?"
              " ORDER BY permission_set_id",
              role.organization, role.id);
  while (query.next()) role.permission_sets.push_back(query.integer());
}

void write_sets(Connection& connection, const Role& role) {
  Role before;
  before.id = role.id;
  before.organization = role.organization;
  read_sets(connection, before);
  each_difference(
      before.permission_sets, role.permission_sets,
      [&](PermissionSetId set) { remove_set(connection, role.organization, role.id, set); },
      [&](PermissionSetId set) { add_set(connection, role.organization, role.id, set); });
}

template <class... Values>
Result<std::optional<Role>> find_one(Database& database, std::string_view condition,
                                     const Values&... values) {
  return read(database, [&](Connection& connection) -> std::optional<Role> {
    std::optional<Role> role;
    {
      Query query(connection, select_where(condition), values...);
      if (query.next()) role = role_of(query);
    }
    if (role) read_sets(connection, *role);
    return role;
  });
}

}  // namespace

Result<std::optional<Role>> RoleRepository::add(Role role) {
  return write(database_, [&](Connection& connection) -> std::optional<Role> {
    if (is_name_taken(connection, kTable, role)) return std::nullopt;
    role.id = insert_named(connection, kTable, role);
    write_sets(connection, role);
    return role;
  });
}

Result<std::optional<Role>> RoleRepository::find(OrganizationId organization, RoleId id) {
  return find_one(database_, "organization_id = ? AND id = ?", organization, id);
}

Result<std::optional<Role>> RoleRepository::find_by_key(OrganizationId organization, const std::string& key) {
  return find_one(database_, "organization_id = ? AND key = ?", organization, key);
}

Result<std::vector<Role>> RoleRepository::list(OrganizationId organization) {
  return read(database_, [&](Connection& connection) {
    std::vector<Role> roles;
    {
      Query query(
          connection,
          select_where("organization_id = ? ORDER BY key IS NULL, CASE WHEN key IS NULL THEN 0 ELSE id END,"
                       " lower(name)"),
          organization);
      while (query.next()) roles.push_back(role_of(query));
    }
    for (Role& role : roles) read_sets(connection, role);
    return roles;
  });
}

Result<std::int64_t> RoleRepository::count(OrganizationId organization) {
  return count_rows(database_, "SELECT count(*) FROM role WHERE organization_id = ?", organization);
}

Result<bool> RoleRepository::change(const Role& role) {
  return write(database_, [&](Connection& connection) {
    if (is_name_taken(connection, kTable, role)) return false;
    update_named(connection, kTable, role);
    write_sets(connection, role);
    return true;
  });
}

Result<void> RoleRepository::require_second_factor(OrganizationId organization, RoleId id, bool required) {
  const auto done = change_rows(database_,
                                "UPDATE role SET requires_second_factor = ?, version = version + 1"
                                " WHERE organization_id = ? AND id = ?",
                                required, organization, id);
  return done ? Result<void>() : done.error();
}

Result<bool> RoleRepository::remove(OrganizationId organization, RoleId id) {
  return change_rows(database_, "DELETE FROM role WHERE organization_id = ? AND id = ?", organization, id);
}

Result<SectionLevels> RoleRepository::levels(OrganizationId organization, RoleId id) {
  return read(database_, [&](Connection& connection) {
    SectionLevels levels;
    Query query(connection,
                "SELECT section, max(level) FROM role_permission_set JOIN permission_set_section"
                " USING (organization_id, permission_set_id) WHERE organization_id = ? AND role_id = ? GROUP "
                "BY section",
                organization, id);
    while (query.next()) {
      std::string section = query.text();
      levels.emplace(std::move(section), static_cast<int>(query.integer()));
    }
    return levels;
  });
}

Result<void> RoleRepository::give(OrganizationId organization, UserId user, RoleId role,
                                  std::optional<std::int64_t> expires_at) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO user_role (organization_id, user_id, role_id, expires_at) VALUES (?, ?, ?, ?)"
          " ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at",
          organization, user, role, expires_at)
        .run();
  });
}

Result<std::optional<GivenRole>> RoleRepository::find_given(OrganizationId organization, UserId user,
                                                            RoleId role) {
  return read(database_, [&](Connection& connection) -> std::optional<GivenRole> {
    Query query(connection,
                "SELECT expires_at FROM user_role WHERE organization_id = ? AND user_id = ? AND role_id = ?",
                organization, user, role);
    if (!query.next()) return std::nullopt;
    return GivenRole{user, role, query.maybe_integer()};
  });
}

Result<bool> RoleRepository::take(OrganizationId organization, UserId user, RoleId role) {
  return change_rows(database_,
                     "DELETE FROM user_role WHERE organization_id = ? AND user_id = ? AND role_id = ?",
                     organization, user, role);
}

// Rows of one role, by one way, follow each other: one for each section that its permission sets give, or one without.
Result<std::vector<HeldRole>> RoleRepository::held(OrganizationId organization, UserId user,
                                                   std::int64_t now) {
  return read(database_, [&](Connection& connection) {
    std::vector<HeldRole> held;
    Query query(connection,
                "WITH way (role_id, group_id, group_name, expires_at) AS ("
                " SELECT role_id, NULL, '', expires_at FROM user_role"
                " WHERE organization_id = ?1 AND user_id = ?2 AND coalesce(expires_at > ?3, 1)"
                " UNION ALL"
                " SELECT group_role.role_id, group_role.group_id, user_group.name,"
                " min(coalesce(group_member.expires_at, group_role.expires_at),"
                " coalesce(group_role.expires_at, group_member.expires_at))"
                " FROM group_member JOIN group_role USING (organization_id, group_id)"
                " JOIN user_group ON user_group.id = group_role.group_id"
                " WHERE group_member.organization_id = ?1 AND group_member.user_id = ?2"
                " AND coalesce(group_member.expires_at > ?3, 1) AND coalesce(group_role.expires_at > ?3, 1))"
                " SELECT role.id, role.key, role.name, way.group_id, way.group_name, way.expires_at,"
                " role.requires_second_factor, coalesce(part.section, ''), coalesce(part.level, 0)"
                " FROM way JOIN role ON role.id = way.role_id"
                " LEFT JOIN role_permission_set AS has ON has.organization_id = ?1 AND has.role_id = role.id"
                " LEFT JOIN permission_set_section AS part ON part.organization_id = ?1"
                " AND part.permission_set_id = has.permission_set_id"
                " ORDER BY role.id, way.group_id",
                organization, user, now);
    while (query.next()) {
      HeldRole row;
      row.role = query.integer();
      row.key = query.maybe_text();
      row.name = query.text();
      row.group = query.maybe_integer();
      row.group_name = query.text();
      row.expires_at = query.maybe_integer();
      row.requires_second_factor = query.flag();
      const std::string section = query.text();
      const int level = static_cast<int>(query.integer());
      if (held.empty() || held.back().role != row.role || held.back().group != row.group)
        held.push_back(std::move(row));
      if (section.empty()) continue;
      int& known = held.back().levels[section];
      known = std::max(known, level);
    }
    return held;
  });
}

Result<std::vector<UserId>> RoleRepository::users_with(OrganizationId organization,
                                                       const std::vector<std::string>& keys,
                                                       const std::string& section, int level,
                                                       std::int64_t now) {
  // Keys are plain words.
  std::string list = ",";
  for (const std::string& key : keys) list += key + ",";
  return read(database_, [&](Connection& connection) {
    std::vector<UserId> users;
    Query query(connection,
                "WITH wanted (id) AS (SELECT id FROM role WHERE organization_id = ?1"
                " AND (instr(?2, ',' || coalesce(key, ' ') || ',') > 0 OR id IN"
                " (SELECT has.role_id FROM role_permission_set AS has JOIN permission_set_section AS part"
                " ON part.organization_id = ?1 AND part.permission_set_id = has.permission_set_id"
                " WHERE has.organization_id = ?1 AND part.section = ?3 AND part.level >= ?4)))"
                " SELECT user_id FROM user_role WHERE organization_id = ?1"
                " AND role_id IN (SELECT id FROM wanted) AND coalesce(expires_at > ?5, 1)"
                " UNION SELECT user_id FROM group_member JOIN group_role USING (organization_id, group_id)"
                " WHERE organization_id = ?1 AND role_id IN (SELECT id FROM wanted)"
                " AND coalesce(group_member.expires_at > ?5, 1) AND coalesce(group_role.expires_at > ?5, 1)"
                " ORDER BY 1",
                organization, list, section, level, now);
    while (query.next()) users.push_back(query.integer());
    return users;
  });
}

Result<std::int64_t> RoleRepository::count_holders(OrganizationId organization, const std::string& key,
                                                   std::int64_t now) {
  return count_rows(
      database_,
      "SELECT count(*) FROM role JOIN user_role ON role_id = role.id"
      " JOIN user_account ON user_account.id = user_role.user_id"
      " WHERE role.organization_id = ?1 AND key = ?2 AND coalesce(user_role.expires_at > ?3, 1)"
      " AND disabled = 0 AND verified_at IS NOT NULL AND coalesce(user_account.expires_at > ?3, 1)",
      organization, key, now);
}

}  // namespace gatehouse::db
