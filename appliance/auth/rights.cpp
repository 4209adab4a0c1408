#include "appliance/auth/rights.h"

namespace gatehouse::auth {
namespace {

Rights rights_of_key(std::string_view key) {
  const policy::Role* role = policy::find_role(key);
  return role == nullptr ? Rights{} : Rights{role->access, key == policy::kOwnerRole};
}

}  // namespace

policy::Access access_of(const db::SectionLevels& levels) {
  policy::Access access;
  for (const policy::Section section : policy::all_sections()) {
    const auto found = levels.find(std::string(policy::section_key(section)));
    if (found == levels.end()) continue;
    access.set(section, found->second >= 2 ? policy::Level::edit : policy::Level::view);
  }
  return access;
}

db::SectionLevels levels_of(const policy::Access& access) {
  db::SectionLevels levels;
  for (const policy::Section section : policy::all_sections()) {
    const policy::Level level = access.level(section);
    if (level != policy::Level::none) levels.emplace(policy::section_key(section), static_cast<int>(level));
  }
  return levels;
}

Rights rights_of(const db::HeldRole& role) {
  return role.key ? rights_of_key(*role.key) : Rights{access_of(role.levels)};
}

Rights rights_of(const std::vector<db::HeldRole>& roles) {
  Rights rights;
  for (const db::HeldRole& role : roles) rights = rights | rights_of(role);
  return rights;
}

bool want_second_factor(const std::vector<db::HeldRole>& roles) {
  return std::ranges::any_of(roles, [](const db::HeldRole& role) { return role.requires_second_factor; });
}

Result<Rights> rights_of(db::RoleRepository& roles, const db::User& user, std::int64_t now) {
  const auto held = roles.held(user.organization, user.id, now);
  if (!held) return held.error();
  return rights_of(*held);
}

Result<Rights> rights_of(db::RoleRepository& roles, const db::Role& role) {
  if (role.key) return rights_of_key(*role.key);
  const auto levels = roles.levels(role.organization, role.id);
  if (!levels) return levels.error();
  return Rights{access_of(*levels)};
}

Result<Rights> rights_of(db::RoleRepository& roles, db::OrganizationId organization,
                         const std::vector<db::RoleId>& ids) {
  Rights rights;
  for (const db::RoleId id : ids) {
    const auto role = roles.find(organization, id);
    if (!role) return role.error();
    if (!*role) continue;
    const auto more = rights_of(roles, **role);
    if (!more) return more.error();
    rights = rights | *more;
  }
  return rights;
}

}  // namespace gatehouse::auth
