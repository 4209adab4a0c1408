#include <algorithm>
#include <nlohmann/json.hpp>

#include "appliance/portal/changes.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/rights_views.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::size_t kMostSets = 200;

http::Response no_such_set() {
  return to_response({404, "no_such_permission_set", "There is no such permission set."});
}

http::Response name_taken() {
  const std::string words = "Another permission set has this name.";
  return to_response({409, "name_taken", words, {{"name", words}}});
}

// What the body says; what it does not name stays as in `set`.
db::PermissionSet read_set(JsonBody& body, db::PermissionSet set) {
  const bool is_new = set.id == 0;
  if (is_new || body.has("name")) set.name = body.text("name", 1, kLongestRightsName);
  if (body.has("description")) set.description = body.text("description", 0, kLongestDescription);
  if (is_new || body.has("access")) set.levels = auth::levels_of(body.access("access"));
  if (body.has("roles")) set.roles = body.ids("roles", kMostRolesOfSet);
  return set;
}

// Roles that get the set or lose it are edited by that: what to answer when the caller may not, or they can't be.
Result<std::optional<http::Response>> refuse_role(Context& context, db::RoleId id, bool gets_it) {
  Services& services = context.services;
  const auto role = services.roles.find(context.caller->organization.id, id);
  if (!role) return role.error();
  if (!*role) return std::optional(unknown_in("roles", "role"));
  if ((*role)->key)
    return std::optional(invalid_fields({{"roles", "A preconfigured role cannot be edited."}}));
  if (!context.caller->rights.access.allows(policy::Section::roles, policy::Level::edit))
    return std::optional(not_permitted());
  const auto rights = auth::rights_of(services.roles, **role);
  if (!rights) return rights.error();
  if (!context.caller->rights.cover(*rights)) return std::optional(more_than_yours());
  if (gets_it && (*role)->permission_sets.size() >= kMostSetsOfRole) {
    return std::optional(
        invalid_fields({{"roles", "The role " + (*role)->name + " has " + std::to_string(kMostSetsOfRole) +
                                      " permission sets, which is the most."}}));
  }
  return std::optional<http::Response>();
}

Result<std::optional<http::Response>> refuse_roles(Context& context, const std::vector<db::RoleId>& before,
                                                   const std::vector<db::RoleId>& after) {
  const auto lacks = [](const std::vector<db::RoleId>& roles, db::RoleId id) {
    return std::find(roles.begin(), roles.end(), id) == roles.end();
  };
  for (const bool gets_it : {false, true}) {
    for (const db::RoleId id : gets_it ? after : before) {
      if (!lacks(gets_it ? before : after, id)) continue;
      auto refused = refuse_role(context, id, gets_it);
      if (!refused || *refused) return refused;
    }
  }
  return std::optional<http::Response>();
}

Result<http::Response> shown(Context& context, int status, db::PermissionSetId id) {
  const auto set = context.services.permission_sets.find(context.caller->organization.id, id);
  if (!set) return set.error();
  if (!*set) return no_such_set();
  return with_version(json_response(status, permission_set_view(**set, context.caller->rights)),
                      (*set)->version);
}

nlohmann::json noted(const db::PermissionSet& set) {
  return {{"name", set.name},
          {"description", set.description},
          {"roles", set.roles},
          {"access", access_view(auth::access_of(set.levels))}};
}

auth::Rights rights_of(const db::PermissionSet& set) {
  return {auth::access_of(set.levels)};
}

}  // namespace

http::Response list_permission_sets(Context& context) {
  Query query(context.request);
  if (auto refusal = query.refusal()) return *refusal;
  const auto sets = context.services.permission_sets.list(context.caller->organization.id);
  if (!sets) return store_failed(sets.error());
  nlohmann::json items = nlohmann::json::array();
  for (const db::PermissionSet& set : *sets)
    items.push_back(permission_set_view(set, context.caller->rights));
  return json_response(200, {{"items", std::move(items)}});
}

http::Response get_permission_set(Context& context) {
  const auto id = context.id_parameter("permission_set_id");
  if (!id) return no_such_set();
  const auto answer = shown(context, 200, *id);
  return answer ? *answer : store_failed(answer.error());
}

http::Response create_permission_set(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  db::PermissionSet wanted = read_set(body, {});
  if (auto refusal = body.refusal()) return *refusal;
  wanted.organization = context.caller->organization.id;
  wanted.created_at = services.clock.unix_seconds();
  return change_rights(context, [&]() -> Result<http::Response> {
    const auto all = services.permission_sets.list(wanted.organization);
    if (!all) return all.error();
    if (all->size() >= kMostSets) return too_many("permission sets", kMostSets);
    const auto refused = refuse_roles(context, {}, wanted.roles);
    if (!refused) return refused.error();
    if (*refused) return **refused;
    if (!context.caller->rights.cover(rights_of(wanted))) return more_than_yours();
    const auto added = services.permission_sets.add(wanted);
    if (!added) return added.error();
    if (!*added) return name_taken();
    const auto done = note(context, {"permission_set.created", std::to_string((*added)->id), wanted.name,
                                     nullptr, noted(wanted)});
    if (!done) return done.error();
    return shown(context, 201, (*added)->id);
  });
}

http::Response change_permission_set(Context& context) {
  Services& services = context.services;
  const auto id = context.id_parameter("permission_set_id");
  if (!id) return no_such_set();
  JsonBody body(context.request);
  const db::PermissionSet sent = read_set(body, {.id = *id});
  if (auto refusal = body.refusal()) return *refusal;
  return change_rights(context, [&]() -> Result<http::Response> {
    const auto found = services.permission_sets.find(context.caller->organization.id, *id);
    if (!found) return found.error();
    if (!*found) return no_such_set();
    const db::PermissionSet& before = **found;
    if (auto stale = refuse_stale(context.request, before.version)) return *stale;
    db::PermissionSet after = before;
    if (body.has("name")) after.name = sent.name;
    if (body.has("description")) after.description = sent.description;
    if (body.has("access")) after.levels = sent.levels;
    if (body.has("roles")) after.roles = sent.roles;
    const auto refused = refuse_roles(context, before.roles, after.roles);
    if (!refused) return refused.error();
    if (*refused) return **refused;
    if (!context.caller->rights.cover(rights_of(before) | rights_of(after))) return more_than_yours();
    const auto changed = services.permission_sets.change(after);
    if (!changed) return changed.error();
    if (!*changed) return name_taken();
    const auto done = note(
        context, {"permission_set.changed", std::to_string(*id), before.name, noted(before), noted(after)});
    if (!done) return done.error();
    return shown(context, 200, *id);
  });
}

http::Response remove_permission_set(Context& context) {
  Services& services = context.services;
  const auto id = context.id_parameter("permission_set_id");
  if (!id) return no_such_set();
  return change_rights(context, [&]() -> Result<http::Response> {
    const auto found = services.permission_sets.find(context.caller->organization.id, *id);
    if (!found) return found.error();
    if (!*found) return no_such_set();
    const db::PermissionSet& set = **found;
    if (auto stale = refuse_stale(context.request, set.version)) return *stale;
    if (!context.caller->rights.cover(rights_of(set))) return more_than_yours();
    if (const auto removed = services.permission_sets.remove(set.organization, set.id); !removed)
      return removed.error();
    const auto done =
        note(context, {"permission_set.deleted", std::to_string(*id), set.name, noted(set), nullptr});
    if (!done) return done.error();
    return no_content();
  });
}

}  // namespace gatehouse::portal::handlers
