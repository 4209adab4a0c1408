#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/page.h"
#include "db/records.h"

namespace gatehouse::db {

// What an organization has that only a license for organizations has room for.
struct LicensedThings {
  std::int64_t groups = 0, permission_sets = 0, custom_roles = 0;
  std::int64_t users_with_roles = 0;  // with others than Owner and User
  std::int64_t rules = 0;             // those of its own, and its namespace, that are not as at first
  bool other_provider = false;        // its users do not come from people here
};

// There is no way to rename an organization, and the schema refuses one too.
class OrganizationRepository {
 public:
  explicit OrganizationRepository(Database& database) : database_(database) {}

  // `login_id` as wanted; if it is taken, the first of login_id-2, login_id-3 … that is free. The first organization there
  // is becomes the appliance's own.
  Result<Organization> add(const std::string& name, const std::string& login_id, std::int64_t now);
  Result<std::optional<Organization>> find(OrganizationId id);
  // Without regard to (ASCII) case.
  Result<std::optional<Organization>> find_by_login_id(const std::string& login_id);
  // The organization, if there is exactly one.
  Result<std::optional<Organization>> only();
  // `space`: its own namespace, or none. False: it is another organization's, or there is no such organization.
  Result<bool> set_aliases(OrganizationId id, const std::optional<std::string>& space, bool automatic);
  // What is asked for a session, and how long what happened is kept; the rest of the record is not looked at. False: there is no such organization.
  Result<bool> set_rules(const Organization& organization);
  // Its tier, as policy/license.h writes it. False: there is no such organization.
  Result<bool> set_license(OrganizationId id, const std::string& tier);
  // What a team says of itself. The same.
  Result<bool> set_description(OrganizationId id, const std::string& description);
  // Where its users come from, as policy/user_provider.h writes it. The same.
  Result<bool> set_user_provider(OrganizationId id, const std::string& provider);
  // A role that ended by `now` is none.
  Result<LicensedThings> licensed_things(OrganizationId id, std::int64_t now);
  Result<std::vector<Organization>> all();
  // The appliance's own. Nothing: it is not set up.
  Result<std::optional<Organization>> find_appliance();
  // Oldest first.
  Result<Page<OrganizationSize>> sizes(const Cursor& after, int limit);
  Result<std::optional<OrganizationSize>> find_size(OrganizationId id);
  Result<std::vector<OrganizationId>> ids();
  // The highest number that any ever had, also one that is gone; 0: there was none.
  Result<std::int64_t> newest_number();
  // With everything that is in it. False: there is no such organization, or it is the appliance's own.
  Result<bool> remove(OrganizationId id);
  Result<std::int64_t> count();

 private:
  Database& database_;
};

}  // namespace gatehouse::db
