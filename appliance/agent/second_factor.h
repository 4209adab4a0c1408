// The second factor of unattended access: one secret for one-time codes (RFC 6238), made and shown on this machine only
// (`gatehouse second-factor`), in a file of its owner's (agent.data/second-factor.json, 0600). Any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "appliance/base/result.h"
#include "appliance/base/secret.h"

namespace gatehouse::agent {

inline constexpr const char* kSecondFactorFile = "second-factor.json";

// Is there one? A file that can't be read is one that no code fits: an error.
Result<bool> has_second_factor(const std::string& directory);
// `code` has shown that a device has the secret; it is used by that, too. False: it is not right, and nothing is kept.
Result<bool> begin_second_factor(const std::string& directory, const Secret& secret, std::string_view code,
                                 std::int64_t now);
Result<void> end_second_factor(const std::string& directory);
// Every code counts once, and rules out those before it.
Result<bool> use_code(const std::string& directory, std::string_view code, std::int64_t now);

}  // namespace gatehouse::agent
