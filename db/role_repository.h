#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/page.h"
#include "db/rights_records.h"

namespace gatehouse::db {

// The preconfigured roles are there from the start of an organization; the schema refuses to change them.
class RoleRepository {
 public:
  explicit RoleRepository(Database& database) : database_(database) {}

  // The number of `role` is given here. Nothing: the name is in use, whatever its (ASCII) case.
  Result<std::optional<Role>> add(Role role);
  Result<std::optional<Role>> find(OrganizationId organization, RoleId id);
  Result<std::optional<Role>> find_by_key(OrganizationId organization, const std::string& key);
  // The preconfigured ones first, in the order of their making, then by name.
  Result<std::vector<Role>> list(OrganizationId organization);
  Result<std::int64_t> count(OrganizationId organization);
  // Name, description and permission sets; the version goes up. False: the name is in use.
  Result<bool> change(const Role& role);
  // Also of a preconfigured one; the version goes up.
  Result<void> require_second_factor(OrganizationId organization, RoleId id, bool required);
  // False: there is no such role.
  Result<bool> remove(OrganizationId organization, RoleId id);

  // What a role gives by its permission sets; nothing for a preconfigured one.
  Result<SectionLevels> levels(OrganizationId organization, RoleId id);

  // To a user, until `expires_at`; given again, the later word counts.
  Result<void> give(OrganizationId organization, UserId user, RoleId role,
                    std::optional<std::int64_t> expires_at);
  Result<std::optional<GivenRole>> find_given(OrganizationId organization, UserId user, RoleId role);
  // False: the user did not have it.
  Result<bool> take(OrganizationId organization, UserId user, RoleId role);
  // Every role that the user has at `now`, by itself and by groups; one that comes twice is there twice.
  Result<std::vector<HeldRole>> held(OrganizationId organization, UserId user, std::int64_t now);
  // Those who have, at `now`, by themselves or by groups, one of the preconfigured roles `keys`, or a role with at least this
  // level in this section; in the order of their numbers.
  Result<std::vector<UserId>> users_with(OrganizationId organization, const std::vector<std::string>& keys,
                                         const std::string& section, int level, std::int64_t now);
  // Those with the preconfigured role by themselves who may sign in at `now`.
  Result<std::int64_t> count_holders(OrganizationId organization, const std::string& key, std::int64_t now);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
