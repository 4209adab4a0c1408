// API tokens: what programs show in place of a login. Somebody makes one in their profile, with a name, an end and a scope;
// what it may do is that scope and what its owner may, as of each request, and never what only an Owner may. It ends with
// its time, when it is revoked, and with its owner's account.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "appliance/auth/login_service.h"
#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "appliance/base/secret.h"
#include "db/api_token_repository.h"

namespace gatehouse::auth {

// Any thread. Errors are the store's.
class ApiTokens {
 public:
  static constexpr std::int64_t kMostDays = 366;
  static constexpr std::int64_t kMostPerUser = 50;
  // Expired ones are shown for so long.
  static constexpr std::chrono::hours kKept{30 * 24};

  ApiTokens(db::Database& database, const Clock& clock);

  struct Order {
    db::OrganizationId organization{};
    db::UserId user = 0;
    std::string name;
    policy::Access scope;
    std::chrono::seconds good_for{};
  };
  struct Created {
    Secret text;  // the only time that it is seen
    db::ApiToken token;
  };
  // Nothing: this user has one of that name.
  Result<std::optional<Created>> create(const Order& order);

  // Who asks with this token, and what they may do by it: Identity::token is there, Identity::login has no CSRF token and
  // stands for the token (login_id). Nothing: no such token, or it is over, or its owner may not sign in. Remembers, at
  // most once a minute, that it was used.
  Result<std::optional<Identity>> find(std::string_view text, const std::string& address);

  // The same for a token that something open was asked for with. `login`: as login_id gave it.
  Result<std::optional<policy::Access>> access_now(db::OrganizationId organization, const db::User& user,
                                                   db::LoginId login);

  // What stands for a token where what is open is kept by logins; below 0, which no login is.
  static db::LoginId login_id(db::ApiTokenId id) { return -id; }
  static bool is_token(db::LoginId login) { return login < 0; }

  Result<db::Page<db::ApiToken>> list(const db::User& user, const db::Cursor& after, int limit);
  Result<std::int64_t> count(const db::User& user);
  // What was revoked. Nothing: this user has no such token.
  Result<std::optional<db::ApiToken>> revoke(const db::User& user, db::ApiTokenId id);
  Result<void> revoke_all(const db::User& user);

 private:
  db::ApiTokenRepository tokens_;
  db::OrganizationRepository organizations_;
  db::UserRepository users_;
  db::RoleRepository roles_;
  const Clock& clock_;
};

}  // namespace gatehouse::auth
