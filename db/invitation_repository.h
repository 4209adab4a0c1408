#pragma once
#include <optional>
#include <string>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/page.h"
#include "db/records.h"

namespace gatehouse::db {

using InvitationId = std::int64_t;

struct Invitation {
  InvitationId id = 0;
  OrganizationId organization{};
  std::string email;  // compared without regard to (ASCII) case
  std::string first_name, last_name;
  std::optional<UserId> made_by = {};  // the invitation or its present link; none: that account is gone
  std::string made_by_name = {};       // given, not taken
  std::int64_t created_at = 0, expires_at = 0;
};

// Who is invited. `token_hash` is SHA-256 of the token in the link, raw bytes. Whether who made a link may still do so is
// the caller's rule.
class InvitationRepository {
 public:
  explicit InvitationRepository(Database& database) : database_(database) {}

  // With the number it got. Nothing: this address is invited already.
  Result<std::optional<Invitation>> add(Invitation invitation, const std::string& token_hash);
  Result<std::optional<Invitation>> find(OrganizationId organization, InvitationId id);
  Result<std::optional<Invitation>> find_by_email(OrganizationId organization, const std::string& email);
  // Of any organization, until its end.
  Result<std::optional<Invitation>> find_by_token(const std::string& token_hash, std::int64_t now);
  // Newest first, also those that are too old.
  Result<Page<Invitation>> list(OrganizationId organization, const Cursor& after, int limit);
  Result<std::int64_t> count(OrganizationId organization);
  // Another link, with the maker and the end that `invitation` says. The former one is good no more.
  Result<void> renew(const Invitation& invitation, const std::string& token_hash);
  // Accepted or withdrawn. False: there is no such one.
  Result<bool> remove(OrganizationId organization, InvitationId id);
  // Those of all organizations that ended before then.
  Result<int> remove_ended_before(std::int64_t before);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
