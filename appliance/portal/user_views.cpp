#include "appliance/portal/user_views.h"

#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {

using nlohmann::json;

std::string_view user_state(const db::User& user, std::int64_t now) {
  if (user.disabled) return "disabled";
  if (!user.counts_at(now)) return "ended";
  return user.verified_at ? "active" : "unverified";
}

std::string alias_of(const Services& services, const db::Organization& organization, const db::User& user) {
  return user.handle + "@" + organization.space.value_or(services.options.default_namespace);
}

json user_view(const Context& context, const db::User& user, const std::vector<db::HeldRole>& held,
               const std::vector<db::Membership>& groups, std::int64_t now) {
  json roles = json::array(), memberships = json::array();
  for (const db::HeldRole& role : held) {
    if (role.group) continue;
    roles.push_back(
        {{"id", std::to_string(role.role)}, {"name", role.name}, {"expires_at", time_view(role.expires_at)}});
  }
  for (const db::Membership& one : groups) {
    memberships.push_back({{"id", std::to_string(one.group)},
                           {"name", one.group_name},
                           {"expires_at", time_view(one.expires_at)}});
  }
  return {{"id", std::to_string(user.id)},
          {"email", user.email},
          {"first_name", user.first_name},
          {"last_name", user.last_name},
          {"address_id", std::to_string(user.address_id)},
          {"alias", alias_of(context.services, context.caller->organization, user)},
          {"state", user_state(user, now)},
          {"second_factor", user.second_factor},
          {"roles", std::move(roles)},
          {"groups", std::move(memberships)},
          {"may_change", context.caller->rights.cover(auth::rights_of(held))},
          {"created_at", rfc3339(user.created_at)},
          {"expires_at", time_view(user.expires_at)},
          {"version", user.version}};
}

json user_access_view(const std::vector<db::HeldRole>& held) {
  const policy::Access access = auth::rights_of(held).access;
  json sections = json::array();
  for (const policy::Section section : policy::all_sections()) {
    json by = json::array();
    for (const db::HeldRole& role : held) {
      const policy::Level level = auth::rights_of(role).access.level(section);
      if (level == policy::Level::none) continue;
      by.push_back(
          {{"level", policy::level_key(level)},
           {"role", {{"id", std::to_string(role.role)}, {"name", role.name}}},
           {"group",
            role.group ? json({{"id", std::to_string(*role.group)}, {"name", role.group_name}}) : json()},
           {"expires_at", time_view(role.expires_at)}});
    }
    sections.push_back({{"section", policy::section_key(section)},
                        {"label", policy::section_label(section)},
                        {"level", policy::level_key(access.level(section))},
                        {"by", std::move(by)}});
  }
  return {{"sections", std::move(sections)}, {"owner", auth::rights_of(held).owner}};
}

}  // namespace gatehouse::portal
