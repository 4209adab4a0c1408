#include "appliance/portal/account_links.h"

#include <nlohmann/json.hpp>

#include "appliance/auth/password_rules.h"
#include "appliance/auth/token.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/letters.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/services.h"
#include "appliance/portal/user_providers.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal {

namespace {

constexpr std::int64_t kOwnGoodFor = 3600;
constexpr std::size_t kLongestToken = 64;

http::Response link_is_over() {
  return to_response({410, "link_is_over", "This link was used already or is too old. Ask for a new one."});
}

nlohmann::json owner_view(const db::User& user, const db::Organization& organization) {
  return {{"email", user.email},
          {"first_name", user.first_name},
          {"organization", organization_view(organization)},
          {"first", !user.verified_at.has_value()}};
}

// Whose link this is, as long as who made it may still act on that account: somebody who lost the right, or a user who
// was given more than they have, is not taken over by it.
Found<db::User> owner_of(Services& services, const std::string& token_hash) {
  const std::int64_t now = services.clock.unix_seconds();
  const auto link = found(services.users.find_link(token_hash, now), link_is_over());
  if (!link) return link.refusal();
  const db::User& user = link->user;
  const auto maker = found(services.users.find(user.organization, link->made_by), link_is_over());
  if (!maker) return maker.refusal();
  if (!user.counts_at(now)) return link_is_over();
  if (auto refusal = refused(has_local_login(services, user), link_is_over())) return *std::move(refusal);
  // Made with a new organization for its first Owner, or asked for at the sign-in.
  if (maker->id == user.id)
    return user.verified_at || user.password_hash.empty() ? Found(user) : link_is_over();
  if (!maker->may_sign_in_at(now)) return link_is_over();
  const auto theirs = auth::rights_of(services.roles, *maker, now);
  if (!theirs) return store_failed(theirs.error());
  const auto own = auth::rights_of(services.roles, user, now);
  if (!own) return store_failed(own.error());
  const bool may = theirs->access.allows(policy::Section::users, policy::Level::edit) && theirs->cover(*own);
  return may ? Found(user) : link_is_over();
}

Found<db::Organization> organization_of(Services& services, const db::User& user) {
  return found(services.organizations.find(user.organization), link_is_over());
}

Result<NewLink> new_link(Services& services, const db::AccountLink& whose, const std::string& host,
                         std::int64_t good_for) {
  const std::int64_t now = services.clock.unix_seconds();
  const auth::Token token = auth::new_token();
  const auto set = services.users.set_link(whose, token.hash, now, now + good_for);
  if (!set) return set.error();
  return NewLink{"https://" + host + "/set-password#" + std::string(token.text.view()), host, now + good_for};
}

}  // namespace

Result<NewLink> new_account_link(Context& context, const db::User& user) {
  return new_link(context.services, {user, context.caller->user.id},
                  std::string(context.request.header("host")), kLinkGoodFor);
}

Result<NewLink> new_mailed_link(Context& context, const db::User& user) {
  return new_link(context.services, {user, context.caller->user.id},
                  host_for_mail(context.services, context.request), kLinkGoodFor);
}

Result<NewLink> new_own_link(Services& services, const db::User& user, const std::string& host) {
  return new_link(services, {user, user.id}, host, kOwnGoodFor);
}

Found<nlohmann::json> give_link(Context& context, const db::User& user, bool by_mail) {
  const auto link = by_mail ? new_mailed_link(context, user) : new_account_link(context, user);
  if (!link) return store_failed(link.error());
  nlohmann::json view = {{"link", by_mail ? nlohmann::json() : nlohmann::json(link->url)},
                         {"link_expires_at", time_view(link->expires_at)},
                         {"mailed", by_mail}};
  if (!by_mail) return view;
  const db::User& maker = context.caller->user;
  const auto queued = queue(context, letter_with_link(context.services, context.caller->organization, user,
                                                      *link, maker.first_name + " " + maker.last_name));
  if (!queued) return queued.refusal();
  return view;
}

namespace handlers {

http::Response create_account_link(Context& context) {
  JsonBody body(context.request);
  const auto by_mail = read_by_mail(context, body);
  if (!by_mail) return by_mail.refusal();
  return change_user_in_path(context, [&](const db::User& user) -> http::Response {
    // Whoever has somebody's login, or a token, must not get past the password that My Profile asks for.
    if (user.id == context.caller->user.id) {
      return to_response(
          {409, "own_account", "This is your own account. Change your password in My Profile."});
    }
    if (!user.counts_at(context.services.clock.unix_seconds())) {
      return to_response({409, "account_is_off", "This account is disabled or has ended. Enable it first."});
    }
    if (auto refusal = refuse_local_login(context.services, user)) return *refusal;
    const auto given = give_link(context, user, *by_mail);
    if (!given) return given.refusal();
    AuditEvent event{"user.link_made", user.id, user.email};
    if (*by_mail) event.after = {{"mailed", true}};
    return note(context, std::move(event), json_response(201, *given));
  });
}

http::Response check_account_link(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const std::string token = body.text("token", 1, kLongestToken);
  if (auto refusal = body.refusal()) return *refusal;
  const auto user = owner_of(services, auth::hash_token(token));
  if (!user) return user.refusal();
  const auto organization = organization_of(services, *user);
  if (!organization) return organization.refusal();
  return json_response(200, owner_view(*user, *organization));
}

http::Response use_account_link(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const std::string token = body.text("token", 1, kLongestToken);
  const Secret password(body.password("password", auth::kShortestPassword, auth::kLongestPassword));
  if (auto refusal = body.refusal()) return *refusal;
  const std::string token_hash = auth::hash_token(token);
  const auto user = owner_of(services, token_hash);
  if (!user) return user.refusal();
  const auto organization = organization_of(services, *user);
  if (!organization) return organization.refusal();
  const auth::PasswordOwner owner{user->email, user->first_name, user->last_name, organization->name};
  if (const auto problem = auth::password_problem(password.view(), owner))
    return invalid_fields({{"password", *problem}});
  const auto hash = services.hasher.hash(password.view());
  if (!hash) return busy();

  const Caller caller{{}, *user, *organization, {}, {}};  // who shows the link, for the audit log
  http::Response answer = in_transaction(services, [&] {
    const auto now = owner_of(services, token_hash);
    if (!now) return now.refusal();
    const auto set = services.users.set_password_by_link(*now, *hash, services.clock.unix_seconds());
    if (auto refusal = refused(set)) return *refusal;
    if (auto refusal = refused(services.logins.end_all(*now))) return *refusal;
    return note_as(context, caller, {"user.password_set", now->id, now->email},
                   json_response(200, owner_view(*user, *organization)));
  });
  if (answer.status < 400) {
    services.recheck_live();
    services.events.publish(user->organization, Topic::rights);
  }
  return answer;
}

}  // namespace handlers

}  // namespace gatehouse::portal
