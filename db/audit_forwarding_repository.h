#pragma once
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::db {

// An organisation with entries in its audit log that were not forwarded yet.
struct AuditBacklog {
  OrganizationId organization{};
  std::string login_id;
  std::int64_t forwarded = 0;  // the number of the last entry that was
};

class AuditForwardingRepository {
 public:
  explicit AuditForwardingRepository(Database& database) : database_(database) {}

  // For organisations of which nothing was forwarded yet, it begins after their last entry. One that is made later begins with
  // its first.
  Result<void> begin();
  Result<std::vector<AuditBacklog>> backlog();
  Result<void> forwarded(OrganizationId organization, std::int64_t number);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
