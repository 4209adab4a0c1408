#pragma once
#include <optional>
#include <string>

#include "appliance/base/result.h"
#include "db/audit_chain.h"
#include "db/database.h"
#include "db/page.h"

namespace gatehouse::db {

// What a list of entries is narrowed to; empty or nothing: not at all.
struct AuditFilter {
  std::optional<UserId> actor = {};
  std::string action = {};  // "user.created", or "user." for all that begins so
  std::string search = {};  // in the names of actor and target, without regard to (ASCII) case
  std::optional<std::int64_t> from = {}, to = {};  // `to` is the first that is not wanted
};

class AuditRepository {
 public:
  explicit AuditRepository(Database& database) : database_(database) {}

  // The last of its organisation's chain: number and hash are given here. Belongs into the transaction of what it
  // tells of.
  Result<void> append(AuditEntry entry);
  // The newest first.
  Result<Page<AuditEntry>> list(OrganizationId organization, const AuditFilter& filter, const Cursor& after,
                                int limit);
  // In the order of the chain, those after `number`, at most `limit`.
  Result<std::vector<AuditEntry>> after(OrganizationId organization, std::int64_t number, int limit);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
