#include "appliance/auth/licensing.h"

#include <utility>
#include <vector>

#include "db/audit_repository.h"

namespace gatehouse::auth {
namespace {

using policy::Feature;

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

// "2 groups, 1 permission set and 3 users ..."
std::string listed(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return text;
}

// Empty: nothing is in the way.
std::string what_is_in_the_way(const db::LicensedThings& things, policy::Tier tier) {
  if (things.other_provider && !policy::includes(tier, Feature::user_providers))
    return std::string(policy::tier_label(tier)) + " has no user provider but Admin. Switch to Admin first.";
  std::vector<std::string> parts;
  const auto add = [&](Feature feature, std::int64_t count, std::string_view one, std::string_view many) {
    if (count > 0 && !policy::includes(tier, feature)) parts.push_back(counted(count, one, many));
  };
  add(Feature::organization, things.rules, "rule of its own", "rules of its own");
  add(Feature::groups, things.groups, "group", "groups");
  add(Feature::permission_sets, things.permission_sets, "permission set", "permission sets");
  add(Feature::roles, things.custom_roles, "custom role", "custom roles");
  add(Feature::roles, things.users_with_roles, "user with a role other than Owner and User",
      "users with roles other than Owner and User");
  if (parts.empty()) return {};
  return std::string(policy::tier_label(tier)) +
         " does not have what this organization has: " + listed(parts) + ". Remove them first.";
}

std::string as_json(const std::string& license) {
  return "{\"license\":\"" + license + "\"}";
}

Result<void> note_in_both(db::Database& database, const Clock& clock, const db::Organization& before,
                          const std::string& license, const Asker& asker) {
  db::OrganizationRepository organizations(database);
  const auto own = appliances_own(organizations);
  if (!own) return own.error();
  const auto note = [&](db::OrganizationId log, const Asker& who) {
    auto entry = entry_about(clock, log, who, "organization.license_changed", before);
    entry.before = as_json(before.license);
    entry.after = as_json(license);
    return db::AuditRepository(database).append(std::move(entry));
  };
  if (auto noted = note(own->id, asker); !noted || own->id == before.id) return noted;
  return note(before.id, {{}, "Whoever runs this appliance", {}});
}

}  // namespace

Result<void> license_new(db::OrganizationRepository& organizations, db::Organization& organization,
                         policy::Tier tier, const std::string& description) {
  organization.license = policy::tier_key(tier);
  if (auto set = organizations.set_license(organization.id, organization.license); !set) return set.error();
  if (!policy::includes(tier, Feature::team)) return {};
  organization.description = description;
  if (auto set = organizations.set_description(organization.id, description); !set) return set.error();
  return {};
}

Result<Licensed> change_license(db::Database& database, const Clock& clock, db::OrganizationId organization,
                                policy::Tier tier, const Asker& asker) {
  Licensed licensed;
  const auto done = database.transaction([&]() -> Result<void> {
    db::OrganizationRepository organizations(database);
    auto size = organizations.find_size(organization);
    if (!size) return size.error();
    if (!*size) return {};
    const db::Organization before = (*size)->organization;
    const std::string license(policy::tier_key(tier));
    if (before.license != license) {
      const auto things = organizations.licensed_things(organization, clock.unix_seconds());
      if (!things) return things.error();
      licensed.in_the_way = what_is_in_the_way(*things, tier);
      if (!licensed.in_the_way.empty()) return {};
      if (auto set = organizations.set_license(organization, license); !set) return set.error();
      if (auto noted = note_in_both(database, clock, before, license, asker); !noted) return noted;
    }
    (*size)->organization.license = license;
    licensed.organization = std::move(*size);
    return {};
  });
  if (!done) return done.error();
  return licensed;
}

}  // namespace gatehouse::auth
