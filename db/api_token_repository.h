#pragma once
#include <optional>
#include <string>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/page.h"
#include "db/rights_records.h"

namespace gatehouse::db {

using ApiTokenId = std::int64_t;

struct ApiToken {
  ApiTokenId id = 0;
  OrganizationId organization{};
  UserId user = 0;
  std::string name;  // what its owner calls it; each of an owner's has another one
  SectionLevels scope;
  std::int64_t created_at = 0, expires_at = 0;
  std::optional<std::int64_t> last_used_at;
  std::string last_used_address;  // empty: never used
};

// What programs show in place of a login. `public_id` finds it, `secret_hash` (SHA-256, raw bytes) is what it is
// compared with: the secret itself is never stored.
class ApiTokenRepository {
 public:
  explicit ApiTokenRepository(Database& database) : database_(database) {}

  // With the number it got. Nothing: this user has one of that name.
  Result<std::optional<ApiToken>> add(ApiToken token, const std::string& public_id,
                                      const std::string& secret_hash);
  struct Stored {
    ApiToken token;
    std::string secret_hash;
  };
  // Of any organization, expired or not; whether it still counts is the caller's rule.
  Result<std::optional<Stored>> find_by_public_id(const std::string& public_id);
  Result<std::optional<ApiToken>> find(OrganizationId organization, ApiTokenId id);
  // Newest first, expired or not.
  Result<Page<ApiToken>> list(OrganizationId organization, UserId user, const Cursor& after, int limit);
  Result<std::int64_t> count(OrganizationId organization, UserId user);
  // It was used. The last seconds of this may be lost in a power cut.
  Result<void> touch(OrganizationId organization, ApiTokenId id, std::int64_t now,
                     const std::string& address);
  // What was removed. Nothing: this user has no such token.
  Result<std::optional<ApiToken>> remove(OrganizationId organization, UserId user, ApiTokenId id);
  Result<void> remove_all(OrganizationId organization, UserId user);
  // Those of every organization that expired before `since`.
  Result<void> remove_stale(std::int64_t since);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
