#include "appliance/auth/enrolment.h"

namespace gatehouse::auth {

Result<Secret> Enrolment::create(db::OrganizationId organization, std::string_view purpose, int uses,
                                 std::chrono::seconds good_for) {
  const std::int64_t now = clock_.unix_seconds();
  if (auto cleaned = tokens_.remove_stale(now); !cleaned) return cleaned.error();
  Token token = new_token();
  db::EnrolmentToken row;
  row.organization = organization;
  row.purpose = purpose;
  row.uses_left = uses;
  row.created_at = now;
  row.expires_at = now + good_for.count();
  if (auto added = tokens_.add(row, token.hash); !added) return added.error();
  return std::move(token.text);
}

Result<std::optional<db::EnrolmentToken>> Enrolment::redeem(std::string_view token) {
  return tokens_.take(hash_token(token), clock_.unix_seconds());
}

}  // namespace gatehouse::auth
