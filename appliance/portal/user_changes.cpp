#include <nlohmann/json.hpp>

#include "appliance/portal/account_links.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/letters.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/services.h"
#include "appliance/portal/user_providers.h"
#include "appliance/portal/user_views.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::size_t kLongestName = 100;

http::Response owner_has_no_end() {
  return to_response({409, "owner_has_no_end",
                      "An Owner has no end date, so that somebody can always manage the organization."});
}

http::Response not_yourself(const char* what) {
  return to_response(
      {409, "own_account", std::string("You can't ") + what + " your own account. Ask somebody else."});
}

nlohmann::json noted(const db::User& user) {
  return {{"email", user.email},
          {"first_name", user.first_name},
          {"last_name", user.last_name},
          {"disabled", user.disabled},
          {"expires_at", time_view(user.expires_at)}};
}

// What the body says; what it does not name stays as in `user`.
db::User read_user(JsonBody& body, db::User user, std::int64_t now) {
  const bool is_new = user.id == 0;
  if (is_new || body.has("first_name")) user.first_name = body.text("first_name", 1, kLongestName);
  if (is_new || body.has("last_name")) user.last_name = body.text("last_name", 1, kLongestName);
  if (is_new || body.has("email")) user.email = body.email("email");
  if (!is_new && body.has("disabled")) user.disabled = body.boolean("disabled");
  if (is_new || body.has("expires_at")) user.expires_at = body.later_time("expires_at", now);
  return user;
}

}  // namespace

http::Response create_user(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const std::int64_t now = services.clock.unix_seconds();
  db::User wanted = read_user(body, {}, now);
  const auto by_mail = read_by_mail(context, body);
  if (!by_mail) return by_mail.refusal();
  wanted.organization = context.caller->organization.id;
  wanted.created_at = now;
  return change_rights(context, [&]() -> http::Response {
    if (auto refusal = refuse_by_hand(context.caller->organization)) return *refusal;
    const policy::Role* role = policy::find_role(policy::kDefaultRole);
    if (auto refusal = refuse_beyond(context, auth::Rights{role->access})) return *refusal;
    const auto user = found(services.users.add(wanted, {std::string(policy::kDefaultRole)}), email_taken());
    if (!user) return user.refusal();
    const auto given = give_link(context, *user, *by_mail);
    if (!given) return given.refusal();
    const auto held = services.roles.held(user->organization, user->id, now);
    if (!held) return store_failed(held.error());
    nlohmann::json view = *given;
    view["user"] = user_view(context, *user, *held, {}, now);
    nlohmann::json after = noted(*user);
    if (*by_mail) after["mailed"] = true;
    return note(context, {"user.created", user->id, user->email, nullptr, std::move(after)},
                with_version(json_response(201, view), user->version));
  });
}

http::Response change_user(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  return change_user_in_path(context, [&](const db::User& before) -> http::Response {
    if (auto stale = refuse_stale(context.request, before.version)) return *stale;
    const std::int64_t now = services.clock.unix_seconds();
    const db::User after = read_user(body, before, now);
    if (auto refusal = body.refusal()) return *refusal;
    const bool own = before.id == context.caller->user.id;
    if (own && after.disabled) return not_yourself("disable");
    if (own && after.expires_at) return not_yourself("end");
    if (body.has("expires_at") && after.expires_at) {
      const auto rights = auth::rights_of(services.roles, before, now);
      if (!rights) return store_failed(rights.error());
      if (rights->owner) return owner_has_no_end();
    }
    if (auto refusal = refused(services.users.change(after), email_taken())) return *refusal;
    if (after.disabled) {
      if (auto refusal = refused(services.logins.end_all(after))) return *refusal;
      if (auto refusal = refused(services.api_tokens.revoke_all(after))) return *refusal;
    }
    // A link may have gone to an address that was wrong.
    if (after.disabled || after.email != before.email) {
      if (auto refusal = refused(services.users.end_link(after.organization, after.id))) return *refusal;
    }
    return note(context, {"user.changed", before.id, before.email, noted(before), noted(after)},
                shown_user(context, 200, before.id));
  });
}

http::Response remove_user(Context& context) {
  return change_user_in_path(context, [&](const db::User& user) -> http::Response {
    if (auto stale = refuse_stale(context.request, user.version)) return *stale;
    if (user.id == context.caller->user.id) return not_yourself("delete");
    if (auto refusal = refused(context.services.users.remove(user.organization, user.id))) return *refusal;
    return note(context, {"user.deleted", user.id, user.email, noted(user)}, no_content());
  });
}

http::Response give_user_role(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const auto expires_at = body.later_time("expires_at", services.clock.unix_seconds());
  if (auto refusal = body.refusal()) return *refusal;
  return change_user_in_path(context, [&](const db::User& user) -> http::Response {
    const auto role = find_role(context, context.id_in_path("role_id"));
    if (!role) return role.refusal();
    if (!is_licensed(context, *role)) return not_in_license(policy::Feature::roles, context.caller->tier());
    if (auto refusal = refuse_beyond(context, auth::rights_of(services.roles, *role))) return *refusal;
    if (role->key == policy::kOwnerRole && (expires_at || user.expires_at)) return owner_has_no_end();
    if (role->key == policy::kDefaultRole && expires_at)
      return to_response({409, "default_role", "Every user has this role; it has no end."});
    const auto before = services.roles.find_given(user.organization, user.id, role->id);
    if (!before) return store_failed(before.error());
    const auto given = services.roles.give(user.organization, user.id, role->id, expires_at);
    if (auto refusal = refused(given)) return *refusal;
    AuditEvent event{"user.role_given", user.id, user.email};
    event.about = {{"role", role->name}};
    if (*before) event.before = until_view((*before)->expires_at);
    event.after = until_view(expires_at);
    return note(context, std::move(event), no_content());
  });
}

http::Response take_user_role(Context& context) {
  return change_user_in_path(context, [&](const db::User& user) -> http::Response {
    const auto role = find_role(context, context.id_in_path("role_id"));
    if (!role) return role.refusal();
    if (role->key == policy::kDefaultRole)
      return to_response({409, "default_role", "Every user has this role."});
    const auto lacks = to_response({404, "no_such_role", "This user does not have the role."});
    db::RoleRepository& roles = context.services.roles;
    const auto before = found(roles.find_given(user.organization, user.id, role->id), lacks);
    if (!before) return before.refusal();
    if (auto refusal = refused(roles.take(user.organization, user.id, role->id))) return *refusal;
    AuditEvent event{"user.role_taken", user.id, user.email, until_view(before->expires_at)};
    event.about = {{"role", role->name}};
    return note(context, std::move(event), no_content());
  });
}

}  // namespace gatehouse::portal::handlers
