// Where the users of an organization come from. Exactly one provider is active.
#pragma once
#include <optional>
#include <span>
#include <string_view>

namespace gatehouse::policy {

enum class UserProvider {
  admin,  // people here make or invite them, and they sign in with what they set here
  idp,    // an identity provider, by OpenID Connect
  ldap,   // a directory
};

std::span<const UserProvider> all_user_providers();
std::string_view user_provider_key(UserProvider provider);    // "idp": in the store and the API
std::string_view user_provider_label(UserProvider provider);  // "IDP": for people
std::optional<UserProvider> find_user_provider(std::string_view key);
// Can this version get users from it?
bool is_built_in(UserProvider provider);

}  // namespace gatehouse::policy
