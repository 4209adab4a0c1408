// The license tiers of an organization, and what is in which. Those of a smaller license than Ultimate are called teams.
#pragma once
#include <optional>
#include <span>
#include <string_view>

namespace gatehouse::policy {

enum class Tier { standard, advanced, ultimate };
inline constexpr Tier kDefaultTier = Tier::ultimate;  // one's own hardware: everything is on

std::span<const Tier> all_tiers();       // the smallest first
std::string_view tier_key(Tier tier);    // "ultimate": in the store and the API
std::string_view tier_label(Tier tier);  // "Ultimate": for people
std::optional<Tier> find_tier(std::string_view key);

// What not every license has. Managing users and clients is in each.
enum class Feature {
  organization,    // its rules and its namespace
  user_providers,  // where its users come from, if not made by hand
  create_users,    // one by one and many at once
  roles,           // the preconfigured ones besides Owner and User, and custom ones
  groups,
  permission_sets,
  user_roles,  // who has which
  team,        // a name and a description
  invite_users,
};

std::span<const Feature> all_features();
std::string_view feature_key(Feature feature);    // "permission_sets": for the API
std::string_view feature_label(Feature feature);  // "Permission Sets": for people
bool includes(Tier tier, Feature feature);

}  // namespace gatehouse::policy
