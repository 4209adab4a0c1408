#pragma once
#include <optional>
#include <string>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::db {

struct EnrolmentToken {
  OrganizationId organization{};
  std::string purpose;
  int uses_left = 0;
  std::int64_t created_at = 0, expires_at = 0;
};

// What lets a new machine in. Any thread. `token_hash` is SHA-256 of the token, raw bytes.
class EnrolmentRepository {
 public:
  explicit EnrolmentRepository(Database& database) : database_(database) {}

  Result<void> add(const EnrolmentToken& token, const std::string& token_hash);
  // Takes one use, in one step with the check. Nothing: unknown, expired or used up.
  Result<std::optional<EnrolmentToken>> take(const std::string& token_hash, std::int64_t now);
  Result<int> remove_stale(std::int64_t now);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
