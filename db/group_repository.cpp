#include "db/group_repository.h"

#include "db/access.h"
#include "db/named_things.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kTable = "user_group";

std::string select_where(std::string_view condition) {
  return "SELECT " + std::string(kNamedColumns) +
         ", (SELECT count(*) FROM group_member WHERE group_member.organization_id = "
         "user_group.organization_id"
         " AND group_id = user_group.id) FROM user_group WHERE " +
         std::string(condition);
}

Group group_of(Query& row) {
  Group group;
  read_named(row, group);
  group.members = row.integer();
  return group;
}

void read_roles(Connection& connection, Group& group, std::int64_t now) {
  Query query(connection,
              "SELECT role_id, expires_at FROM group_role WHERE organization_id = ? AND group_id = ?"
              " AND coalesce(expires_at > ?, 1) ORDER BY role_id",
              group.organization, group.id, now);
  while (query.next()) {
    const RoleId role = query.integer();
    group.roles.push_back(role);
    if (const auto end = query.maybe_integer()) group.role_ends.emplace(role, *end);
  }
}

}  // namespace

Result<std::optional<Group>> GroupRepository::add(Group group) {
  return write(database_, [&](Connection& connection) -> std::optional<Group> {
    if (is_name_taken(connection, kTable, group)) return std::nullopt;
    group.id = insert_named(connection, kTable, group);
    return group;
  });
}

Result<std::optional<Group>> GroupRepository::find(OrganizationId organization, GroupId id,
                                                   std::int64_t now) {
  return read(database_, [&](Connection& connection) -> std::optional<Group> {
    std::optional<Group> group;
    {
      Query query(connection, select_where("organization_id = ? AND id = ?"), organization, id);
      if (query.next()) group = group_of(query);
    }
    if (group) read_roles(connection, *group, now);
    return group;
  });
}

Result<std::vector<Group>> GroupRepository::list(OrganizationId organization, std::int64_t now) {
  return read(database_, [&](Connection& connection) {
    std::vector<Group> groups;
    {
      Query query(connection, select_where("organization_id = ? ORDER BY lower(name)"), organization);
      while (query.next()) groups.push_back(group_of(query));
    }
    for (Group& group : groups) read_roles(connection, group, now);
    return groups;
  });
}

Result<std::int64_t> GroupRepository::count(OrganizationId organization) {
  return count_rows(database_, "SELECT count(*) FROM user_group WHERE organization_id = ?", organization);
}

Result<bool> GroupRepository::change(const Group& group) {
  return write(database_, [&](Connection& connection) {
    if (is_name_taken(connection, kTable, group)) return false;
    update_named(connection, kTable, group);
    return true;
  });
}

Result<bool> GroupRepository::remove(OrganizationId organization, GroupId id) {
  return change_rows(database_, "DELETE FROM user_group WHERE organization_id = ? AND id = ?", organization,
                     id);
}

Result<void> GroupRepository::give(OrganizationId organization, const GroupRole& given) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO group_role (organization_id, group_id, role_id, expires_at) VALUES (?, ?, ?, ?)"
          " ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at",
          organization, given.group, given.role, given.expires_at)
        .run();
  });
}

Result<std::optional<GroupRole>> GroupRepository::find_given(OrganizationId organization, GroupId group,
                                                             RoleId role) {
  return read(database_, [&](Connection& connection) -> std::optional<GroupRole> {
    Query query(
        connection,
        "SELECT expires_at FROM group_role WHERE organization_id = ? AND group_id = ? AND role_id = ?",
        organization, group, role);
    if (!query.next()) return std::nullopt;
    return GroupRole{group, role, query.maybe_integer()};
  });
}

Result<bool> GroupRepository::take(OrganizationId organization, GroupId group, RoleId role) {
  return change_rows(database_,
                     "DELETE FROM group_role WHERE organization_id = ? AND group_id = ? AND role_id = ?",
                     organization, group, role);
}

Result<void> GroupRepository::set_member(OrganizationId organization, const Membership& membership) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO group_member (organization_id, group_id, user_id, expires_at) VALUES (?, ?, ?, ?)"
          " ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at",
          organization, membership.group, membership.user, membership.expires_at)
        .run();
  });
}

Result<std::optional<Membership>> GroupRepository::find_member(OrganizationId organization, GroupId group,
                                                               UserId user) {
  return read(database_, [&](Connection& connection) -> std::optional<Membership> {
    Query query(
        connection,
        "SELECT expires_at FROM group_member WHERE organization_id = ? AND group_id = ? AND user_id = ?",
        organization, group, user);
    if (!query.next()) return std::nullopt;
    return Membership{group, user, query.maybe_integer()};
  });
}

Result<bool> GroupRepository::remove_member(OrganizationId organization, GroupId group, UserId user) {
  return change_rows(database_,
                     "DELETE FROM group_member WHERE organization_id = ? AND group_id = ? AND user_id = ?",
                     organization, group, user);
}

Result<std::vector<Membership>> GroupRepository::memberships(OrganizationId organization, UserId user,
                                                             std::int64_t now) {
  return read(database_, [&](Connection& connection) {
    std::vector<Membership> memberships;
    Query query(connection,
                "SELECT group_id, user_id, expires_at, name FROM group_member JOIN user_group ON "
                "user_group.id = group_id"
                " WHERE group_member.organization_id = ? AND user_id = ? AND coalesce(expires_at > ?, 1)"
                " ORDER BY lower(name)",
                organization, user, now);
    while (query.next()) {
      Membership one;
      one.group = query.integer();
      one.user = query.integer();
      one.expires_at = query.maybe_integer();
      one.group_name = query.text();
      memberships.push_back(std::move(one));
    }
    return memberships;
  });
}

}  // namespace gatehouse::db
