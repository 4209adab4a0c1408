#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "appliance/portal/changes.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/rights_views.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::int64_t kMostGroups = 1000;

Found<db::Group> find_group(Context& context, db::GroupId id) {
  return found(context.services.groups.find(context.caller->organization.id, id,
                                            context.services.clock.unix_seconds()),
               to_response({404, "no_such_group", "There is no such group."}));
}

Result<auth::Rights> rights_of(Services& services, const db::Group& group) {
  return auth::rights_of(services.roles, group.organization, group.roles);
}

http::Response shown(Context& context, int status, db::GroupId id) {
  const auto group = find_group(context, id);
  if (!group) return group.refusal();
  const auto rights = rights_of(context.services, *group);
  if (!rights) return store_failed(rights.error());
  return with_version(json_response(status, group_view(*group, *rights, context.caller->rights)),
                      group->version);
}

// What the body says; what it does not name stays as in `group`.
db::Group read_group(JsonBody& body, db::Group group) {
  read_name(body, group);
  return group;
}

nlohmann::json noted(const db::Group& group) {
  return {{"name", group.name}, {"description", group.description}};
}

// Changes the group in the path, in a transaction, if the caller has what its members get by it.
using GroupChange = std::function<http::Response(const db::Group&)>;
http::Response change_in_path(Context& context, const GroupChange& change) {
  return change_rights(context, [&] {
    const auto group = find_group(context, context.id_in_path("group_id"));
    if (!group) return group.refusal();
    if (auto refusal = refuse_beyond(context, rights_of(context.services, *group))) return *refusal;
    return change(*group);
  });
}

// The same for the group and the user in the path, if the caller has what this user has, too.
http::Response change_member_in_path(
    Context& context, const std::function<http::Response(const db::Group&, const db::User&)>& change) {
  return change_in_path(context, [&](const db::Group& group) {
    const auto user = user_in_path_within_rights(context);
    return user ? change(group, *user) : user.refusal();
  });
}

}  // namespace

http::Response list_groups(Context& context) {
  Query query(context.request);
  if (auto refusal = query.refusal()) return *refusal;
  const auto organization = context.caller->organization.id;
  const auto roles = context.services.roles.list(organization);
  if (!roles) return store_failed(roles.error());
  std::map<db::RoleId, auth::Rights> rights;  // of each role once, however many groups have it
  for (const db::Role& role : *roles) {
    const auto given = auth::rights_of(context.services.roles, role);
    if (!given) return store_failed(given.error());
    rights.emplace(role.id, *given);
  }
  return list_response(context.services.groups.list(organization, context.services.clock.unix_seconds()),
                       [&](const db::Group& group) {
                         auth::Rights together;
                         for (const db::RoleId role : group.roles) together = together | rights[role];
                         return group_view(group, together, context.caller->rights);
                       });
}

http::Response get_group(Context& context) {
  return shown(context, 200, context.id_in_path("group_id"));
}

http::Response create_group(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  db::Group wanted = read_group(body, {});
  if (auto refusal = body.refusal()) return *refusal;
  wanted.organization = context.caller->organization.id;
  wanted.created_at = services.clock.unix_seconds();
  return change_rights(context, [&] {
    if (auto refusal = refuse_too_many(services.groups.count(wanted.organization), kMostGroups, "groups"))
      return *refusal;
    const auto added = found(services.groups.add(wanted), name_taken("group"));
    if (!added) return added.refusal();
    return note(context, {"group.created", added->id, wanted.name, nullptr, noted(wanted)},
                shown(context, 201, added->id));
  });
}

http::Response change_group(Context& context) {
  JsonBody body(context.request);
  return change_in_path(context, [&](const db::Group& before) -> http::Response {
    if (auto stale = refuse_stale(context.request, before.version)) return *stale;
    const db::Group after = read_group(body, before);
    if (auto refusal = body.refusal()) return *refusal;
    if (auto refusal = refused(context.services.groups.change(after), name_taken("group"))) return *refusal;
    return note(context, {"group.changed", before.id, before.name, noted(before), noted(after)},
                shown(context, 200, before.id));
  });
}

http::Response remove_group(Context& context) {
  return change_in_path(context, [&](const db::Group& group) -> http::Response {
    if (auto stale = refuse_stale(context.request, group.version)) return *stale;
    auto before = noted(group);
    before["members"] = group.members;
    before["roles"] = nlohmann::json::array();
    for (const db::RoleId id : group.roles) {
      const auto role = find_role(context, id);
      if (!role) return role.refusal();
      before["roles"].push_back(role->name);
    }
    if (auto refusal = refused(context.services.groups.remove(group.organization, group.id))) return *refusal;
    return note(context, {"group.deleted", group.id, group.name, std::move(before)}, no_content());
  });
}

http::Response give_group_role(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const auto expires_at = body.later_time("expires_at", services.clock.unix_seconds());
  if (auto refusal = body.refusal()) return *refusal;
  return change_in_path(context, [&](const db::Group& group) -> http::Response {
    const auto role = find_role(context, context.id_in_path("role_id"));
    if (!role) return role.refusal();
    if (role->key == policy::kOwnerRole)
      return to_response({409, "owner_by_group", "Owner is given to a person, not to a group."});
    if (auto refusal = refuse_beyond(context, auth::rights_of(services.roles, *role))) return *refusal;
    const auto before = services.groups.find_given(group.organization, group.id, role->id);
    if (!before) return store_failed(before.error());
    const auto given = services.groups.give(group.organization, {group.id, role->id, expires_at});
    if (auto refusal = refused(given)) return *refusal;
    AuditEvent event{"group.role_given", group.id, group.name};
    event.about = {{"role", role->name}};
    if (*before) event.before = until_view((*before)->expires_at);
    event.after = until_view(expires_at);
    return note(context, std::move(event), no_content());
  });
}

http::Response take_group_role(Context& context) {
  return change_in_path(context, [&](const db::Group& group) -> http::Response {
    const auto role = find_role(context, context.id_in_path("role_id"));
    if (!role) return role.refusal();
    db::GroupRepository& groups = context.services.groups;
    const auto lacks = to_response({404, "no_such_role", "The group does not have this role."});
    const auto before = found(groups.find_given(group.organization, group.id, role->id), lacks);
    if (!before) return before.refusal();
    if (auto refusal = refused(groups.take(group.organization, group.id, role->id))) return *refusal;
    AuditEvent event{"group.role_taken", group.id, group.name, until_view(before->expires_at)};
    event.about = {{"role", role->name}};
    return note(context, std::move(event), no_content());
  });
}

http::Response set_member(Context& context) {
  JsonBody body(context.request);
  const auto expires_at = body.later_time("expires_at", context.services.clock.unix_seconds());
  if (auto refusal = body.refusal()) return *refusal;
  return change_member_in_path(context, [&](const db::Group& group, const db::User& user) -> http::Response {
    db::GroupRepository& groups = context.services.groups;
    const auto before = groups.find_member(group.organization, group.id, user.id);
    if (!before) return store_failed(before.error());
    const auto set = groups.set_member(group.organization, {group.id, user.id, expires_at});
    if (auto refusal = refused(set)) return *refusal;
    AuditEvent event{"user.group_joined", user.id, user.email};
    event.about = {{"group", group.name}};
    if (*before) event.before = until_view((*before)->expires_at);
    event.after = until_view(expires_at);
    return note(context, std::move(event), no_content());
  });
}

http::Response remove_member(Context& context) {
  return change_member_in_path(context, [&](const db::Group& group, const db::User& user) -> http::Response {
    db::GroupRepository& groups = context.services.groups;
    const auto lacks = to_response({404, "no_such_member", "This user is not in the group."});
    const auto before = found(groups.find_member(group.organization, group.id, user.id), lacks);
    if (!before) return before.refusal();
    if (auto refusal = refused(groups.remove_member(group.organization, group.id, user.id))) return *refusal;
    AuditEvent event{"user.group_left", user.id, user.email, until_view(before->expires_at)};
    event.about = {{"group", group.name}};
    return note(context, std::move(event), no_content());
  });
}

}  // namespace gatehouse::portal::handlers
