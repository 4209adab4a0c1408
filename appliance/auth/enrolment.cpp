#include "appliance/auth/enrolment.h"

namespace gatehouse::auth {

Result<Enrolment::Created> Enrolment::create(const Order& order) {
  const std::int64_t now = clock_.unix_seconds();
  if (auto cleaned = tokens_.remove_stale(now - std::chrono::seconds(kKept).count()); !cleaned)
    return cleaned.error();
  Token token = new_token();
  db::EnrolmentToken row;
  row.organization = order.organization;
  row.purpose = order.purpose;
  row.label = order.label;
  row.created_by = order.by;
  row.uses = order.uses;
  row.uses_left = order.uses;
  row.created_at = now;
  row.expires_at = now + order.good_for.count();
  auto added = tokens_.add(std::move(row), token.hash);
  if (!added) return added.error();
  return Created{std::move(token.text), *std::move(added)};
}

Result<std::optional<db::EnrolmentToken>> Enrolment::redeem(std::string_view secret) {
  return tokens_.take(hash_token(secret), clock_.unix_seconds());
}

Result<db::Page<db::EnrolmentToken>> Enrolment::list(db::OrganizationId organization, const db::Cursor& after,
                                                     int limit) {
  return tokens_.list(organization, std::string(kEnrolAgent), after, limit);
}

Result<std::optional<db::EnrolmentToken>> Enrolment::revoke(db::OrganizationId organization,
                                                            db::EnrolmentTokenId id) {
  return tokens_.revoke(organization, std::string(kEnrolAgent), id, clock_.unix_seconds());
}

}  // namespace gatehouse::auth
