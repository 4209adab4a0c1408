#include "db/user_repository.h"

#include "appliance/base/text.h"
#include "appliance/policy/address.h"
#include "db/access.h"
#include "db/paging.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kColumns =
    "user_account.id, user_account.organization_id, email, first_name, last_name, address_id, handle,"
    " password_hash, disabled,"
    " user_account.created_at, user_account.expires_at, verified_at, version,"
    " EXISTS (SELECT 1 FROM totp_device WHERE totp_device.organization_id = user_account.organization_id"
    " AND totp_device.user_id = user_account.id)"
    " OR EXISTS (SELECT 1 FROM passkey WHERE passkey.organization_id = user_account.organization_id"
    " AND passkey.user_id = user_account.id)";

std::string select_where(std::string_view condition) {
  return "SELECT " + std::string(kColumns) + " FROM user_account WHERE " + std::string(condition);
}

const std::string& by_email() {
  static const std::string kSql = select_where("organization_id = ? AND lower(email) = lower(?)");
  return kSql;
}

User user_of(Query& row) {
  User user;
  user.id = row.integer();
  user.organization = row.organization();
  user.email = row.text();
  user.first_name = row.text();
  user.last_name = row.text();
  user.address_id = row.integer();
  user.handle = row.text();
  user.password_hash = row.text();
  user.disabled = row.flag();
  user.created_at = row.integer();
  user.expires_at = row.maybe_integer();
  user.verified_at = row.maybe_integer();
  user.version = row.integer();
  user.second_factor = row.flag();
  return user;
}

std::optional<User> one(Query&& query) {
  if (!query.next()) return std::nullopt;
  return user_of(query);
}

// ?1 organization, ?2 search, ?3 now, ?4 role, ?5 group (null: all the same), ?6 from the start, or after the row
// with ID ?7 and name or time ?8.
std::string listed(UserFilter::State state, UserOrder order) {
  static constexpr std::string_view kStates[] = {
      "1",
      "disabled = 0 AND verified_at IS NOT NULL AND coalesce(expires_at > ?3, 1)",
      "disabled = 0 AND verified_at IS NULL AND coalesce(expires_at > ?3, 1)",
      "disabled = 1",
      "expires_at <= ?3",
  };
  return select_where(
      "organization_id = ?1 AND (?2 = '' OR instr(lower(first_name || ' ' || last_name || ' ' || email), "
      "lower(?2)) > 0)"
      " AND (?4 IS NULL OR EXISTS (SELECT 1 FROM user_role WHERE user_role.organization_id = ?1"
      " AND user_role.user_id = user_account.id AND role_id = ?4))"
      " AND (?5 IS NULL OR EXISTS (SELECT 1 FROM group_member WHERE group_member.organization_id = ?1"
      " AND group_id = ?5 AND group_member.user_id = user_account.id))"
      " AND " +
      std::string(kStates[static_cast<int>(state)]) +
      (order == UserOrder::newest
           ? " AND (?6 OR (created_at, id) < (?8, ?7)) ORDER BY created_at DESC, id DESC"
           : " AND (?6 OR (lower(last_name || ' ' || first_name), id) > (?8, ?7))"
             " ORDER BY lower(last_name || ' ' || first_name), id"));
}

std::int64_t free_address_id(Connection& connection) {
  for (;;) {
    const std::int64_t id = random_address();
    if (!Query(connection, "SELECT 1 FROM user_account WHERE address_id = ?", id).next()) return id;
  }
}

bool is_taken(Connection& connection, const User& user) {
  return Query(connection,
               "SELECT 1 FROM user_account WHERE organization_id = ? AND lower(email) = lower(?) AND id <> ?",
               user.organization, user.email, user.id)
      .next();
}

}  // namespace

std::string free_handle(Connection& connection, OrganizationId organization, const std::string& email) {
  for (int number = 1;; ++number) {
    std::string handle = policy::handle_for(email, number);
    if (!Query(connection,
               "SELECT 1 FROM user_account WHERE organization_id = ? AND lower(handle) = lower(?)",
               organization, handle)
             .next())
      return handle;
  }
}

Result<std::optional<User>> UserRepository::add(User user, const std::vector<std::string>& roles) {
  return write(database_, [&](Connection& connection) -> std::optional<User> {
    user.id = 0;
    if (is_taken(connection, user)) return std::nullopt;
    user.address_id = free_address_id(connection);
    user.handle = free_handle(connection, user.organization, user.email);
    Query(connection,
          "INSERT INTO user_account (organization_id, email, first_name, last_name, address_id, handle,"
          " password_hash, disabled, created_at, expires_at, verified_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
          "?, ?)",
          user.organization, user.email, user.first_name, user.last_name, user.address_id, user.handle,
          user.password_hash, user.disabled, user.created_at, user.expires_at, user.verified_at)
        .run();
    user.id = connection.last_id();
    for (const std::string& role : roles) {
      Query(connection,
            "INSERT INTO user_role (organization_id, user_id, role_id)"
            " SELECT organization_id, ?, id FROM role WHERE organization_id = ? AND key = ?",
            user.id, user.organization, role)
          .run();
    }
    return user;
  });
}

Result<std::optional<User>> UserRepository::find(OrganizationId organization, UserId id) {
  return read(database_, [&](Connection& connection) {
    return one(Query(connection, select_where("organization_id = ? AND id = ?"), organization, id));
  });
}

Result<std::optional<User>> UserRepository::find_by_email(OrganizationId organization,
                                                          const std::string& email) {
  return read(database_, [&](Connection& connection) {
    return one(Query(connection, by_email(), organization, email));
  });
}

Result<Page<User>> UserRepository::list(OrganizationId organization, const UserFilter& filter,
                                        std::int64_t now, const Cursor& after, int limit) {
  return read(database_, [&](Connection& connection) {
    const auto page = [&](const auto& place) {
      Query query(connection, listed(filter.state, filter.order), organization, filter.search, now,
                  filter.role, filter.group, after.is_start(), after.id, place);
      return page_of<User>(
          query, limit, [](Query& row) { return std::optional(user_of(row)); },
          [](const User& user) {
            return Cursor{user.created_at, user.id, lower_ascii(user.last_name + " " + user.first_name)};
          });
    };
    return filter.order == UserOrder::newest ? page(after.time) : page(after.name);
  });
}

Result<bool> UserRepository::change(const User& user) {
  return write(database_, [&](Connection& connection) {
    if (is_taken(connection, user)) return false;
    Query(connection,
          "UPDATE user_account SET email = ?, first_name = ?, last_name = ?, disabled = ?, expires_at = ?,"
          " verified_at = ?, version = version + 1 WHERE organization_id = ? AND id = ?",
          user.email, user.first_name, user.last_name, user.disabled, user.expires_at, user.verified_at,
          user.organization, user.id)
        .run();
    return true;
  });
}

Result<bool> UserRepository::remove(OrganizationId organization, UserId id) {
  return change_rows(database_, "DELETE FROM user_account WHERE organization_id = ? AND id = ?", organization,
                     id);
}

Result<bool> UserRepository::set_password_hash(OrganizationId organization, UserId id,
                                               const std::string& hash) {
  return change_rows(database_,
                     "UPDATE user_account SET password_hash = ? WHERE organization_id = ? AND id = ?", hash,
                     organization, id);
}

Result<void> UserRepository::set_link(const AccountLink& link, const std::string& token_hash,
                                      std::int64_t now, std::int64_t expires_at) {
  return write(database_, [&](Connection& connection) {
    // Not INSERT OR REPLACE, which no trigger sees: a mail with the former link must not go out.
    Query(connection, "DELETE FROM account_link WHERE organization_id = ? AND user_id = ?",
          link.user.organization, link.user.id)
        .run();
    Query(connection,
          "INSERT INTO account_link (organization_id, user_id, made_by, token_hash, created_at, "
          "expires_at) VALUES (?, ?, ?, ?, ?, ?)",
          link.user.organization, link.user.id, link.made_by, Blob{token_hash}, now, expires_at)
        .run();
  });
}

Result<std::optional<AccountLink>> UserRepository::find_link(const std::string& token_hash,
                                                             std::int64_t now) {
  return read(database_, [&](Connection& connection) -> std::optional<AccountLink> {
    Query query(connection,
                "SELECT " + std::string(kColumns) +
                    ", made_by FROM account_link JOIN user_account ON user_account.id = user_id"
                    " WHERE token_hash = ? AND account_link.expires_at > ?",
                Blob{token_hash}, now);
    if (!query.next()) return std::nullopt;
    AccountLink link;
    link.user = user_of(query);
    link.made_by = query.integer();
    return link;
  });
}

Result<void> UserRepository::end_link(OrganizationId organization, UserId id) {
  const auto ended = change_rows(
      database_, "DELETE FROM account_link WHERE organization_id = ? AND user_id = ?", organization, id);
  return ended ? Result<void>() : ended.error();
}

Result<void> UserRepository::set_password_by_link(const User& user, const std::string& password_hash,
                                                  std::int64_t now) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "UPDATE user_account SET password_hash = ?, verified_at = coalesce(verified_at, ?), version = "
          "version + 1 WHERE organization_id = ? AND id = ?",
          password_hash, now, user.organization, user.id)
        .run();
    Query(connection, "DELETE FROM account_link WHERE organization_id = ? AND user_id = ?", user.organization,
          user.id)
        .run();
  });
}

Result<std::int64_t> UserRepository::count(OrganizationId organization, std::int64_t now) {
  return count_rows(database_,
                    "SELECT count(*) FROM user_account WHERE organization_id = ? AND disabled = 0"
                    " AND coalesce(expires_at > ?, 1)",
                    organization, now);
}

Result<bool> UserRepository::anyone_has_role(const std::string& key) {
  return read(database_, [&](Connection& connection) {
    return Query(connection, "SELECT 1 FROM user_role JOIN role ON role.id = role_id WHERE key = ? LIMIT 1",
                 key)
        .next();
  });
}

}  // namespace gatehouse::db
