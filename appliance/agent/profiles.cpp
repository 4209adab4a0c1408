#include "appliance/agent/profiles.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "appliance/base/text.h"

namespace gatehouse::agent {

using nlohmann::json;
using policy::Permission;
using policy::Permissions;

namespace {

constexpr int kVersion = 1;
constexpr std::size_t kLongestHash = 512;

bool same_name(std::string_view a, std::string_view b) {
  return lower_ascii(a) == lower_ascii(b);
}

json view(const Profile& profile) {
  json permissions = json::array();
  for (const policy::PermissionRow& row : policy::kPermissions) {
    if (profile.permissions.has(row.permission)) permissions.push_back(row.name);
  }
  for (const std::string& name : profile.unknown) permissions.push_back(name);
  json one = {{"name", profile.name},
              {"enabled", profile.enabled},
              {"attended", profile.attended},
              {"permissions", permissions}};
  if (!profile.password.empty()) one["password"] = profile.password;
  return one;
}

// Nothing is guessed: a switch that can't be read could be the one that keeps somebody out.
Result<Profile> read(const json& one) {
  if (!one.is_object()) return Error{"a profile is no object"};
  Profile profile;
  const auto text = [&](const char* key) {
    const auto found = one.find(key);
    return found != one.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  profile.name = text("name");
  for (const auto& [key, into] : {std::pair("enabled", &profile.enabled), {"attended", &profile.attended}}) {
    const auto found = one.find(key);
    if (found == one.end() || !found->is_boolean())
      return Error{"the profile '" + profile.name + "' has no \"" + key + "\": true or false"};
    *into = found->get<bool>();
  }
  const auto permissions = one.find("permissions");
  if (permissions == one.end() || !permissions->is_array())
    return Error{"the profile '" + profile.name + "' has no list of permissions"};
  std::uint32_t bits = 0;
  for (const json& entry : *permissions) {
    if (!entry.is_string())
      return Error{"the profile '" + profile.name + "' has a permission that is no text"};
    const std::string name = entry.get<std::string>();
    if (const auto known = policy::find_permission(name)) {
      bits |= static_cast<std::uint32_t>(*known);
    } else {
      profile.unknown.push_back(name);
    }
  }
  profile.permissions = Permissions::from_bits(bits);
  if (one.contains("password")) {
    profile.password = text("password");
    if (!profile.password.starts_with("$argon2id$") || profile.password.size() > kLongestHash)
      return Error{"the password of the profile '" + profile.name + "' is no Argon2id hash"};
  }
  return profile;
}

}  // namespace

Profiles Profiles::presets() {
  Profiles profiles;
  const auto preset = [&](const char* name, Permissions permissions) -> Profile& {
    Profile& profile = profiles.all_.emplace_back();
    profile.name = name;
    profile.permissions = permissions;
    return profile;
  };
  preset("Default", Permissions::all().without(Permission::privacy).without(Permission::tcp_tunnel));
  preset("Screen Sharing", Permissions::from_bits(Permissions::view_only().bits() |
                                                  static_cast<std::uint32_t>(Permission::hear_sound)));
  preset("Full Access", Permissions::all());
  Profile& unattended = preset("Unattended Access", Permissions::all());
  unattended.enabled = false;
  unattended.attended = false;
  return profiles;
}

Result<Profiles> Profiles::parse(std::string_view text) {
  const json whole = json::parse(text, nullptr, false);
  if (!whole.is_object()) return Error{"it is not JSON"};
  const auto version = whole.find("version");
  if (version == whole.end() || *version != kVersion) return Error{"it is of another version of the program"};
  const auto list = whole.find("profiles");
  if (list == whole.end() || !list->is_array()) return Error{"it has no list of profiles"};
  Profiles profiles;
  for (const json& one : *list) {
    auto profile = read(one);
    if (!profile) return profile.error();
    if (auto added = profiles.add(*std::move(profile)); !added) return added.error();
  }
  return profiles;
}

std::string Profiles::text() const {
  json list = json::array();
  for (const Profile& profile : all_) list.push_back(view(profile));
  return json{{"version", kVersion}, {"profiles", list}}.dump(2, ' ', false, json::error_handler_t::replace) +
         "\n";
}

const Profile* Profiles::find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(all_, [&](const Profile& one) { return same_name(one.name, name); });
  return found == all_.end() ? nullptr : &*found;
}

Profile* Profiles::find(std::string_view name) {
  return const_cast<Profile*>(std::as_const(*this).find(name));
}

const Profile* Profiles::attended() const {
  const auto found =
      std::ranges::find_if(all_, [](const Profile& one) { return one.enabled && one.attended; });
  return found == all_.end() ? nullptr : &*found;
}

bool Profiles::is_unattended() const {
  return std::ranges::any_of(all_, &Profile::is_unattended);
}

Result<void> Profiles::add(Profile profile) {
  const std::string& name = profile.name;
  if (name.empty() || name.size() > kNameCap || !is_plain_text(name) || trimmed(name) != name)
    return Error{"a profile's name is one line of at most 64 bytes, without spaces around it"};
  if (find(name) != nullptr) return Error{"there are two profiles with the name '" + name + "'"};
  if (all_.size() >= kMost) return Error{"there are more than 32 profiles"};
  all_.push_back(std::move(profile));
  return {};
}

bool Profiles::remove(std::string_view name) {
  return std::erase_if(all_, [&](const Profile& one) { return same_name(one.name, name); }) > 0;
}

bool Profiles::put_first(std::string_view name) {
  const auto found =
      std::ranges::find_if(all_, [&](const Profile& one) { return same_name(one.name, name); });
  if (found == all_.end()) return false;
  std::rotate(all_.begin(), found, found + 1);
  return true;
}

}  // namespace gatehouse::agent
