#include "db/enrolment_repository.h"

#include "db/access.h"
#include "db/paging.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kColumns =
    "id, organization_id, purpose, label, created_by, uses, uses_left, created_at, expires_at, revoked_at";

EnrolmentToken token_of(Query& row) {
  EnrolmentToken token;
  token.id = row.integer();
  token.organization = row.organization();
  token.purpose = row.text();
  token.label = row.text();
  token.created_by = row.maybe_integer();
  token.uses = static_cast<int>(row.integer());
  token.uses_left = static_cast<int>(row.integer());
  token.created_at = row.integer();
  token.expires_at = row.integer();
  token.revoked_at = row.maybe_integer();
  return token;
}

}  // namespace

Result<EnrolmentToken> EnrolmentRepository::add(EnrolmentToken token, const std::string& token_hash) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO enrolment_token (organization_id, token_hash, purpose, label, created_by, uses, "
          "uses_left, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          token.organization, Blob{token_hash}, token.purpose, token.label, token.created_by, token.uses,
          token.uses_left, token.created_at, token.expires_at)
        .run();
    token.id = connection.last_id();
    return token;
  });
}

Result<std::optional<EnrolmentToken>> EnrolmentRepository::take(const std::string& token_hash,
                                                                std::int64_t now) {
  return write(database_, [&](Connection& connection) -> std::optional<EnrolmentToken> {
    Query query(connection,
                "UPDATE enrolment_token SET uses_left = uses_left - 1 WHERE token_hash = ? AND uses_left > 0"
                " AND expires_at > ? AND revoked_at IS NULL RETURNING " +
                    std::string(kColumns),
                Blob{token_hash}, now);
    if (!query.next()) return std::nullopt;
    return token_of(query);
  });
}

Result<Page<EnrolmentToken>> EnrolmentRepository::list(OrganizationId organization,
                                                       const std::string& purpose, const Cursor& after,
                                                       int limit) {
  return read(database_, [&](Connection& connection) {
    Query query(connection,
                "SELECT " + std::string(kColumns) +
                    ", coalesce((SELECT first_name || ' ' || last_name FROM user_account"
                    " WHERE user_account.id = created_by), '') FROM enrolment_token"
                    " WHERE organization_id = ?1 AND purpose = ?2 AND (created_at, id) < (?3, ?4)"
                    " ORDER BY created_at DESC, id DESC",
                organization, purpose, after.time, after.id);
    return page_of<EnrolmentToken>(
        query, limit,
        [](Query& row) {
          EnrolmentToken token = token_of(row);
          token.created_by_name = row.text();
          return std::optional(token);
        },
        [](const EnrolmentToken& token) {
          return Cursor{token.created_at, token.id};
        });
  });
}

Result<std::optional<EnrolmentToken>> EnrolmentRepository::revoke(OrganizationId organization,
                                                                  const std::string& purpose,
                                                                  EnrolmentTokenId id, std::int64_t now) {
  return write(database_, [&](Connection& connection) {
    Query query(
        connection,
        "UPDATE enrolment_token SET revoked_at = ? WHERE organization_id = ? AND purpose = ? AND id = ?"
        " AND revoked_at IS NULL RETURNING " +
            std::string(kColumns),
        now, organization, purpose, id);
    return query.next() ? std::optional(token_of(query)) : std::nullopt;
  });
}

Result<int> EnrolmentRepository::remove_stale(std::int64_t since) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "DELETE FROM enrolment_token WHERE expires_at <= ?1 OR ((uses_left = 0 OR revoked_at IS NOT NULL)"
          " AND coalesce(revoked_at, created_at) <= ?1)",
          since)
        .run();
    return static_cast<int>(connection.changed_rows());
  });
}

}  // namespace gatehouse::db
