#pragma once
#include <optional>
#include <string>
#include <vector>

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

  bool operator==(const AuditFilter&) const = default;
};

// Where a log begins and ends.
struct AuditEnds {
  std::int64_t before = 0;  // the last entry that is not kept any more; 0: all are
  std::string before_hash = kAuditStart;
  std::int64_t last = 0;  // as `before` when there is none
  std::string last_hash = kAuditStart;
};

class AuditRepository {
 public:
  explicit AuditRepository(Database& database) : database_(database) {}

  // The last of its organization's chain: number and hash are given here. Belongs into the transaction of what it
  // tells of.
  Result<void> append(AuditEntry entry);
  // The newest first.
  Result<Page<AuditEntry>> list(OrganizationId organization, const AuditFilter& filter, const Cursor& after,
                                int limit);
  // Of one user: logins and attempts at them, whoever made them. The newest first.
  Result<Page<AuditEntry>> logins_of(OrganizationId organization, UserId user, const Cursor& after,
                                     int limit);
  // In the order of the chain, those after `number`, at most `limit`.
  Result<std::vector<AuditEntry>> after(OrganizationId organization, std::int64_t number, int limit);

  Result<AuditEnds> ends(OrganizationId organization);
  // One there is for this entry stays as it is.
  Result<void> add_checkpoint(const AuditCheckpoint& checkpoint);
  // Those of entries after `number`, in order, at most `limit`.
  Result<std::vector<AuditCheckpoint>> checkpoints(OrganizationId organization, std::int64_t number,
                                                   int limit);
  Result<std::optional<AuditCheckpoint>> newest_checkpoint(OrganizationId organization);
  // Gives up the oldest entries, at most `most`, up to the first that is not older than `time` or that no checkpoint
  // covers; never the last of all. How many these were.
  Result<int> forget_before(OrganizationId organization, std::int64_t time, int most);
  // On how many days (UTC) from `since` on this user did anything, as far as the last 2000 entries tell.
  Result<std::int64_t> days_of(OrganizationId organization, UserId actor, std::int64_t since);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
