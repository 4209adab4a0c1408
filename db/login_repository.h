#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/page.h"
#include "db/records.h"

namespace gatehouse::db {

// `token_hash` is SHA-256 of the token, raw bytes: the token itself is never stored.
class LoginRepository {
 public:
  explicit LoginRepository(Database& database) : database_(database) {}

  // The number of `login` is given here.
  Result<Login> add(Login login, const std::string& token_hash);
  // A row, expired or not; whether it still counts is the caller's rule.
  Result<std::optional<Login>> find_by_token_hash(const std::string& token_hash);
  Result<void> touch(OrganizationId organization, LoginId id, std::int64_t now);
  // Who is signed in there has shown again who they are.
  Result<void> confirm(OrganizationId organization, LoginId id, std::int64_t now);
  // Those that still count: not expired at `now`, and seen since `seen_since`.
  Result<Page<Login>> list(OrganizationId organization, UserId user, std::int64_t now,
                           std::int64_t seen_since, const Cursor& after, int limit);
  // False: this user has no such login.
  Result<bool> remove(OrganizationId organization, UserId user, LoginId id);
  // Those that are gone, so that what hangs on them can be ended too.
  Result<std::vector<LoginId>> remove_all_but(OrganizationId organization, UserId user, LoginId kept);
  Result<std::vector<LoginId>> remove_all(OrganizationId organization, UserId user);
  // Of every organization.
  Result<int> remove_stale(std::int64_t now, std::int64_t seen_since);

  // Has this user signed in from there before? The last 20 addresses of a user are remembered.
  Result<bool> knows_address(OrganizationId organization, UserId user, const std::string& address);
  Result<void> remember_address(OrganizationId organization, UserId user, const std::string& address,
                                std::int64_t now);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
