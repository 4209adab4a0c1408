// What a new password must be. Length is what counts; no rule about kinds of characters (NIST SP
// 800-63B, 5.1.1). It is UTF-8 and stays exactly as it was typed: neither trimmed nor normalised, so that what one program sends
// is what another has to send.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::auth {

inline constexpr std::size_t kShortestPassword = 12;   // characters
inline constexpr std::size_t kLongestPassword = 1024;  // bytes

// Whose it is: what others would try first.
struct PasswordOwner {
  std::string email, first_name, last_name, organization;
};

// Nothing: it may be used. Else a sentence for its owner.
std::optional<std::string> password_problem(std::string_view password, const PasswordOwner& owner);

}  // namespace gatehouse::auth
