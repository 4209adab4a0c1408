#include "db/passkey_repository.h"

#include "db/access.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kColumns =
    "passkey.id, passkey.organization_id, passkey.user_id, name, rp_id, credential_id, public_key, algorithm,"
    " sign_count, created_at, last_used_at";

Passkey passkey_of(Query& row) {
  Passkey passkey;
  passkey.id = row.integer();
  passkey.organization = row.organization();
  passkey.user = row.integer();
  passkey.name = row.text();
  passkey.rp_id = row.text();
  passkey.credential_id = row.text();
  passkey.public_key = row.text();
  passkey.algorithm = row.integer();
  passkey.sign_count = row.integer();
  passkey.created_at = row.integer();
  passkey.last_used_at = row.maybe_integer();
  return passkey;
}

}  // namespace

Result<std::optional<Passkey>> PasskeyRepository::add(Passkey passkey) {
  return write(database_, [&](Connection& connection) -> std::optional<Passkey> {
    if (Query(connection, "SELECT 1 FROM passkey WHERE credential_id = ?", Blob{passkey.credential_id})
            .next())
      return std::nullopt;
    Query(connection,
          "INSERT INTO passkey (organization_id, user_id, name, rp_id, credential_id, public_key, algorithm,"
          " sign_count, created_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          passkey.organization, passkey.user, passkey.name, passkey.rp_id, Blob{passkey.credential_id},
          Blob{passkey.public_key}, passkey.algorithm, passkey.sign_count, passkey.created_at,
          passkey.last_used_at)
        .run();
    passkey.id = connection.last_id();
    return passkey;
  });
}

Result<std::vector<Passkey>> PasskeyRepository::list(OrganizationId organization, UserId user) {
  return read(database_, [&](Connection& connection) {
    std::vector<Passkey> passkeys;
    Query query(
        connection,
        "SELECT " + std::string(kColumns) +
            " FROM passkey WHERE passkey.organization_id = ? AND passkey.user_id = ? ORDER BY passkey.id",
        organization, user);
    while (query.next()) passkeys.push_back(passkey_of(query));
    return passkeys;
  });
}

Result<std::optional<PasskeyRepository::Owned>> PasskeyRepository::find_by_credential(
    const std::string& credential_id) {
  return read(database_, [&](Connection& connection) -> std::optional<Owned> {
    Query query(connection,
                "SELECT " + std::string(kColumns) +
                    ", handle FROM passkey JOIN passkey_owner"
                    " ON passkey_owner.organization_id = passkey.organization_id"
                    " AND passkey_owner.user_id = passkey.user_id WHERE credential_id = ?",
                Blob{credential_id});
    if (!query.next()) return std::nullopt;
    Owned owned;
    owned.passkey = passkey_of(query);
    owned.handle = query.text();
    return owned;
  });
}

Result<bool> PasskeyRepository::use(OrganizationId organization, PasskeyId id, std::int64_t sign_count,
                                    std::int64_t now) {
  return change_rows(database_,
                     "UPDATE passkey SET sign_count = ?1, last_used_at = ?2 WHERE organization_id = ?3"
                     " AND id = ?4 AND (sign_count < ?1 OR (sign_count = 0 AND ?1 = 0))",
                     sign_count, now, organization, id);
}

Result<std::optional<std::string>> PasskeyRepository::remove(OrganizationId organization, UserId user,
                                                             PasskeyId id) {
  return write(database_, [&](Connection& connection) -> std::optional<std::string> {
    Query query(connection,
                "DELETE FROM passkey WHERE organization_id = ? AND user_id = ? AND id = ? RETURNING name",
                organization, user, id);
    std::optional<std::string> name;
    while (query.next()) name = query.text();
    return name;
  });
}

Result<std::string> PasskeyRepository::handle_of(OrganizationId organization, UserId user,
                                                 const std::string& fresh) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO passkey_owner (organization_id, user_id, handle) VALUES (?, ?, ?)"
          " ON CONFLICT (organization_id, user_id) DO NOTHING",
          organization, user, Blob{fresh})
        .run();
    Query query(connection, "SELECT handle FROM passkey_owner WHERE organization_id = ? AND user_id = ?",
                organization, user);
    query.next();
    return query.text();
  });
}

}  // namespace gatehouse::db
