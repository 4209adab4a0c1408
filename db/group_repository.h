#pragma once
#include <optional>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/rights_records.h"

namespace gatehouse::db {

class GroupRepository {
 public:
  explicit GroupRepository(Database& database) : database_(database) {}

  // The number of `group` is given here. Nothing: the name is in use, whatever its (ASCII) case.
  Result<std::optional<Group>> add(Group group);
  // With the roles that it has at `now`, as below.
  Result<std::optional<Group>> find(OrganizationId organization, GroupId id, std::int64_t now);
  // By name.
  Result<std::vector<Group>> list(OrganizationId organization, std::int64_t now);
  Result<std::int64_t> count(OrganizationId organization);
  // Name and description; the version goes up. False: the name is in use.
  Result<bool> change(const Group& group);
  // False: there is no such group.
  Result<bool> remove(OrganizationId organization, GroupId id);

  // A role for all members, until its end; given again, the later word counts.
  Result<void> give(OrganizationId organization, const GroupRole& given);
  // Also one that has ended.
  Result<std::optional<GroupRole>> find_given(OrganizationId organization, GroupId group, RoleId role);
  // False: the group did not have it.
  Result<bool> take(OrganizationId organization, GroupId group, RoleId role);

  // A member until `expires_at`; again, the later word counts.
  Result<void> set_member(OrganizationId organization, const Membership& membership);
  // Without the group's name; also one that has ended.
  Result<std::optional<Membership>> find_member(OrganizationId organization, GroupId group, UserId user);
  // False: no member.
  Result<bool> remove_member(OrganizationId organization, GroupId group, UserId user);
  // Of one user, those that count at `now`.
  Result<std::vector<Membership>> memberships(OrganizationId organization, UserId user, std::int64_t now);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
