#include "appliance/app/profile_listing.h"

#include <cstdio>

#include "appliance/base/text.h"

namespace gatehouse::app {

using agent::Profile;
using policy::Permissions;

namespace {

void print_permissions(const Profile& profile) {
  for (const policy::PermissionRow& row : policy::kPermissions) {
    const bool has = profile.permissions.has(row.permission);
    std::printf("  %-22s %-4s %s%s\n", std::string(row.name).c_str(), has ? "yes" : "no",
                std::string(row.meaning).c_str(),
                row.available ? "" : " (unavailable in this version, never granted)");
  }
  for (const std::string& name : profile.unknown) {
    std::printf("  %-22s ?    this version does not know it, and never grants it\n",
                is_plain_text(name) ? name.c_str() : "(unreadable)");
  }
}

std::string use_of(const Profile& profile) {
  if (!profile.enabled) return "off";
  if (!profile.attended)
    return profile.password.empty() ? "on, but it has no password" : "by its password only";
  return profile.password.empty() ? "on" : "on, and by its password";
}

}  // namespace

void print_profiles(const agent::Profiles& profiles) {
  const Profile* const attended = profiles.attended();
  for (const Profile& profile : profiles.all()) {
    const Permissions now = profile.permissions & Permissions::available();
    std::printf("%s\n  %s%s\n  allows %s%s\n", profile.name.c_str(), use_of(profile).c_str(),
                &profile == attended ? "; this one counts when no password is given" : "",
                now == Permissions::available() ? "everything that this version can do"
                : now == Permissions()          ? "nothing that this version can do"
                                                : policy::permission_names(now, ", ").c_str(),
                profile.unknown.empty() ? "" : "\n  has permissions that this version does not know");
  }
  if (attended == nullptr && !profiles.is_unattended())
    std::printf("No profile can be used: every session is refused.\n");
  if (profiles.is_unattended())
    std::printf("Unattended access is on: who knows a password comes in with nobody asked.\n");
}

void print_profile(const Profile& profile) {
  std::printf("%s: %s\n", profile.name.c_str(), use_of(profile).c_str());
  print_permissions(profile);
}

}  // namespace gatehouse::app
