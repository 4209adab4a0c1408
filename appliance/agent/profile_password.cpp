#include "appliance/agent/profile_password.h"

#include "appliance/agent/profile_file.h"
#include "appliance/base/text.h"
#include "appliance/credentials/password_hasher.h"

namespace gatehouse::agent {

Result<void> check_profile_password(std::string_view password) {
  if (is_plain_text(password) && password.size() <= kLongestPassword &&
      length_in_characters(password) >= kShortestPassword)
    return {};
  return Error{"a password has at least 8 characters and at most 128 bytes, on one line"};
}

Error no_such_profile(const Profiles& profiles, const std::string& name) {
  std::vector<std::string> known;
  for (const Profile& profile : profiles.all()) known.push_back(profile.name);
  const auto near = nearest_word(name, known);
  return Error{"there is no profile '" + name + "'" + (near ? ", did you mean '" + *near + "'?" : "")};
}

Result<void> set_profile_password(const std::string& directory, const std::string& profile,
                                  const Secret& password) {
  if (auto ok = check_profile_password(password.view()); !ok) return ok;
  credentials::PasswordHasher hasher;
  const auto hash = hasher.hash(password.view());
  if (!hash) return hash.error();
  return change_profiles(directory, [&](Profiles& all) -> Result<void> {
    Profile* const meant = all.find(profile);
    if (meant == nullptr) return no_such_profile(all, profile);
    for (const Profile& other : all.all()) {
      if (&other == meant || other.password.empty()) continue;
      if (hasher.verify(password.view(), other.password) != credentials::PasswordHasher::Verdict::wrong)
        return Error{"another profile has this password, and the password says which profile is meant"};
    }
    meant->password = *hash;
    meant->enabled = true;
    return {};
  });
}

Result<void> clear_profile_password(const std::string& directory, const std::string& profile) {
  return change_profiles(directory, [&](Profiles& all) -> Result<void> {
    Profile* const meant = all.find(profile);
    if (meant == nullptr) return no_such_profile(all, profile);
    meant->password.clear();
    return {};
  });
}

}  // namespace gatehouse::agent
