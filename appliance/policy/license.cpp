#include "appliance/policy/license.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace gatehouse::policy {
namespace {

struct TierName {
  std::string_view key, label;
};

constexpr std::array kTiers = {Tier::standard, Tier::advanced, Tier::ultimate};
constexpr std::array<TierName, kTiers.size()> kTierNames = {
    {{"standard", "Standard"}, {"advanced", "Advanced"}, {"ultimate", "Ultimate"}}};

// One row a feature, in the order of Feature.
struct FeatureRow {
  std::string_view key, label;
  bool standard, advanced, ultimate;
};

constexpr std::array kFeatures = {Feature::organization, Feature::user_providers, Feature::create_users,
                                  Feature::roles,        Feature::groups,         Feature::permission_sets,
                                  Feature::user_roles,   Feature::team,           Feature::invite_users};
constexpr std::array<FeatureRow, kFeatures.size()> kFeatureRows = {{
    {"organization", "Organization", false, false, true},
    {"user_providers", "User providers", false, false, true},
    {"create_users", "Create users", false, false, true},
    {"roles", "Preconfigured and custom roles", false, false, true},
    {"groups", "Groups", false, false, true},
    {"permission_sets", "Permission Sets", false, false, true},
    {"user_roles", "Manage user roles", false, true, true},
    {"team", "Team", true, true, false},
    {"invite_users", "Invite users", true, true, false},
}};

const FeatureRow& row_of(Feature feature) {
  return kFeatureRows[static_cast<std::size_t>(feature)];
}

}  // namespace

std::span<const Tier> all_tiers() {
  return kTiers;
}

std::string_view tier_key(Tier tier) {
  return kTierNames[static_cast<std::size_t>(tier)].key;
}

std::string_view tier_label(Tier tier) {
  return kTierNames[static_cast<std::size_t>(tier)].label;
}

std::optional<Tier> find_tier(std::string_view key) {
  const auto found = std::ranges::find(kTiers, key, tier_key);
  if (found == kTiers.end()) return std::nullopt;
  return *found;
}

std::span<const Feature> all_features() {
  return kFeatures;
}

std::string_view feature_key(Feature feature) {
  return row_of(feature).key;
}

std::string_view feature_label(Feature feature) {
  return row_of(feature).label;
}

bool includes(Tier tier, Feature feature) {
  const FeatureRow& row = row_of(feature);
  switch (tier) {
    case Tier::standard:
      return row.standard;
    case Tier::advanced:
      return row.advanced;
    case Tier::ultimate:
      break;
  }
  return row.ultimate;
}

}  // namespace gatehouse::policy
