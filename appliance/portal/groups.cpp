#include <nlohmann/json.hpp>

#include "appliance/portal/changes.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/rights_views.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::size_t kMostGroups = 1000;

http::Response no_such_group() {
  return to_response({404, "no_such_group", "There is no such group."});
}

http::Response name_taken() {
  const std::string words = "Another group has this name.";
  return to_response({409, "name_taken", words, {{"name", words}}});
}

Result<auth::Rights> rights_of(Services& services, const db::Group& group) {
  return auth::rights_of(services.roles, group.organization, group.roles);
}

Result<http::Response> shown(Context& context, int status, db::GroupId id) {
  const auto group = context.services.groups.find(context.caller->organization.id, id);
  if (!group) return group.error();
  if (!*group) return no_such_group();
  const auto rights = rights_of(context.services, **group);
  if (!rights) return rights.error();
  return with_version(json_response(status, group_view(**group, *rights, context.caller->rights)),
                      (*group)->version);
}

nlohmann::json noted(const db::Group& group) {
  return {{"name", group.name}, {"description", group.description}};
}

// Changes the group in the path, in a transaction, if the caller has what its members get by it.
using GroupChange = std::function<Result<http::Response>(const db::Group&)>;
http::Response change_in_path(Context& context, const GroupChange& change) {
  const auto id = context.id_parameter("group_id");
  if (!id) return no_such_group();
  return change_rights(context, [&]() -> Result<http::Response> {
    const auto found = context.services.groups.find(context.caller->organization.id, *id);
    if (!found) return found.error();
    if (!*found) return no_such_group();
    const auto rights = rights_of(context.services, **found);
    if (!rights) return rights.error();
    if (!context.caller->rights.cover(*rights)) return more_than_yours();
    return change(**found);
  });
}

// The role in the path; else what to answer.
using FoundRole = std::variant<db::Role, http::Response>;
Result<FoundRole> role_in_path(Context& context) {
  const auto no_such_role = to_response({404, "no_such_role", "There is no such role."});
  const auto id = context.id_parameter("role_id");
  if (!id) return FoundRole(no_such_role);
  auto role = context.services.roles.find(context.caller->organization.id, *id);
  if (!role) return role.error();
  if (!*role) return FoundRole(no_such_role);
  return FoundRole(**std::move(role));
}

}  // namespace

http::Response list_groups(Context& context) {
  Query query(context.request);
  if (auto refusal = query.refusal()) return *refusal;
  const auto groups = context.services.groups.list(context.caller->organization.id);
  if (!groups) return store_failed(groups.error());
  nlohmann::json items = nlohmann::json::array();
  for (const db::Group& group : *groups) {
    const auto rights = rights_of(context.services, group);
    if (!rights) return store_failed(rights.error());
    items.push_back(group_view(group, *rights, context.caller->rights));
  }
  return json_response(200, {{"items", std::move(items)}});
}

http::Response get_group(Context& context) {
  const auto id = context.id_parameter("group_id");
  if (!id) return no_such_group();
  const auto answer = shown(context, 200, *id);
  return answer ? *answer : store_failed(answer.error());
}

http::Response create_group(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  db::Group wanted;
  wanted.name = body.text("name", 1, kLongestRightsName);
  wanted.description = body.has("description") ? body.text("description", 0, kLongestDescription) : "";
  if (auto refusal = body.refusal()) return *refusal;
  wanted.organization = context.caller->organization.id;
  wanted.created_at = services.clock.unix_seconds();
  return change_rights(context, [&]() -> Result<http::Response> {
    const auto all = services.groups.list(wanted.organization);
    if (!all) return all.error();
    if (all->size() >= kMostGroups) return too_many("groups", kMostGroups);
    const auto added = services.groups.add(wanted);
    if (!added) return added.error();
    if (!*added) return name_taken();
    const auto done =
        note(context, {"group.created", std::to_string((*added)->id), wanted.name, nullptr, noted(wanted)});
    if (!done) return done.error();
    return shown(context, 201, (*added)->id);
  });
}

http::Response change_group(Context& context) {
  JsonBody body(context.request);
  const bool with_name = body.has("name"), with_description = body.has("description");
  const std::string name = with_name ? body.text("name", 1, kLongestRightsName) : "";
  const std::string description = with_description ? body.text("description", 0, kLongestDescription) : "";
  if (auto refusal = body.refusal()) return *refusal;
  return change_in_path(context, [&](const db::Group& before) -> Result<http::Response> {
    if (auto stale = refuse_stale(context.request, before.version)) return *stale;
    db::Group after = before;
    if (with_name) after.name = name;
    if (with_description) after.description = description;
    const auto changed = context.services.groups.change(after);
    if (!changed) return changed.error();
    if (!*changed) return name_taken();
    const auto done =
        note(context, {"group.changed", std::to_string(before.id), before.name, noted(before), noted(after)});
    if (!done) return done.error();
    return shown(context, 200, before.id);
  });
}

http::Response remove_group(Context& context) {
  return change_in_path(context, [&](const db::Group& group) -> Result<http::Response> {
    if (auto stale = refuse_stale(context.request, group.version)) return *stale;
    if (const auto removed = context.services.groups.remove(group.organization, group.id); !removed)
      return removed.error();
    auto before = noted(group);
    before["members"] = group.members;
    const auto done = note(context, {"group.deleted", std::to_string(group.id), group.name, before, nullptr});
    if (!done) return done.error();
    return no_content();
  });
}

http::Response give_group_role(Context& context) {
  JsonBody body(context.request);
  if (auto refusal = body.refusal()) return *refusal;
  return change_in_path(context, [&](const db::Group& group) -> Result<http::Response> {
    const auto found = role_in_path(context);
    if (!found) return found.error();
    if (const auto* refusal = std::get_if<http::Response>(&*found)) return *refusal;
    const auto& role = std::get<db::Role>(*found);
    const auto rights = auth::rights_of(context.services.roles, role);
    if (!rights) return rights.error();
    if (rights->owner) {
      return to_response({409, "owner_by_group", "Owner is given to a person, not to a group."});
    }
    if (!context.caller->rights.cover(*rights)) return more_than_yours();
    if (const auto given = context.services.groups.give(group.organization, group.id, role.id); !given)
      return given.error();
    const auto done = note(
        context, {"group.role_given", std::to_string(group.id), group.name, nullptr, {{"role", role.name}}});
    if (!done) return done.error();
    return no_content();
  });
}

http::Response take_group_role(Context& context) {
  return change_in_path(context, [&](const db::Group& group) -> Result<http::Response> {
    const auto found = role_in_path(context);
    if (!found) return found.error();
    if (const auto* refusal = std::get_if<http::Response>(&*found)) return *refusal;
    const auto& role = std::get<db::Role>(*found);
    const auto taken = context.services.groups.take(group.organization, group.id, role.id);
    if (!taken) return taken.error();
    if (!*taken) return to_response({404, "no_such_role", "The group does not have this role."});
    const auto done = note(
        context, {"group.role_taken", std::to_string(group.id), group.name, {{"role", role.name}}, nullptr});
    if (!done) return done.error();
    return no_content();
  });
}

http::Response set_member(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const auto expires_at = body.later_time("expires_at", services.clock.unix_seconds());
  if (auto refusal = body.refusal()) return *refusal;
  return change_in_path(context, [&](const db::Group& group) -> Result<http::Response> {
    const auto id = context.id_parameter("user_id");
    const auto user = services.users.find(group.organization, id.value_or(0));
    if (!user) return user.error();
    if (!*user) return no_such_user();
    const auto held = services.roles.held(group.organization, *id, services.clock.unix_seconds());
    if (!held) return held.error();
    if (!context.caller->rights.cover(auth::rights_of(*held))) return more_than_yours();
    if (const auto set = services.groups.set_member(group.organization, {group.id, *id, expires_at}); !set)
      return set.error();
    nlohmann::json after = {{"group", group.name}, {"expires_at", time_view(expires_at)}};
    const auto done =
        note(context, {"user.group_joined", std::to_string(*id), (*user)->email, nullptr, after});
    if (!done) return done.error();
    return no_content();
  });
}

http::Response remove_member(Context& context) {
  Services& services = context.services;
  return change_in_path(context, [&](const db::Group& group) -> Result<http::Response> {
    const auto id = context.id_parameter("user_id");
    const auto user = services.users.find(group.organization, id.value_or(0));
    if (!user) return user.error();
    if (!*user) return no_such_user();
    const auto held = services.roles.held(group.organization, *id, services.clock.unix_seconds());
    if (!held) return held.error();
    if (!context.caller->rights.cover(auth::rights_of(*held))) return more_than_yours();
    const auto removed = services.groups.remove_member(group.organization, group.id, *id);
    if (!removed) return removed.error();
    if (!*removed) return to_response({404, "no_such_member", "This user is not in the group."});
    const auto done = note(
        context, {"user.group_left", std::to_string(*id), (*user)->email, {{"group", group.name}}, nullptr});
    if (!done) return done.error();
    return no_content();
  });
}

}  // namespace gatehouse::portal::handlers
