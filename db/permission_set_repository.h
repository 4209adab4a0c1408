#pragma once
#include <optional>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/rights_records.h"

namespace gatehouse::db {

class PermissionSetRepository {
 public:
  explicit PermissionSetRepository(Database& database) : database_(database) {}

  // The number of `set` is given here. Nothing: the name is in use, whatever its (ASCII) case.
  Result<std::optional<PermissionSet>> add(PermissionSet set);
  Result<std::optional<PermissionSet>> find(OrganizationId organization, PermissionSetId id);
  // By name.
  Result<std::vector<PermissionSet>> list(OrganizationId organization);
  Result<std::int64_t> count(OrganizationId organization);
  // Everything but its number; the version goes up. False: the name is in use.
  Result<bool> change(const PermissionSet& set);
  // False: there is no such set.
  Result<bool> remove(OrganizationId organization, PermissionSetId id);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
