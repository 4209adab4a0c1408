#include "appliance/policy/user_provider.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace gatehouse::policy {
namespace {

struct ProviderRow {
  std::string_view key, label;
  bool built_in;
};

// One row a provider, in the order of UserProvider.
constexpr std::array kProviders = {UserProvider::admin, UserProvider::idp, UserProvider::ldap};
constexpr std::array<ProviderRow, kProviders.size()> kRows = {
    {{"admin", "Admin", true}, {"idp", "IDP", false}, {"ldap", "LDAP", false}}};

const ProviderRow& row_of(UserProvider provider) {
  return kRows[static_cast<std::size_t>(provider)];
}

}  // namespace

std::span<const UserProvider> all_user_providers() {
  return kProviders;
}

std::string_view user_provider_key(UserProvider provider) {
  return row_of(provider).key;
}

std::string_view user_provider_label(UserProvider provider) {
  return row_of(provider).label;
}

std::optional<UserProvider> find_user_provider(std::string_view key) {
  const auto found = std::ranges::find(kProviders, key, user_provider_key);
  if (found == kProviders.end()) return std::nullopt;
  return *found;
}

bool is_built_in(UserProvider provider) {
  return row_of(provider).built_in;
}

}  // namespace gatehouse::policy
