#include <algorithm>
#include <nlohmann/json.hpp>

#include "appliance/portal/changes.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/rights_views.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::int64_t kMostSets = 200;

// What the body says; what it does not name stays as in `set`.
db::PermissionSet read_set(JsonBody& body, db::PermissionSet set) {
  read_name(body, set);
  if (set.id == 0 || body.has("access")) set.levels = auth::levels_of(body.access("access"));
  if (body.has("roles")) set.roles = body.ids("roles", kMostRolesOfSet);
  return set;
}

// Roles that get the set or lose it are edited by that: what to answer when the caller may not, or they can't be.
Refusal refuse_role(Context& context, db::RoleId id, bool gets_it) {
  Services& services = context.services;
  const auto role =
      found(services.roles.find(context.caller->organization.id, id), unknown_in("roles", "role"));
  if (!role) return role.refusal();
  if (role->key) return invalid_fields({{"roles", "A preconfigured role cannot be edited."}});
  if (!context.caller->rights.access.allows(policy::Section::roles, policy::Level::edit))
    return not_permitted();
  if (auto refusal = refuse_beyond(context, auth::rights_of(services.roles, *role))) return refusal;
  if (!gets_it || role->permission_sets.size() < kMostSetsOfRole) return {};
  return invalid_fields({{"roles", "The role " + role->name + " has " + std::to_string(kMostSetsOfRole) +
                                       " permission sets, which is the most."}});
}

Refusal refuse_roles(Context& context, const std::vector<db::RoleId>& before,
                     const std::vector<db::RoleId>& after) {
  const auto lacks = [](const std::vector<db::RoleId>& roles, db::RoleId id) {
    return std::find(roles.begin(), roles.end(), id) == roles.end();
  };
  for (const bool gets_it : {false, true}) {
    for (const db::RoleId id : gets_it ? after : before) {
      if (!lacks(gets_it ? before : after, id)) continue;
      if (auto refusal = refuse_role(context, id, gets_it)) return refusal;
    }
  }
  return {};
}

Found<db::PermissionSet> find_set(Context& context, db::PermissionSetId id) {
  return found(context.services.permission_sets.find(context.caller->organization.id, id),
               to_response({404, "no_such_permission_set", "There is no such permission set."}));
}

http::Response shown(Context& context, int status, db::PermissionSetId id) {
  const auto set = find_set(context, id);
  if (!set) return set.refusal();
  return with_version(json_response(status, permission_set_view(*set, context.caller->rights)), set->version);
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

// Changes the set in the path, in a transaction, if nobody changed it meanwhile and the caller has what it gives.
http::Response change_in_path(Context& context,
                              const std::function<http::Response(const db::PermissionSet&)>& change) {
  return change_rights(context, [&] {
    const auto set = find_set(context, context.id_in_path("permission_set_id"));
    if (!set) return set.refusal();
    if (auto stale = refuse_stale(context.request, set->version)) return *stale;
    if (auto refusal = refuse_beyond(context, rights_of(*set))) return *refusal;
    return change(*set);
  });
}

}  // namespace

http::Response list_permission_sets(Context& context) {
  Query query(context.request);
  if (auto refusal = query.refusal()) return *refusal;
  return list_response(
      context.services.permission_sets.list(context.caller->organization.id),
      [&](const db::PermissionSet& set) { return permission_set_view(set, context.caller->rights); });
}

http::Response get_permission_set(Context& context) {
  return shown(context, 200, context.id_in_path("permission_set_id"));
}

http::Response create_permission_set(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  db::PermissionSet wanted = read_set(body, {});
  if (auto refusal = body.refusal()) return *refusal;
  wanted.organization = context.caller->organization.id;
  wanted.created_at = services.clock.unix_seconds();
  return change_rights(context, [&] {
    if (auto refusal = refuse_too_many(services.permission_sets.count(wanted.organization), kMostSets,
                                       "permission sets"))
      return *refusal;
    if (auto refusal = refuse_roles(context, {}, wanted.roles)) return *refusal;
    if (auto refusal = refuse_beyond(context, rights_of(wanted))) return *refusal;
    const auto added = found(services.permission_sets.add(wanted), name_taken("permission set"));
    if (!added) return added.refusal();
    return note(context, {"permission_set.created", added->id, wanted.name, nullptr, noted(wanted)},
                shown(context, 201, added->id));
  });
}

http::Response change_permission_set(Context& context) {
  JsonBody body(context.request);
  return change_in_path(context, [&](const db::PermissionSet& before) -> http::Response {
    const db::PermissionSet after = read_set(body, before);
    if (auto refusal = body.refusal()) return *refusal;
    if (auto refusal = refuse_roles(context, before.roles, after.roles)) return *refusal;
    if (auto refusal = refuse_beyond(context, rights_of(after))) return *refusal;
    const auto changed = context.services.permission_sets.change(after);
    if (auto refusal = refused(changed, name_taken("permission set"))) return *refusal;
    return note(context, {"permission_set.changed", before.id, before.name, noted(before), noted(after)},
                shown(context, 200, before.id));
  });
}

http::Response remove_permission_set(Context& context) {
  return change_in_path(context, [&](const db::PermissionSet& set) -> http::Response {
    if (auto refusal = refused(context.services.permission_sets.remove(set.organization, set.id)))
      return *refusal;
    return note(context, {"permission_set.deleted", set.id, set.name, noted(set)}, no_content());
  });
}

}  // namespace gatehouse::portal::handlers
