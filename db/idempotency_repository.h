#pragma once
#include <optional>
#include <string>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::db {

// One request that was done, and what it was answered.
struct DoneRequest {
  OrganizationId organization{};
  UserId user = 0;
  std::string key_hash, request_hash;  // SHA-256, raw bytes
  int status = 0;
  std::string etag;                 // empty: none
  std::optional<std::string> body;  // none: not kept
  std::int64_t created_at = 0;
};

class IdempotencyRepository {
 public:
  explicit IdempotencyRepository(Database& database) : database_(database) {}

  // Only what was done since `since`.
  Result<std::optional<DoneRequest>> find(OrganizationId organization, UserId user,
                                          const std::string& key_hash, std::int64_t since);
  // In place of one of the same key. Forgets what was done before `since`, and of this user all but the last `most`.
  Result<void> keep(const DoneRequest& done, std::int64_t since, int most);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
