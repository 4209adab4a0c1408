#include "appliance/auth/login_service.h"

#include "appliance/auth/password_rules.h"
#include "appliance/auth/token.h"
#include "appliance/base/address.h"
#include "appliance/base/log.h"
#include "appliance/base/text.h"

namespace gatehouse::auth {
namespace {

using Verdict = credentials::PasswordHasher::Verdict;

constexpr std::int64_t kTouchEvery = 60;
constexpr std::size_t kLongestUserAgent = 300;
// A house full of people behind one address mistypes more often than one person.
constexpr ThrottleRule kAddressRule = {.free_tries = 20};

std::int64_t in_seconds(std::chrono::seconds time) {
  return time.count();
}

std::string shown_user_agent(std::string_view text) {
  const std::string_view start = text.substr(0, kLongestUserAgent);
  return is_plain_text(start) ? std::string(start) : std::string();
}

}  // namespace

LoginService::LoginService(db::Database& database, credentials::PasswordHasher& hasher, const Clock& clock)
    : database_(database),
      hasher_(hasher),
      clock_(clock),
      organizations_(database),
      users_(database),
      roles_(database),
      logins_(database),
      by_account_(clock),
      by_address_(clock, kAddressRule) {}

std::int64_t LoginService::seen_since() const {
  return clock_.unix_seconds() - in_seconds(kIdleTime);
}

Result<std::optional<db::User>> LoginService::find_user(const std::string& organization_login_id,
                                                        const std::string& email) {
  const auto organization = organizations_.find_by_login_id(organization_login_id);
  if (!organization) return organization.error();
  if (!*organization) return std::optional<db::User>();
  return users_.find_by_email((*organization)->id, email);
}

// The key says nothing of whether the account exists: those that don't are counted the same.
Result<std::string> LoginService::account_key(const std::string& organization_login_id,
                                              const std::string& email, const std::optional<db::User>& user,
                                              const std::string& address) {
  const std::string account = lower_ascii(organization_login_id) + "\n" + lower_ascii(email);
  if (!user) return account;
  const auto known = logins_.knows_address(user->organization, user->id, address);
  if (!known) return known.error();
  return *known ? account + "\n" + address : account;
}

Result<PasswordAnswer> LoginService::check_password(const std::string& organization_login_id,
                                                    const std::string& email, std::string_view password,
                                                    const Origin& origin) {
  using Status = PasswordAnswer::Status;
  const std::string address = address_key(origin.address);
  if (const auto wait = by_address_.begin(address); wait.count() > 0) {
    return PasswordAnswer{Status::throttled, wait, {}};
  }
  const auto user = find_user(organization_login_id, email);
  if (!user) return user.error();
  const auto key = account_key(organization_login_id, email, *user, address);
  if (!key) return key.error();
  if (const auto wait = by_account_.begin(*key); wait.count() > 0) {
    return PasswordAnswer{Status::throttled, wait, {}};
  }

  const bool possible =
      *user && (*user)->may_sign_in_at(clock_.unix_seconds()) && password.size() <= kLongestPassword;
  const Verdict verdict = possible ? hasher_.verify(password, (*user)->password_hash)
                                   : hasher_.verify_nobody(password.substr(0, kLongestPassword));
  if (verdict == Verdict::wrong) {
    log::write(log::Level::warning, "login", "a login from " + origin.address + " failed", failures_logged_);
    return PasswordAnswer{Status::wrong, {}, *user};
  }
  by_address_.take_back(address);
  if (verdict == Verdict::busy) {
    by_account_.take_back(*key);
    return PasswordAnswer{Status::busy, {}, {}};
  }
  by_account_.clear(*key);
  db::User whose = **user;
  if (hasher_.is_outdated(whose.password_hash)) {
    // Not worth failing the login for: the next one tries again.
    if (const auto fresh = hasher_.hash(password)) {
      const auto renewed = renew_hash(whose, *fresh);
      if (!renewed) log::warning("login", renewed.error().message);
      if (renewed && *renewed) whose.password_hash = *fresh;
    }
  }
  return PasswordAnswer{Status::right, {}, std::move(whose)};
}

Result<PasswordAnswer> LoginService::check_password(const Identity& identity, std::string_view password,
                                                    const Origin& origin) {
  using Status = PasswordAnswer::Status;
  const db::User& user = identity.user;
  const auto key = account_key(identity.organization.login_id, user.email, user, address_key(origin.address));
  if (!key) return key.error();
  if (const auto wait = by_account_.begin(*key); wait.count() > 0) {
    return PasswordAnswer{Status::throttled, wait, {}};
  }
  const Verdict verdict =
      password.size() <= kLongestPassword ? hasher_.verify(password, user.password_hash) : Verdict::wrong;
  if (verdict == Verdict::wrong) return PasswordAnswer{Status::wrong, {}, user};
  by_account_.take_back(*key);
  return PasswordAnswer{verdict == Verdict::busy ? Status::busy : Status::right, {}, user};
}

std::chrono::seconds LoginService::begin_try(const std::string& address) {
  return by_address_.begin(address_key(address));
}

void LoginService::end_try(const std::string& address, bool failed) {
  if (!failed) return by_address_.take_back(address_key(address));
  log::write(log::Level::warning, "login", "a login from " + address + " failed", failures_logged_);
}

Tries LoginService::tries_from(const std::string& address) {
  return by_address_.tries(address_key(address));
}

Result<bool> LoginService::is_unchanged(const db::User& user) {
  const auto now = users_.find(user.organization, user.id);
  if (!now) return now.error();
  return *now && (*now)->password_hash == user.password_hash && (*now)->second_factor == user.second_factor &&
         (*now)->may_sign_in_at(clock_.unix_seconds());
}

Result<bool> LoginService::renew_hash(const db::User& user, const std::string& hash) {
  bool renewed = false;
  const auto done = database_.transaction([&]() -> Result<void> {
    const auto unchanged = is_unchanged(user);
    if (!unchanged) return unchanged.error();
    if (!*unchanged) return {};
    const auto set = users_.set_password_hash(user.organization, user.id, hash);
    if (!set) return set.error();
    renewed = *set;
    return {};
  });
  if (!done) return done.error();
  return renewed;
}

Result<std::optional<SignedIn>> LoginService::sign_in(const db::User& user, const Origin& origin) {
  const std::int64_t now = clock_.unix_seconds();
  Token token = new_token();
  db::Login login;
  login.organization = user.organization;
  login.user = user.id;
  login.csrf_token = random_token(32);
  login.address = origin.address;
  login.user_agent = shown_user_agent(origin.user_agent);
  login.created_at = login.last_seen_at = login.confirmed_at = now;
  login.expires_at = now + in_seconds(kLongestLogin);
  bool changed = false;
  const auto stored = database_.transaction([&]() -> Result<void> {
    const auto unchanged = is_unchanged(user);
    if (!unchanged) return unchanged.error();
    changed = !*unchanged;
    if (changed) return {};
    if (auto cleaned = logins_.remove_stale(now, seen_since()); !cleaned) return cleaned.error();
    auto added = logins_.add(login, token.hash);
    if (!added) return added.error();
    login = *added;
    return logins_.remember_address(user.organization, user.id, address_key(origin.address), now);
  });
  if (!stored) return stored.error();
  if (changed) return std::optional<SignedIn>();
  auto identity = identity_of(login, user);
  if (!identity) return identity.error();
  return std::optional(SignedIn{std::move(token.text), std::move(*identity)});
}

Result<Identity> LoginService::identity_of(const db::Login& login, const db::User& user) {
  auto organization = organizations_.find(login.organization);
  if (!organization) return organization.error();
  if (!*organization) return Error{"The organization of this login is gone. Sign in again."};
  auto roles = roles_.held(login.organization, user.id, clock_.unix_seconds());
  if (!roles) return roles.error();
  const Rights rights = rights_of(*roles);
  return Identity{login, user, std::move(**organization), std::move(*roles), rights};
}

Result<std::optional<Identity>> LoginService::find_by_token(std::string_view token) {
  const std::optional<Identity> nobody;
  const auto login = logins_.find_by_token_hash(hash_token(token));
  if (!login) return login.error();
  const std::int64_t now = clock_.unix_seconds();
  if (!*login || (*login)->expires_at <= now || (*login)->last_seen_at < seen_since()) return nobody;
  const auto user = users_.find((*login)->organization, (*login)->user);
  if (!user) return user.error();
  if (!*user || !(*user)->may_sign_in_at(now)) return nobody;
  if (now - (*login)->last_seen_at >= kTouchEvery) {
    // A full disk must not sign everybody out.
    if (const auto touched = logins_.touch((*login)->organization, (*login)->id, now); !touched) {
      log::warning("login", touched.error().message);
    }
  }
  auto identity = identity_of(**login, **user);
  if (!identity) return identity.error();
  return std::optional(std::move(*identity));
}

Result<void> LoginService::confirm(const Identity& identity) {
  return logins_.confirm(identity.organization.id, identity.login.id, clock_.unix_seconds());
}

bool LoginService::is_confirmed(const Identity& identity) const {
  const std::int64_t passed = clock_.unix_seconds() - identity.login.confirmed_at;
  return passed >= 0 && passed < in_seconds(kConfirmedFor);
}

Result<void> LoginService::log_out(const Identity& identity) {
  const auto ended = end_login(identity, identity.login.id);
  return ended ? Result<void>() : ended.error();
}

Result<db::Page<db::Login>> LoginService::list(const Identity& identity, const db::Cursor& after, int limit) {
  return logins_.list(identity.organization.id, identity.user.id, clock_.unix_seconds(), seen_since(), after,
                      limit);
}

Result<bool> LoginService::end_login(const Identity& identity, db::LoginId id) {
  return logins_.remove(identity.organization.id, identity.user.id, id);
}

Result<std::vector<db::LoginId>> LoginService::end_others(const Identity& identity) {
  return logins_.remove_all_but(identity.organization.id, identity.user.id, identity.login.id);
}

Result<void> LoginService::end_all(const db::User& user) {
  const auto ended = logins_.remove_all(user.organization, user.id);
  return ended ? Result<void>() : ended.error();
}

Result<std::optional<std::vector<db::LoginId>>> LoginService::set_password(const Identity& identity,
                                                                           const std::string& hash) {
  std::optional<std::vector<db::LoginId>> ended;
  const auto stored = database_.transaction([&]() -> Result<void> {
    const auto unchanged = is_unchanged(identity.user);
    if (!unchanged) return unchanged.error();
    if (!*unchanged) return {};
    const auto set = users_.set_password_hash(identity.user.organization, identity.user.id, hash);
    if (!set) return set.error();
    auto others = end_others(identity);
    if (!others) return others.error();
    ended = std::move(*others);
    return {};
  });
  if (!stored) return stored.error();
  return ended;
}

}  // namespace gatehouse::auth
