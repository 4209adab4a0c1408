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

constexpr std::size_t kMostRoles = 200;

http::Response no_such_role() {
  return to_response({404, "no_such_role", "There is no such role."});
}

http::Response preconfigured(std::string_view what) {
  return to_response(
      {409, "preconfigured_role", "A preconfigured role cannot be " + std::string(what) + "."});
}

http::Response name_taken() {
  const std::string words = "Another role has this name.";
  return to_response({409, "name_taken", words, {{"name", words}}});
}

// What the body says; of a role that is changed, what is not named stays.
db::Role read_role(JsonBody& body, db::Role role) {
  const bool is_new = role.id == 0;
  if (is_new || body.has("name")) role.name = body.text("name", 1, kLongestRightsName);
  if (body.has("description")) role.description = body.text("description", 0, kLongestDescription);
  if (body.has("permission_sets")) role.permission_sets = body.ids("permission_sets", kMostSetsOfRole);
  return role;
}

// Gives its rights too: those that its sets would give, as long as all of them are there.
Result<std::optional<auth::Rights>> rights_by_sets(Services& services, const db::Role& role) {
  auth::Rights rights;
  for (const db::PermissionSetId id : role.permission_sets) {
    const auto set = services.permission_sets.find(role.organization, id);
    if (!set) return set.error();
    if (!*set) return std::optional<auth::Rights>();
    rights = rights | auth::Rights{auth::access_of((*set)->levels)};
  }
  return std::optional(rights);
}

Result<http::Response> shown(Context& context, int status, db::RoleId id) {
  Services& services = context.services;
  const auto role = services.roles.find(context.caller->organization.id, id);
  if (!role) return role.error();
  if (!*role) return no_such_role();
  const auto rights = auth::rights_of(services.roles, **role);
  if (!rights) return rights.error();
  return with_version(json_response(status, role_view(**role, *rights, context.caller->rights)),
                      (*role)->version);
}

nlohmann::json noted(const db::Role& role) {
  return {{"name", role.name}, {"description", role.description}, {"permission_sets", role.permission_sets}};
}

}  // namespace

http::Response list_roles(Context& context) {
  Query query(context.request);
  if (auto refusal = query.refusal()) return *refusal;
  const auto roles = context.services.roles.list(context.caller->organization.id);
  if (!roles) return store_failed(roles.error());
  nlohmann::json items = nlohmann::json::array();
  for (const db::Role& role : *roles) {
    const auto rights = auth::rights_of(context.services.roles, role);
    if (!rights) return store_failed(rights.error());
    items.push_back(role_view(role, *rights, context.caller->rights));
  }
  return json_response(200, {{"items", std::move(items)}});
}

http::Response get_role(Context& context) {
  const auto id = context.id_parameter("role_id");
  if (!id) return no_such_role();
  const auto answer = shown(context, 200, *id);
  return answer ? *answer : store_failed(answer.error());
}

http::Response create_role(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  db::Role wanted = read_role(body, {});
  if (auto refusal = body.refusal()) return *refusal;
  wanted.organization = context.caller->organization.id;
  wanted.created_at = services.clock.unix_seconds();
  return change_rights(context, [&]() -> Result<http::Response> {
    const auto all = services.roles.list(wanted.organization);
    if (!all) return all.error();
    if (all->size() >= kMostRoles) return too_many("roles", kMostRoles);
    const auto rights = rights_by_sets(services, wanted);
    if (!rights) return rights.error();
    if (!*rights) return unknown_in("permission_sets", "permission set");
    if (!context.caller->rights.cover(**rights)) return more_than_yours();
    const auto added = services.roles.add(wanted);
    if (!added) return added.error();
    if (!*added) return name_taken();
    const auto done =
        note(context, {"role.created", std::to_string((*added)->id), wanted.name, nullptr, noted(wanted)});
    if (!done) return done.error();
    return shown(context, 201, (*added)->id);
  });
}

http::Response change_role(Context& context) {
  Services& services = context.services;
  const auto id = context.id_parameter("role_id");
  if (!id) return no_such_role();
  JsonBody body(context.request);
  const db::Role sent = read_role(body, {.id = *id});
  if (auto refusal = body.refusal()) return *refusal;
  return change_rights(context, [&]() -> Result<http::Response> {
    const auto found = services.roles.find(context.caller->organization.id, *id);
    if (!found) return found.error();
    if (!*found) return no_such_role();
    const db::Role& before = **found;
    if (before.key) return preconfigured("edited");
    if (auto stale = refuse_stale(context.request, before.version)) return *stale;
    db::Role after = before;
    if (body.has("name")) after.name = sent.name;
    if (body.has("description")) after.description = sent.description;
    if (body.has("permission_sets")) after.permission_sets = sent.permission_sets;
    const auto had = auth::rights_of(services.roles, before);
    if (!had) return had.error();
    const auto will = rights_by_sets(services, after);
    if (!will) return will.error();
    if (!*will) return unknown_in("permission_sets", "permission set");
    if (!context.caller->rights.cover(*had | **will)) return more_than_yours();
    const auto changed = services.roles.change(after);
    if (!changed) return changed.error();
    if (!*changed) return name_taken();
    const auto done =
        note(context, {"role.changed", std::to_string(*id), before.name, noted(before), noted(after)});
    if (!done) return done.error();
    return shown(context, 200, *id);
  });
}

http::Response remove_role(Context& context) {
  Services& services = context.services;
  const auto id = context.id_parameter("role_id");
  if (!id) return no_such_role();
  return change_rights(context, [&]() -> Result<http::Response> {
    const auto found = services.roles.find(context.caller->organization.id, *id);
    if (!found) return found.error();
    if (!*found) return no_such_role();
    const db::Role& role = **found;
    if (role.key) return preconfigured("deleted");
    if (auto stale = refuse_stale(context.request, role.version)) return *stale;
    const auto rights = auth::rights_of(services.roles, role);
    if (!rights) return rights.error();
    if (!context.caller->rights.cover(*rights)) return more_than_yours();
    if (const auto removed = services.roles.remove(role.organization, role.id); !removed)
      return removed.error();
    const auto done = note(context, {"role.deleted", std::to_string(*id), role.name, noted(role), nullptr});
    if (!done) return done.error();
    return no_content();
  });
}

}  // namespace gatehouse::portal::handlers
