#pragma once
#include <optional>
#include <string>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/page.h"
#include "db/records.h"

namespace gatehouse::db {

struct EnrolmentToken {
  EnrolmentTokenId id = 0;
  OrganizationId organization{};
  std::string purpose;
  std::string label;                 // what people call it
  std::optional<UserId> created_by;  // none: the appliance, or the account is deleted
  std::string created_by_name;       // read only
  int uses = 1, uses_left = 1;
  std::int64_t created_at = 0, expires_at = 0;
  std::optional<std::int64_t> revoked_at;
};

// What lets a new machine in. `token_hash` is SHA-256 of the token, raw bytes.
class EnrolmentRepository {
 public:
  explicit EnrolmentRepository(Database& database) : database_(database) {}

  // With the number it got.
  Result<EnrolmentToken> add(EnrolmentToken token, const std::string& token_hash);
  // Takes one use, in one step with the check. Nothing: unknown, expired, revoked or used up.
  Result<std::optional<EnrolmentToken>> take(const std::string& token_hash, std::int64_t now);
  // Newest first, whatever became of them.
  Result<Page<EnrolmentToken>> list(OrganizationId organization, const std::string& purpose,
                                    const Cursor& after, int limit);
  // Nothing: there is no such token, or it is revoked already.
  Result<std::optional<EnrolmentToken>> revoke(OrganizationId organization, const std::string& purpose,
                                               EnrolmentTokenId id, std::int64_t now);
  // Those of no use since before `since`.
  Result<int> remove_stale(std::int64_t since);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
