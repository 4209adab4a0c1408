#include "db/login_repository.h"

#include "db/access.h"
#include "db/paging.h"

namespace gatehouse::db {
namespace {

Login login_of(Query& row) {
  Login login;
  login.id = row.integer();
  login.organization = row.organization();
  login.user = row.integer();
  login.csrf_token = row.text();
  login.address = row.text();
  login.user_agent = row.text();
  login.created_at = row.integer();
  login.last_seen_at = row.integer();
  login.expires_at = row.integer();
  login.confirmed_at = row.integer();
  return login;
}

}  // namespace

Result<Login> LoginRepository::add(Login login, const std::string& token_hash) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO login_session (organization_id, user_id, token_hash, csrf_token, address, user_agent, "
          "created_at, last_seen_at, expires_at, confirmed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          login.organization, login.user, Blob{token_hash}, login.csrf_token, login.address, login.user_agent,
          login.created_at, login.last_seen_at, login.expires_at, login.confirmed_at)
        .run();
    login.id = connection.last_id();
    return login;
  });
}

Result<std::optional<Login>> LoginRepository::find_by_token_hash(const std::string& token_hash) {
  return read(database_, [&](Connection& connection) -> std::optional<Login> {
    Query query(connection,
                "SELECT id, organization_id, user_id, csrf_token, address, user_agent, created_at, "
                "last_seen_at, expires_at, confirmed_at"
                " FROM login_session WHERE token_hash = ?",
                Blob{token_hash});
    if (!query.next()) return std::nullopt;
    return login_of(query);
  });
}

Result<void> LoginRepository::touch(OrganizationId organization, LoginId id, std::int64_t now) {
  return write(
      database_,
      [&](Connection& connection) {
        Query(connection, "UPDATE login_session SET last_seen_at = ? WHERE organization_id = ? AND id = ?",
              now, organization, id)
            .run();
      },
      Durability::cheap);
}

Result<void> LoginRepository::confirm(OrganizationId organization, LoginId id, std::int64_t now) {
  const auto done =
      change_rows(database_, "UPDATE login_session SET confirmed_at = ? WHERE organization_id = ? AND id = ?",
                  now, organization, id);
  return done ? Result<void>() : done.error();
}

Result<Page<Login>> LoginRepository::list(OrganizationId organization, UserId user, std::int64_t now,
                                          std::int64_t seen_since, const Cursor& after, int limit) {
  return read(database_, [&](Connection& connection) {
    Query query(connection,
                "SELECT id, organization_id, user_id, csrf_token, address, user_agent, created_at, "
                "last_seen_at, expires_at, confirmed_at"
                " FROM login_session WHERE organization_id = ? AND user_id = ? AND expires_at > ? AND "
                "last_seen_at >= ?"
                " AND (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC",
                organization, user, now, seen_since, after.time, after.id);
    return page_of<Login>(
        query, limit, [](Query& row) { return std::optional(login_of(row)); },
        [](const Login& login) {
          return Cursor{login.created_at, login.id};
        });
  });
}

Result<bool> LoginRepository::remove(OrganizationId organization, UserId user, LoginId id) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "DELETE FROM login_session WHERE organization_id = ? AND user_id = ? AND id = ?",
          organization, user, id)
        .run();
    return connection.changed_rows() > 0;
  });
}

Result<std::vector<LoginId>> LoginRepository::remove_all_but(OrganizationId organization, UserId user,
                                                             LoginId kept) {
  return write(database_, [&](Connection& connection) {
    std::vector<LoginId> gone;
    Query query(
        connection,
        "DELETE FROM login_session WHERE organization_id = ? AND user_id = ? AND id <> ? RETURNING id",
        organization, user, kept);
    while (query.next()) gone.push_back(query.integer());
    return gone;
  });
}

Result<std::vector<LoginId>> LoginRepository::remove_all(OrganizationId organization, UserId user) {
  return remove_all_but(organization, user, 0);
}

Result<int> LoginRepository::remove_stale(std::int64_t now, std::int64_t seen_since) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "DELETE FROM login_session WHERE expires_at <= ? OR last_seen_at < ?", now, seen_since)
        .run();
    return static_cast<int>(connection.changed_rows());
  });
}

Result<bool> LoginRepository::knows_address(OrganizationId organization, UserId user,
                                            const std::string& address) {
  return read(database_, [&](Connection& connection) {
    return Query(connection,
                 "SELECT 1 FROM known_address WHERE organization_id = ? AND user_id = ? AND address = ?",
                 organization, user, address)
        .next();
  });
}

Result<void> LoginRepository::remember_address(OrganizationId organization, UserId user,
                                               const std::string& address, std::int64_t now) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO known_address (organization_id, user_id, address, last_login_at) VALUES (?, ?, ?, ?)"
          " ON CONFLICT (organization_id, user_id, address) DO UPDATE SET last_login_at = "
          "excluded.last_login_at",
          organization, user, address, now)
        .run();
    Query(connection,
          "DELETE FROM known_address WHERE organization_id = ?1 AND user_id = ?2 AND address NOT IN"
          " (SELECT address FROM known_address WHERE organization_id = ?1 AND user_id = ?2"
          " ORDER BY last_login_at DESC, address LIMIT 20)",
          organization, user)
        .run();
  });
}

}  // namespace gatehouse::db
