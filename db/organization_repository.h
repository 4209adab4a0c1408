#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::db {

// There is no way to rename an organisation, and the schema refuses one too.
class OrganizationRepository {
 public:
  explicit OrganizationRepository(Database& database) : database_(database) {}

  // `login_id` as wanted; if it is taken, the first of login_id-2, login_id-3 … that is free.
  Result<Organization> add(const std::string& name, const std::string& login_id, std::int64_t now);
  Result<std::optional<Organization>> find(OrganizationId id);
  // Without regard to (ASCII) case.
  Result<std::optional<Organization>> find_by_login_id(const std::string& login_id);
  // The organisation, if there is exactly one.
  Result<std::optional<Organization>> only();
  // `space`: its own namespace, or none. False: it is another organisation's, or there is no such organisation.
  Result<bool> set_aliases(OrganizationId id, const std::optional<std::string>& space, bool automatic);
  // What is asked for a session, and how long what happened is kept; the rest of the record is not looked at. False: there is no such organisation.
  Result<bool> set_rules(const Organization& organization);
  Result<std::vector<Organization>> all();
  Result<std::int64_t> count();

 private:
  Database& database_;
};

}  // namespace gatehouse::db
