#include <nlohmann/json.hpp>

#include "appliance/portal/account_links.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/services.h"
#include "appliance/portal/user_views.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::size_t kLongestName = 100;

http::Response email_taken() {
  const std::string words = "Another user has this e-mail address.";
  return to_response({409, "email_taken", words, {{"email", words}}});
}

http::Response owner_has_no_end() {
  return to_response({409, "owner_has_no_end",
                      "An Owner has no end date, so that somebody can always manage the organisation."});
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

Result<bool> is_owner(Services& services, const db::User& user) {
  const auto held = services.roles.held(user.organization, user.id, services.clock.unix_seconds());
  if (!held) return held.error();
  return auth::rights_of(*held).owner;
}

Result<std::optional<db::Role>> role_in_path(Context& context) {
  return context.services.roles.find(context.caller->organization.id,
                                     context.id_parameter("role_id").value_or(0));
}

http::Response no_such_role() {
  return to_response({404, "no_such_role", "There is no such role."});
}

}  // namespace

http::Response create_user(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  db::User wanted;
  wanted.first_name = body.text("first_name", 1, kLongestName);
  wanted.last_name = body.text("last_name", 1, kLongestName);
  wanted.email = body.email("email");
  const std::int64_t now = services.clock.unix_seconds();
  wanted.expires_at = body.later_time("expires_at", now);
  if (auto refusal = body.refusal()) return *refusal;
  wanted.organization = context.caller->organization.id;
  wanted.created_at = now;
  return change_rights(context, [&]() -> Result<http::Response> {
    const auto role = policy::find_role(policy::kDefaultRole);
    if (!context.caller->rights.cover({role->access})) return more_than_yours();
    const auto added = services.users.add(wanted, {std::string(policy::kDefaultRole)});
    if (!added) return added.error();
    if (!*added) return email_taken();
    const db::User& user = **added;
    const auto link = new_account_link(context, user);
    if (!link) return link.error();
    if (const auto done =
            note(context, {"user.created", std::to_string(user.id), user.email, nullptr, noted(user)});
        !done)
      return done.error();
    const auto held = services.roles.held(user.organization, user.id, now);
    if (!held) return held.error();
    return with_version(json_response(201, {{"user", user_view(user, *held, {}, context.caller->rights, now)},
                                            {"link", *link}}),
                        user.version);
  });
}

http::Response change_user(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  db::User sent;
  if (body.has("first_name")) sent.first_name = body.text("first_name", 1, kLongestName);
  if (body.has("last_name")) sent.last_name = body.text("last_name", 1, kLongestName);
  if (body.has("email")) sent.email = body.email("email");
  if (body.has("disabled")) sent.disabled = body.boolean("disabled");
  const bool with_end = body.has("expires_at");
  sent.expires_at = body.later_time("expires_at", services.clock.unix_seconds());
  if (auto refusal = body.refusal()) return *refusal;
  return change_user_in_path(context, [&](const db::User& before) -> Result<http::Response> {
    if (auto stale = refuse_stale(context.request, before.version)) return *stale;
    const bool own = before.id == context.caller->user.id;
    db::User after = before;
    if (body.has("first_name")) after.first_name = sent.first_name;
    if (body.has("last_name")) after.last_name = sent.last_name;
    if (body.has("email")) after.email = sent.email;
    if (body.has("disabled")) after.disabled = sent.disabled;
    if (with_end) after.expires_at = sent.expires_at;
    if (own && after.disabled) return not_yourself("disable");
    if (own && after.expires_at) return not_yourself("end");
    if (with_end && after.expires_at) {
      const auto owner = is_owner(services, before);
      if (!owner) return owner.error();
      if (*owner) return owner_has_no_end();
    }
    const auto changed = services.users.change(after);
    if (!changed) return changed.error();
    if (!*changed) return email_taken();
    if (after.disabled) {
      if (const auto ended = services.logins.end_all(after); !ended) return ended.error();
    }
    // A link may have gone to an address that was wrong.
    if (after.disabled || after.email != before.email) {
      if (const auto ended = services.users.end_link(after.organization, after.id); !ended)
        return ended.error();
    }
    const auto done =
        note(context, {"user.changed", std::to_string(before.id), before.email, noted(before), noted(after)});
    if (!done) return done.error();
    return shown_user(context, 200, before.id);
  });
}

http::Response remove_user(Context& context) {
  Services& services = context.services;
  return change_user_in_path(context, [&](const db::User& user) -> Result<http::Response> {
    if (auto stale = refuse_stale(context.request, user.version)) return *stale;
    if (user.id == context.caller->user.id) return not_yourself("delete");
    if (const auto removed = services.users.remove(user.organization, user.id); !removed)
      return removed.error();
    const auto done =
        note(context, {"user.deleted", std::to_string(user.id), user.email, noted(user), nullptr});
    if (!done) return done.error();
    return no_content();
  });
}

http::Response give_user_role(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const auto expires_at = body.later_time("expires_at", services.clock.unix_seconds());
  if (auto refusal = body.refusal()) return *refusal;
  return change_user_in_path(context, [&](const db::User& user) -> Result<http::Response> {
    const auto role = role_in_path(context);
    if (!role) return role.error();
    if (!*role) return no_such_role();
    const auto rights = auth::rights_of(services.roles, **role);
    if (!rights) return rights.error();
    if (!context.caller->rights.cover(*rights)) return more_than_yours();
    if (rights->owner && (expires_at || user.expires_at)) return owner_has_no_end();
    if ((*role)->key == policy::kDefaultRole && expires_at) {
      return to_response({409, "default_role", "Every user has this role; it has no end."});
    }
    if (const auto given = services.roles.give(user.organization, user.id, (*role)->id, expires_at); !given)
      return given.error();
    nlohmann::json after = {{"role", (*role)->name}, {"expires_at", time_view(expires_at)}};
    const auto done = note(context, {"user.role_given", std::to_string(user.id), user.email, nullptr, after});
    if (!done) return done.error();
    return no_content();
  });
}

http::Response take_user_role(Context& context) {
  Services& services = context.services;
  return change_user_in_path(context, [&](const db::User& user) -> Result<http::Response> {
    const auto role = role_in_path(context);
    if (!role) return role.error();
    if (!*role) return no_such_role();
    if ((*role)->key == policy::kDefaultRole) {
      return to_response({409, "default_role", "Every user has this role."});
    }
    const auto taken = services.roles.take(user.organization, user.id, (*role)->id);
    if (!taken) return taken.error();
    if (!*taken) return to_response({404, "no_such_role", "This user does not have the role."});
    const auto done =
        note(context,
             {"user.role_taken", std::to_string(user.id), user.email, {{"role", (*role)->name}}, nullptr});
    if (!done) return done.error();
    return no_content();
  });
}

}  // namespace gatehouse::portal::handlers
