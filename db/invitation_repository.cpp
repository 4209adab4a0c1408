#include "db/invitation_repository.h"

#include "db/access.h"
#include "db/paging.h"

namespace gatehouse::db {
namespace {

std::string select(std::string_view condition) {
  return "SELECT id, organization_id, email, first_name, last_name, made_by, created_at, expires_at,"
         " coalesce((SELECT maker.first_name || ' ' || maker.last_name FROM user_account AS maker"
         " WHERE maker.id = made_by), '') FROM invitation WHERE " +
         std::string(condition);
}

Invitation invitation_of(Query& row) {
  Invitation invitation;
  invitation.id = row.integer();
  invitation.organization = row.organization();
  invitation.email = row.text();
  invitation.first_name = row.text();
  invitation.last_name = row.text();
  invitation.made_by = row.maybe_integer();
  invitation.created_at = row.integer();
  invitation.expires_at = row.integer();
  invitation.made_by_name = row.text();
  return invitation;
}

std::optional<Invitation> one(Query&& query) {
  if (!query.next()) return std::nullopt;
  return invitation_of(query);
}

const std::string& by_email() {
  static const std::string kSql = select("organization_id = ? AND lower(email) = lower(?)");
  return kSql;
}

const std::string& by_number() {
  static const std::string kSql = select("organization_id = ? AND id = ?");
  return kSql;
}

}  // namespace

Result<std::optional<Invitation>> InvitationRepository::add(Invitation invitation,
                                                            const std::string& token_hash) {
  return write(database_, [&](Connection& connection) -> std::optional<Invitation> {
    if (Query(connection, by_email(), invitation.organization, invitation.email).next()) return std::nullopt;
    Query(connection,
          "INSERT INTO invitation (organization_id, email, first_name, last_name, token_hash, made_by,"
          " created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          invitation.organization, invitation.email, invitation.first_name, invitation.last_name,
          Blob{token_hash}, invitation.made_by, invitation.created_at, invitation.expires_at)
        .run();
    return one(Query(connection, by_number(), invitation.organization, connection.last_id()));
  });
}

Result<std::optional<Invitation>> InvitationRepository::find(OrganizationId organization, InvitationId id) {
  return read(database_,
              [&](Connection& connection) { return one(Query(connection, by_number(), organization, id)); });
}

Result<std::optional<Invitation>> InvitationRepository::find_by_email(OrganizationId organization,
                                                                      const std::string& email) {
  return read(database_, [&](Connection& connection) {
    return one(Query(connection, by_email(), organization, email));
  });
}

Result<std::optional<Invitation>> InvitationRepository::find_by_token(const std::string& token_hash,
                                                                      std::int64_t now) {
  return read(database_, [&](Connection& connection) {
    return one(Query(connection, select("token_hash = ? AND expires_at > ?"), Blob{token_hash}, now));
  });
}

Result<Page<Invitation>> InvitationRepository::list(OrganizationId organization, const Cursor& after,
                                                    int limit) {
  return read(database_, [&](Connection& connection) {
    Query query(connection,
                select("organization_id = ? AND (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC"),
                organization, after.time, after.id);
    return page_of<Invitation>(
        query, limit, [](Query& row) { return std::optional(invitation_of(row)); },
        [](const Invitation& invitation) {
          return Cursor{invitation.created_at, invitation.id};
        });
  });
}

Result<std::int64_t> InvitationRepository::count(OrganizationId organization) {
  return count_rows(database_, "SELECT count(*) FROM invitation WHERE organization_id = ?", organization);
}

Result<void> InvitationRepository::renew(const Invitation& invitation, const std::string& token_hash) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "UPDATE invitation SET token_hash = ?, made_by = ?, expires_at = ? WHERE organization_id = ?"
          " AND id = ?",
          Blob{token_hash}, invitation.made_by, invitation.expires_at, invitation.organization, invitation.id)
        .run();
  });
}

Result<bool> InvitationRepository::remove(OrganizationId organization, InvitationId id) {
  return change_rows(database_, "DELETE FROM invitation WHERE organization_id = ? AND id = ?", organization,
                     id);
}

Result<int> InvitationRepository::remove_ended_before(std::int64_t before) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "DELETE FROM invitation WHERE expires_at <= ?", before).run();
    return static_cast<int>(connection.changed_rows());
  });
}

}  // namespace gatehouse::db
