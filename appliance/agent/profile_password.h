// The passwords of profiles: who types one comes in by its profile, with nobody asked. Kept as Argon2id hashes with the profiles.
#pragma once
#include <string>
#include <string_view>

#include "appliance/agent/profiles.h"
#include "appliance/base/result.h"
#include "appliance/base/secret.h"

namespace gatehouse::agent {

inline constexpr std::size_t kShortestPassword = 8;   // characters
inline constexpr std::size_t kLongestPassword = 128;  // bytes, as in ANSWER

// Long enough, on one line. The error says what it takes.
Result<void> check_profile_password(std::string_view password);
// Enables the profile, too. Another one may not have the same: the password says which profile is meant. Takes some 50 ms for each
// profile that has one; any thread.
Result<void> set_profile_password(const std::string& directory, const std::string& profile,
                                  const Secret& password);
Result<void> clear_profile_password(const std::string& directory, const std::string& profile);

// "there is no profile 'X', did you mean 'Y'?"
Error no_such_profile(const Profiles& profiles, const std::string& name);

}  // namespace gatehouse::agent
