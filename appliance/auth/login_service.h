// Signing in to the portal, and who is behind a request's token.
//
// Guessing is slowed down twice: per address (many accounts from one place) and per account (one account from
// many places). An account's count is kept apart for every address that has signed in to it before, so that
// whoever guesses from elsewhere can lock the account for elsewhere only and never keeps its owner out.
//
// A login ends after 12 hours without a request, and after 7 days in any case.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/auth/rights.h"
#include "appliance/auth/throttle.h"
#include "appliance/base/clock.h"
#include "appliance/base/log.h"
#include "appliance/base/result.h"
#include "appliance/base/secret.h"
#include "appliance/credentials/password_hasher.h"
#include "appliance/policy/license.h"
#include "db/api_token_repository.h"
#include "db/login_repository.h"
#include "db/organization_repository.h"
#include "db/page.h"
#include "db/user_repository.h"

namespace gatehouse::auth {

inline constexpr std::chrono::hours kIdleTime{12};
inline constexpr std::chrono::hours kLongestLogin{7 * 24};
// So long who showed who they are need not show it again before something dangerous.
inline constexpr std::chrono::minutes kConfirmedFor{5};

// One that this version does not know has the least.
inline policy::Tier tier_of(const db::Organization& organization) {
  return policy::find_tier(organization.license).value_or(policy::Tier::standard);
}

// Who is signed in, and what they may do, as of this request.
struct Identity {
  db::Login login;
  db::User user;
  db::Organization organization;
  std::vector<db::HeldRole> roles;
  Rights rights;
  // They ask by this token (auth/api_tokens.h), and `login` only stands for it.
  std::optional<db::ApiToken> token = {};

  policy::Tier tier() const { return tier_of(organization); }
  // Must set up a second factor before anything else.
  bool lacks_second_factor() const { return !user.second_factor && want_second_factor(roles); }
};

// Where a request comes from.
struct Origin {
  std::string address, user_agent;
};

struct SignedIn {
  Secret token;  // for the cookie; seen only here
  Identity identity;
};

struct PasswordAnswer {
  enum class Status { right, wrong, throttled, busy };
  Status status = Status::wrong;
  std::chrono::seconds wait{0};  // with throttled
  // With right: whose password it is. With wrong: whose account was tried, if there is one; not for who tried.
  std::optional<db::User> user;
};

// Any thread. Errors are the store's; what a person did wrong is in the answer.
class LoginService {
 public:
  LoginService(db::Database& database, credentials::PasswordHasher& hasher, const Clock& clock);

  // An organization, a user or a password that is not right, and a disabled user, look the same and take the
  // same time. Slow: not inside a transaction.
  Result<PasswordAnswer> check_password(const std::string& organization_login_id, const std::string& email,
                                        std::string_view password, const Origin& origin);
  // The same for who is signed in, before something that a stolen login must not do.
  Result<PasswordAnswer> check_password(const Identity& identity, std::string_view password,
                                        const Origin& origin);
  // For passkeys, which count with the passwords that come from one address: zero, and a try is counted; else wait. Then
  // say what came of it.
  std::chrono::seconds begin_try(const std::string& address);
  void end_try(const std::string& address, bool failed);
  // How many wrong passwords may still come from there.
  Tries tries_from(const std::string& address);
  // A new login of somebody who has shown all that is asked of them. Nothing: the password is another one by now, a second
  // factor came or went, or the account is off; whoever changed it ended every login, and this one must not follow.
  Result<std::optional<SignedIn>> sign_in(const db::User& user, const Origin& origin);

  // Nothing: no such login, or it is over, or its user is disabled. Remembers, at most once a minute, that it
  // was seen.
  Result<std::optional<Identity>> find_by_token(std::string_view token);

  // Who is signed in has shown again who they are, in this login.
  Result<void> confirm(const Identity& identity);
  bool is_confirmed(const Identity& identity) const;

  Result<void> log_out(const Identity& identity);
  // Those of this user that go on, the newest first.
  Result<db::Page<db::Login>> list(const Identity& identity, const db::Cursor& after, int limit);
  // False: this user has no such login.
  Result<bool> end_login(const Identity& identity, db::LoginId id);
  // Every login of this user but this one. Gives those ended.
  Result<std::vector<db::LoginId>> end_others(const Identity& identity);
  // Every login of this user, whose password or account somebody else changed.
  Result<void> end_all(const db::User& user);
  // Ends every other login, too, and gives those ended. Nothing: the password is no longer the one that `identity` has,
  // which was checked.
  Result<std::optional<std::vector<db::LoginId>>> set_password(const Identity& identity,
                                                               const std::string& hash);

 private:
  Result<std::optional<db::User>> find_user(const std::string& organization_login_id,
                                            const std::string& email);
  Result<std::string> account_key(const std::string& organization_login_id, const std::string& email,
                                  const std::optional<db::User>& user, const std::string& address);
  // Has this user still the password that was checked, and a second factor or none as then, and may sign in? Inside the transaction that relies on it.
  Result<bool> is_unchanged(const db::User& user);
  // Of the same password. False: there is another one by now.
  Result<bool> renew_hash(const db::User& user, const std::string& hash);
  Result<Identity> identity_of(const db::Login& login, const db::User& user);
  std::int64_t seen_since() const;

  db::Database& database_;
  credentials::PasswordHasher& hasher_;
  const Clock& clock_;
  db::OrganizationRepository organizations_;
  db::UserRepository users_;
  db::RoleRepository roles_;
  db::LoginRepository logins_;
  Throttle by_account_;
  Throttle by_address_;
  log::LineLimit failures_logged_;
};

}  // namespace gatehouse::auth
