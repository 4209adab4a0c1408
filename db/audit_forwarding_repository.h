#pragma once
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::db {

// An organization with entries in its audit log that were not forwarded yet.
struct AuditBacklog {
  OrganizationId organization{};
  std::string login_id;
  std::int64_t forwarded = 0;  // the number of the last entry that was
};

// How far each audit log was forwarded.
class AuditForwardingRepository {
 public:
  explicit AuditForwardingRepository(Database& database) : database_(database) {}

  // When nothing was ever forwarded, it begins after the last entry of each organization. One that is made later begins with
  // its first entry.
  Result<void> begin();
  // Those of which something waits.
  Result<std::vector<AuditBacklog>> backlog();
  // An organization that is gone: nothing happens.
  Result<void> forwarded(OrganizationId organization, std::int64_t number);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
