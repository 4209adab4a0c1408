#include "db/session_repository.h"

#include <utility>

#include "db/access.h"
#include "db/audit_repository.h"
#include "db/paging.h"

namespace gatehouse::db {
namespace {

std::string select_where(std::string_view condition) {
  return "SELECT id, organization_id, client_id, client_name, user_id, user_name, viewer_address,"
         " permissions, state, started_at, ended_at, bytes_to_viewer, bytes_to_client, close_reason,"
         " direct_from, relay, reason, comment, version, authorized_by, token_name, roles, granted, profile,"
         " approval_id, approved_by, elevated"
         " FROM session WHERE " +
         std::string(condition);
}

SessionState state_from(const std::string& name) {
  if (name == "requested") return SessionState::requested;
  return name == "open" ? SessionState::open : SessionState::ended;
}

Session session_of(Query& row) {
  Session session;
  session.id = row.integer();
  session.organization = row.organization();
  session.client = row.integer();
  session.client_name = row.text();
  session.user = row.maybe_integer();
  session.user_name = row.text();
  session.viewer_address = row.text();
  session.permissions = static_cast<std::uint32_t>(row.integer());
  session.state = state_from(row.text());
  session.started_at = row.integer();
  session.ended_at = row.maybe_integer();
  session.bytes_to_viewer = row.integer();
  session.bytes_to_client = row.integer();
  session.close_reason = static_cast<std::uint8_t>(row.integer());
  session.direct_from = row.text();
  session.relay = row.text();
  session.reason = row.text();
  session.comment = row.text();
  session.version = row.integer();
  session.authorized_by = row.text();
  session.token_name = row.text();
  session.roles = row.text();
  if (const auto granted = row.maybe_integer()) session.granted = static_cast<std::uint32_t>(*granted);
  session.profile = row.text();
  session.approval = row.maybe_integer();
  session.approved_by = row.text();
  session.elevated = row.integer() != 0;
  return session;
}

template <class... Values>
Result<int> change(Database& database, Durability durability, std::string_view sql, const Values&... values) {
  return write(
      database,
      [&](Connection& connection) {
        Query(connection, sql, values...).run();
        return static_cast<int>(connection.changed_rows());
      },
      durability);
}

Result<bool> any(Result<int> rows) {
  if (!rows) return rows.error();
  return *rows > 0;
}

// Of one that never opened, a machine granted nothing, whatever it says.
constexpr const char* kEnd =
    "UPDATE session SET state = 'ended', ended_at = ?, close_reason = ?,"
    " granted = iif(state = 'open', granted, NULL), profile = iif(state = 'open', profile, '')";

}  // namespace

std::string_view session_state_name(SessionState state) {
  switch (state) {
    case SessionState::requested:
      return "requested";
    case SessionState::open:
      return "open";
    case SessionState::ended:
      break;
  }
  return "ended";
}

Result<Session> SessionRepository::add(Session session) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO session (organization_id, client_id, client_name, user_id, user_name, viewer_address, "
          "permissions, state, started_at, reason, authorized_by, token_name, roles,"
          " approval_id, approved_by) VALUES (?, ?, ?, ?, ?, ?, ?, 'requested', ?, ?, ?, ?, ?, ?, ?)",
          session.organization, session.client, session.client_name, session.user, session.user_name,
          session.viewer_address, session.permissions, session.started_at, session.reason,
          session.authorized_by, session.token_name, session.roles, session.approval, session.approved_by)
        .run();
    session.id = connection.last_id();
    session.state = SessionState::requested;
    return session;
  });
}

Result<std::optional<Session>> SessionRepository::find(OrganizationId organization, SessionId id) {
  return read(database_, [&](Connection& connection) -> std::optional<Session> {
    Query query(connection, select_where("organization_id = ? AND id = ?"), organization, id);
    if (!query.next()) return std::nullopt;
    return session_of(query);
  });
}

Result<Page<Session>> SessionRepository::list(OrganizationId organization, const SessionFilter& filter,
                                              const Cursor& after, int limit) {
  // One text a combination, so that each can use its index.
  std::string condition = "organization_id = ?1 AND (started_at, id) < (?2, ?3)";
  if (filter.client) condition += " AND client_id = ?4";
  if (filter.user) condition += " AND user_id = ?5";
  if (filter.from) condition += " AND started_at >= ?6";
  if (filter.to) condition += " AND started_at < ?7";
  condition +=
      " AND (?9 = '' OR instr(lower(user_name || ' ' || client_name || ' ' || reason || ' ' || comment"
      " || ' ' || profile || ' ' || token_name), lower(?9)) > 0)";
  if (!filter.authorized_by.empty()) condition += " AND authorized_by = ?8";
  if (filter.active) condition += *filter.active ? " AND state <> 'ended'" : " AND state = 'ended'";
  return read(database_, [&](Connection& connection) {
    Query query(connection, select_where(condition + " ORDER BY started_at DESC, id DESC"), organization,
                after.time, after.id, filter.client, filter.user, filter.from, filter.to,
                filter.authorized_by, filter.search);
    return page_of<Session>(
        query, limit, [](Query& row) { return std::optional(session_of(row)); },
        [](const Session& session) {
          return Cursor{session.started_at, session.id};
        });
  });
}

Result<std::int64_t> SessionRepository::count_active(OrganizationId organization) {
  return count_rows(database_, "SELECT count(*) FROM session WHERE organization_id = ? AND state <> 'ended'",
                    organization);
}

Result<std::int64_t> SessionRepository::count_started_since(OrganizationId organization, std::int64_t time) {
  return count_rows(database_, "SELECT count(*) FROM session WHERE organization_id = ? AND started_at >= ?",
                    organization, time);
}

Result<bool> SessionRepository::open(SessionId id, const std::string& direct_from, const std::string& relay) {
  return any(change(database_, Durability::full,
                    "UPDATE session SET state = 'open', direct_from = ?, relay = ?"
                    " WHERE id = ? AND state = 'requested'",
                    direct_from, relay, id));
}

Result<bool> SessionRepository::grant(SessionId id, std::uint32_t permissions, const std::string& profile) {
  return any(change(database_, Durability::full,
                    "UPDATE session SET granted = ?, profile = ? WHERE id = ? AND state <> 'ended'",
                    permissions, profile, id));
}

Result<void> SessionRepository::elevate(SessionId id, AuditEntry entry) {
  return database_.transaction([&]() -> Result<void> {
    auto done = change(database_, Durability::full, "UPDATE session SET elevated = 1 WHERE id = ?", id);
    if (!done) return done.error();
    return AuditRepository(database_).append(std::move(entry));
  });
}

Result<bool> SessionRepository::progress(SessionId id, std::int64_t to_viewer, std::int64_t to_client) {
  return any(
      change(database_, Durability::cheap,
             "UPDATE session SET bytes_to_viewer = ?, bytes_to_client = ? WHERE id = ? AND state <> 'ended'",
             to_viewer, to_client, id));
}

Result<bool> SessionRepository::end(SessionId id, std::uint8_t close_reason, std::int64_t to_viewer,
                                    std::int64_t to_client, std::int64_t now) {
  return any(change(
      database_, Durability::full,
      std::string(kEnd) + ", bytes_to_viewer = ?, bytes_to_client = ? WHERE id = ? AND state <> 'ended'", now,
      int{close_reason}, to_viewer, to_client, id));
}

Result<bool> SessionRepository::comment(OrganizationId organization, SessionId id, std::int64_t version,
                                        const SessionComment& comment) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "UPDATE session SET comment = ?, version = version + 1"
          " WHERE organization_id = ? AND id = ? AND version = ?",
          comment.comment, organization, id, version)
        .run();
    if (connection.changed_rows() == 0) return false;
    Query(connection,
          "INSERT INTO session_comment (organization_id, session_id, at, author_id, author, comment)"
          " VALUES (?, ?, ?, ?, ?, ?)",
          organization, id, comment.at, comment.author_id, comment.author, comment.comment)
        .run();
    return true;
  });
}

Result<std::vector<SessionComment>> SessionRepository::comments(OrganizationId organization, SessionId id) {
  return read(database_, [&](Connection& connection) {
    std::vector<SessionComment> all;
    Query query(connection,
                "SELECT at, author_id, author, comment FROM session_comment"
                " WHERE organization_id = ? AND session_id = ? ORDER BY id DESC",
                organization, id);
    while (query.next()) {
      SessionComment comment;
      comment.at = query.integer();
      comment.author_id = query.maybe_integer();
      comment.author = query.text();
      comment.comment = query.text();
      all.push_back(std::move(comment));
    }
    return all;
  });
}

Result<int> SessionRepository::remove_ended_before(OrganizationId organization, std::int64_t time, int most) {
  return change(database_, Durability::full,
                "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE organization_id = ?"
                " AND started_at < ? AND ended_at < ? LIMIT ?)",
                organization, time, time, most);
}

Result<int> SessionRepository::end_left_open(std::uint8_t close_reason, std::int64_t now) {
  return change(database_, Durability::full, std::string(kEnd) + " WHERE state <> 'ended'", now,
                int{close_reason});
}

}  // namespace gatehouse::db
