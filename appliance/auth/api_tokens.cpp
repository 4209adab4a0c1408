#include "appliance/auth/api_tokens.h"

#include <algorithm>

#include "appliance/auth/api_token_text.h"
#include "appliance/base/log.h"

namespace gatehouse::auth {
namespace {

constexpr std::int64_t kTouchEvery = 60;
constexpr policy::Section kOwnProfile = policy::Section::personal_profile;

// What both allow. Nobody is Owner by a token. The own profile is out of every token's reach (portal/route_access.h); what
// its owner has of it counts only where they may give others what they have themselves, as with every new account.
Rights narrowed(const Rights& rights, const policy::Access& scope) {
  Rights both;
  for (const policy::Section section : policy::all_sections())
    both.access.set(section, std::min(rights.access.level(section), scope.level(section)));
  both.access.set(kOwnProfile, rights.access.level(kOwnProfile));
  return both;
}

}  // namespace

ApiTokens::ApiTokens(db::Database& database, const Clock& clock)
    : tokens_(database), organizations_(database), users_(database), roles_(database), clock_(clock) {}

Result<std::optional<ApiTokens::Created>> ApiTokens::create(const Order& order) {
  const std::int64_t now = clock_.unix_seconds();
  NewApiToken fresh = new_api_token();
  db::ApiToken token;
  token.organization = order.organization;
  token.user = order.user;
  token.name = order.name;
  token.scope = levels_of(order.scope);
  token.created_at = now;
  token.expires_at = now + order.good_for.count();
  if (auto cleaned = tokens_.remove_stale(now - std::chrono::seconds(kKept).count()); !cleaned)
    return cleaned.error();
  auto added = tokens_.add(std::move(token), fresh.kept.public_id, fresh.kept.secret_hash);
  if (!added) return added.error();
  if (!*added) return std::optional<Created>();
  return std::optional(Created{std::move(fresh.text), std::move(**added)});
}

Result<std::optional<Identity>> ApiTokens::find(std::string_view text, const std::string& address) {
  const std::optional<Identity> nobody;
  const auto shown = parse_api_token(text);
  if (!shown) return nobody;
  const auto stored = tokens_.find_by_public_id(shown->public_id);
  if (!stored) return stored.error();
  if (!*stored || !equal_in_constant_time((*stored)->secret_hash, shown->secret_hash)) return nobody;
  const db::ApiToken& token = (*stored)->token;
  const std::int64_t now = clock_.unix_seconds();
  if (token.expires_at <= now) return nobody;
  const auto user = users_.find(token.organization, token.user);
  if (!user) return user.error();
  if (!*user || !(*user)->may_sign_in_at(now)) return nobody;
  auto organization = organizations_.find(token.organization);
  if (!organization) return organization.error();
  if (!*organization) return nobody;
  auto roles = roles_.held(token.organization, token.user, now);
  if (!roles) return roles.error();
  if (now - token.last_used_at.value_or(0) >= kTouchEvery || token.last_used_address != address) {
    // A full disk must not lock programs out.
    if (const auto touched = tokens_.touch(token.organization, token.id, now, address); !touched)
      log::warning("login", touched.error().message);
  }
  Identity identity;
  identity.login.id = login_id(token.id);
  identity.login.organization = token.organization;
  identity.login.user = token.user;
  identity.login.address = address;
  identity.login.created_at = token.created_at;
  identity.login.last_seen_at = now;
  identity.login.expires_at = token.expires_at;
  identity.user = std::move(**user);
  identity.organization = std::move(**organization);
  identity.rights = narrowed(rights_of(*roles), access_of(token.scope));
  identity.roles = std::move(*roles);
  identity.token = token;
  return std::optional(std::move(identity));
}

Result<std::optional<policy::Access>> ApiTokens::access_now(db::OrganizationId organization,
                                                            const db::User& user, db::LoginId login) {
  const std::optional<policy::Access> over;
  const std::int64_t now = clock_.unix_seconds();
  const auto token = tokens_.find(organization, -login);
  if (!token) return token.error();
  if (!*token || (*token)->user != user.id || (*token)->expires_at <= now || !user.may_sign_in_at(now))
    return over;
  const auto held = roles_.held(organization, user.id, now);
  if (!held) return held.error();
  if (!user.second_factor && want_second_factor(*held)) return over;
  return std::optional(narrowed(rights_of(*held), access_of((*token)->scope)).access);
}

Result<db::Page<db::ApiToken>> ApiTokens::list(const db::User& user, const db::Cursor& after, int limit) {
  return tokens_.list(user.organization, user.id, after, limit);
}

Result<std::int64_t> ApiTokens::count(const db::User& user) {
  return tokens_.count(user.organization, user.id);
}

Result<std::optional<db::ApiToken>> ApiTokens::revoke(const db::User& user, db::ApiTokenId id) {
  return tokens_.remove(user.organization, user.id, id);
}

Result<void> ApiTokens::revoke_all(const db::User& user) {
  return tokens_.remove_all(user.organization, user.id);
}

}  // namespace gatehouse::auth
