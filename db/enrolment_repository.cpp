#include "db/enrolment_repository.h"

#include "db/access.h"

namespace gatehouse::db {

Result<void> EnrolmentRepository::add(const EnrolmentToken& token, const std::string& token_hash) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO enrolment_token (organization_id, token_hash, purpose, uses_left, created_at, "
          "expires_at)"
          " VALUES (?, ?, ?, ?, ?, ?)",
          token.organization, Blob{token_hash}, token.purpose, token.uses_left, token.created_at,
          token.expires_at)
        .run();
  });
}

Result<std::optional<EnrolmentToken>> EnrolmentRepository::take(const std::string& token_hash,
                                                                std::int64_t now) {
  return write(database_, [&](Connection& connection) -> std::optional<EnrolmentToken> {
    Query query(
        connection,
        "UPDATE enrolment_token SET uses_left = uses_left - 1 WHERE token_hash = ? AND uses_left > 0 AND"
        " expires_at > ? RETURNING organization_id, purpose, uses_left, created_at, expires_at",
        Blob{token_hash}, now);
    if (!query.next()) return std::nullopt;
    EnrolmentToken token;
    token.organization = query.organization();
    token.purpose = query.text();
    token.uses_left = static_cast<int>(query.integer());
    token.created_at = query.integer();
    token.expires_at = query.integer();
    return token;
  });
}

Result<int> EnrolmentRepository::remove_stale(std::int64_t now) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "DELETE FROM enrolment_token WHERE expires_at <= ? OR uses_left = 0", now).run();
    return static_cast<int>(connection.changed_rows());
  });
}

}  // namespace gatehouse::db
