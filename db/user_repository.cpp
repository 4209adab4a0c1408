#include "db/user_repository.h"

#include "db/access.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kById =
    "SELECT id, organization_id, email, first_name, last_name, password_hash, disabled, created_at"
    " FROM user_account WHERE organization_id = ? AND id = ?";
constexpr std::string_view kByEmail =
    "SELECT id, organization_id, email, first_name, last_name, password_hash, disabled, created_at"
    " FROM user_account WHERE organization_id = ? AND lower(email) = lower(?)";

std::optional<User> one(Query&& query) {
  if (!query.next()) return std::nullopt;
  User user;
  user.id = query.integer();
  user.organization = query.organization();
  user.email = query.text();
  user.first_name = query.text();
  user.last_name = query.text();
  user.password_hash = query.text();
  user.disabled = query.flag();
  user.created_at = query.integer();
  return user;
}

}  // namespace

Result<std::optional<User>> UserRepository::add(User user, const std::vector<std::string>& roles) {
  return write(database_, [&](Connection& connection) -> std::optional<User> {
    if (Query(connection, kByEmail, user.organization, user.email).next()) return std::nullopt;
    Query(connection,
          "INSERT INTO user_account (organization_id, email, first_name, last_name, password_hash, disabled, "
          "created_at)"
          " VALUES (?, ?, ?, ?, ?, ?, ?)",
          user.organization, user.email, user.first_name, user.last_name, user.password_hash, user.disabled,
          user.created_at)
        .run();
    user.id = connection.last_id();
    for (const std::string& role : roles) {
      Query(connection, "INSERT INTO user_role (organization_id, user_id, role) VALUES (?, ?, ?)",
            user.organization, user.id, role)
          .run();
    }
    return user;
  });
}

Result<std::optional<User>> UserRepository::find(OrganizationId organization, UserId id) {
  return read(database_,
              [&](Connection& connection) { return one(Query(connection, kById, organization, id)); });
}

Result<std::optional<User>> UserRepository::find_by_email(OrganizationId organization,
                                                          const std::string& email) {
  return read(database_,
              [&](Connection& connection) { return one(Query(connection, kByEmail, organization, email)); });
}

Result<std::vector<std::string>> UserRepository::roles(OrganizationId organization, UserId id) {
  return read(database_, [&](Connection& connection) {
    std::vector<std::string> roles;
    Query query(connection, "SELECT role FROM user_role WHERE organization_id = ? AND user_id = ?",
                organization, id);
    while (query.next()) roles.push_back(query.text());
    return roles;
  });
}

Result<bool> UserRepository::set_password_hash(OrganizationId organization, UserId id,
                                               const std::string& hash) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "UPDATE user_account SET password_hash = ? WHERE organization_id = ? AND id = ?", hash,
          organization, id)
        .run();
    return connection.changed_rows() > 0;
  });
}

Result<bool> UserRepository::set_disabled(OrganizationId organization, UserId id, bool disabled) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "UPDATE user_account SET disabled = ? WHERE organization_id = ? AND id = ?", disabled,
          organization, id)
        .run();
    return connection.changed_rows() > 0;
  });
}

Result<bool> UserRepository::anyone_has_role(const std::string& role) {
  return read(database_, [&](Connection& connection) {
    return Query(connection, "SELECT 1 FROM user_role WHERE role = ? LIMIT 1", role).next();
  });
}

}  // namespace gatehouse::db
