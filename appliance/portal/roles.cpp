#include <nlohmann/json.hpp>

#include "appliance/portal/changes.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/rights_views.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::int64_t kMostRoles = 200;

// What the body says; what it does not name stays as in `role`.
db::Role read_role(JsonBody& body, db::Role role) {
  read_name(body, role);
  if (body.has("permission_sets")) role.permission_sets = body.ids("permission_sets", kMostSetsOfRole);
  if (body.has("requires_second_factor"))
    role.requires_second_factor = body.boolean("requires_second_factor");
  return role;
}

// Those that its sets would give, as long as all of them are there.
Found<auth::Rights> rights_by_sets(Services& services, const db::Role& role) {
  auth::Rights rights;
  for (const db::PermissionSetId id : role.permission_sets) {
    const auto set = found(services.permission_sets.find(role.organization, id),
                           unknown_in("permission_sets", "permission set"));
    if (!set) return set.refusal();
    rights = rights | auth::Rights{auth::access_of(set->levels)};
  }
  return rights;
}

http::Response shown(Context& context, int status, db::RoleId id) {
  const auto role = find_role(context, id);
  if (!role) return role.refusal();
  const auto rights = auth::rights_of(context.services.roles, *role);
  if (!rights) return store_failed(rights.error());
  return with_version(json_response(status, role_view(*role, *rights, context.caller->rights)),
                      role->version);
}

nlohmann::json noted(const db::Role& role) {
  return {{"name", role.name},
          {"description", role.description},
          {"permission_sets", role.permission_sets},
          {"requires_second_factor", role.requires_second_factor}};
}

// Is only that changed which may be changed of a preconfigured role?
bool is_fit_for_preconfigured(const db::Role& before, const db::Role& after) {
  return after.name == before.name && after.description == before.description &&
         after.permission_sets == before.permission_sets;
}

http::Response preconfigured(std::string_view what) {
  return to_response(
      {409, "preconfigured_role", "A preconfigured role cannot be " + std::string(what) + "."});
}

// Changes the role in the path, in a transaction, if nobody changed it meanwhile, and the caller has what it gives.
http::Response change_in_path(Context& context,
                              const std::function<http::Response(const db::Role&)>& change) {
  return change_rights(context, [&] {
    const auto role = find_role(context, context.id_in_path("role_id"));
    if (!role) return role.refusal();
    if (auto stale = refuse_stale(context.request, role->version)) return *stale;
    if (auto refusal = refuse_beyond(context, auth::rights_of(context.services.roles, *role)))
      return *refusal;
    return change(*role);
  });
}

}  // namespace

http::Response list_roles(Context& context) {
  Query query(context.request);
  if (auto refusal = query.refusal()) return *refusal;
  const auto roles = context.services.roles.list(context.caller->organization.id);
  if (!roles) return store_failed(roles.error());
  nlohmann::json items = nlohmann::json::array();
  for (const db::Role& role : *roles) {
    if (!is_licensed(context, role)) continue;
    const auto rights = auth::rights_of(context.services.roles, role);
    if (!rights) return store_failed(rights.error());
    items.push_back(role_view(role, *rights, context.caller->rights));
  }
  return json_response(200, {{"items", std::move(items)}});
}

http::Response get_role(Context& context) {
  const auto role = find_role(context, context.id_in_path("role_id"));
  if (!role) return role.refusal();
  if (!is_licensed(context, *role)) return no_such_role();
  return shown(context, 200, role->id);
}

http::Response create_role(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  db::Role wanted = read_role(body, {});
  if (auto refusal = body.refusal()) return *refusal;
  wanted.organization = context.caller->organization.id;
  wanted.created_at = services.clock.unix_seconds();
  return change_rights(context, [&] {
    if (auto refusal = refuse_too_many(services.roles.count(wanted.organization), kMostRoles, "roles"))
      return *refusal;
    if (auto refusal = refuse_beyond(context, rights_by_sets(services, wanted))) return *refusal;
    const auto added = found(services.roles.add(wanted), name_taken("role"));
    if (!added) return added.refusal();
    if (wanted.requires_second_factor) {
      const auto set = services.roles.require_second_factor(wanted.organization, added->id, true);
      if (auto refusal = refused(set)) return *refusal;
    }
    return note(context, {"role.created", added->id, wanted.name, nullptr, noted(wanted)},
                shown(context, 201, added->id));
  });
}

http::Response change_role(Context& context) {
  JsonBody body(context.request);
  return change_in_path(context, [&](const db::Role& before) -> http::Response {
    Services& services = context.services;
    const db::Role after = read_role(body, before);
    if (auto refusal = body.refusal()) return *refusal;
    if (before.key && !is_fit_for_preconfigured(before, after)) return preconfigured("edited");
    if (auto refusal = refuse_beyond(context, rights_by_sets(services, after))) return *refusal;
    if (!before.key) {
      if (auto refusal = refused(services.roles.change(after), name_taken("role"))) return *refusal;
    }
    if (after.requires_second_factor != before.requires_second_factor) {
      // It shuts out everybody who has none yet, whoever they are.
      if (context.caller->token)
        return to_response({403, "login_only", "Only somebody who is signed in may decide that."});
      const auto set =
          services.roles.require_second_factor(before.organization, before.id, after.requires_second_factor);
      if (auto refusal = refused(set)) return *refusal;
    }
    return note(context, {"role.changed", before.id, before.name, noted(before), noted(after)},
                shown(context, 200, before.id));
  });
}

http::Response remove_role(Context& context) {
  return change_in_path(context, [&](const db::Role& role) -> http::Response {
    if (role.key) return preconfigured("deleted");
    if (auto refusal = refused(context.services.roles.remove(role.organization, role.id))) return *refusal;
    return note(context, {"role.deleted", role.id, role.name, noted(role)}, no_content());
  });
}

}  // namespace gatehouse::portal::handlers
