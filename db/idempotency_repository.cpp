#include "db/idempotency_repository.h"

#include "db/access.h"

namespace gatehouse::db {

Result<std::optional<DoneRequest>> IdempotencyRepository::find(OrganizationId organization, UserId user,
                                                               const std::string& key_hash,
                                                               std::int64_t since) {
  return read(database_, [&](Connection& connection) -> std::optional<DoneRequest> {
    Query query(connection,
                "SELECT request_hash, status, etag, body, created_at FROM idempotency_key"
                " WHERE organization_id = ? AND user_id = ? AND key_hash = ? AND created_at >= ?",
                organization, user, Blob{key_hash}, since);
    if (!query.next()) return std::nullopt;
    DoneRequest done;
    done.organization = organization;
    done.user = user;
    done.key_hash = key_hash;
    done.request_hash = query.text();
    done.status = static_cast<int>(query.integer());
    done.etag = query.text();
    done.body = query.maybe_text();
    done.created_at = query.integer();
    return done;
  });
}

Result<void> IdempotencyRepository::keep(const DoneRequest& done, std::int64_t since, int most) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "DELETE FROM idempotency_key WHERE created_at < ?", since).run();
    Query(connection,
          "INSERT OR REPLACE INTO idempotency_key (organization_id, user_id, key_hash, request_hash, status, "
          "etag,"
          " body, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          done.organization, done.user, Blob{done.key_hash}, Blob{done.request_hash}, done.status, done.etag,
          done.body, done.created_at)
        .run();
    Query(connection,
          "DELETE FROM idempotency_key WHERE organization_id = ?1 AND user_id = ?2 AND key_hash IN"
          " (SELECT key_hash FROM idempotency_key WHERE organization_id = ?1 AND user_id = ?2"
          " ORDER BY created_at DESC LIMIT -1 OFFSET ?3)",
          done.organization, done.user, most)
        .run();
  });
}

}  // namespace gatehouse::db
