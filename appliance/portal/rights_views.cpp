#include "appliance/portal/rights_views.h"

#include <nlohmann/json.hpp>

#include "appliance/base/text.h"

namespace gatehouse::portal {

namespace {

using nlohmann::json;

json ids_view(const std::vector<std::int64_t>& ids) {
  json view = json::array();
  for (const std::int64_t id : ids) view.push_back(std::to_string(id));
  return view;
}

}  // namespace

json access_view(const policy::Access& access) {
  json view = json::object();
  for (const policy::Section section : policy::all_sections())
    view[std::string(policy::section_key(section))] = policy::level_key(access.level(section));
  return view;
}

std::string description_of(const db::Role& role) {
  const policy::Role* known = role.key ? policy::find_role(*role.key) : nullptr;
  return known == nullptr ? role.description : std::string(known->description);
}

json role_view(const db::Role& role, const auth::Rights& rights, const auth::Rights& own) {
  return {{"id", std::to_string(role.id)},
          {"key", role.key ? json(*role.key) : json()},
          {"name", role.name},
          {"description", description_of(role)},
          {"access", access_view(rights.access)},
          {"permission_sets", ids_view(role.permission_sets)},
          {"requires_second_factor", role.requires_second_factor},
          {"users", role.users},
          {"groups", role.groups},
          {"may_give", own.cover(rights)},
          {"version", role.version},
          {"created_at", rfc3339(role.created_at)}};
}

json permission_set_view(const db::PermissionSet& set, const auth::Rights& own) {
  const policy::Access access = auth::access_of(set.levels);
  return {{"id", std::to_string(set.id)},   {"name", set.name},
          {"description", set.description}, {"access", access_view(access)},
          {"roles", ids_view(set.roles)},   {"may_give", own.access.covers(access)},
          {"version", set.version},         {"created_at", rfc3339(set.created_at)}};
}

json group_view(const db::Group& group, const auth::Rights& rights, const auth::Rights& own) {
  json ends = json::object();
  for (const auto& [role, end] : group.role_ends) ends[std::to_string(role)] = rfc3339(end);
  return {{"id", std::to_string(group.id)},   {"name", group.name},
          {"description", group.description}, {"roles", ids_view(group.roles)},
          {"role_ends", std::move(ends)},     {"access", access_view(rights.access)},
          {"members", group.members},         {"may_give", own.cover(rights)},
          {"version", group.version},         {"created_at", rfc3339(group.created_at)}};
}

}  // namespace gatehouse::portal
