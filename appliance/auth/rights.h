// What somebody may do, and by what: the union of the roles that a user has, by itself and by groups.
//
// One rule keeps rights from growing: a person gives, takes and changes only what that person has. Nobody can widen
// the own rights with it, nor act on somebody who may do more.
#pragma once
#include <vector>

#include "appliance/base/result.h"
#include "appliance/policy/roles.h"
#include "db/role_repository.h"

namespace gatehouse::auth {

struct Rights {
  policy::Access access;
  bool owner = false;  // beyond the sections: may delete the organization, and make owners

  Rights operator|(const Rights& other) const { return {access | other.access, owner || other.owner}; }
  // Has whoever has these rights also `other`?
  bool cover(const Rights& other) const { return access.covers(other.access) && (owner || !other.owner); }
};

// Sections that this version does not know give nothing.
policy::Access access_of(const db::SectionLevels& levels);
db::SectionLevels levels_of(const policy::Access& access);

Rights rights_of(const db::HeldRole& role);
Rights rights_of(const std::vector<db::HeldRole>& roles);

// Does one of these roles want a second factor of whoever has it?
bool want_second_factor(const std::vector<db::HeldRole>& roles);

// What the user may do at `now`. Errors are the store's, here and below.
Result<Rights> rights_of(db::RoleRepository& roles, const db::User& user, std::int64_t now);
// Of a role, whoever has it.
Result<Rights> rights_of(db::RoleRepository& roles, const db::Role& role);
// Of several, given at once.
Result<Rights> rights_of(db::RoleRepository& roles, db::OrganizationId organization,
                         const std::vector<db::RoleId>& ids);

}  // namespace gatehouse::auth
