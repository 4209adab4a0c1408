#include "appliance/policy/roles.h"

namespace gatehouse::policy {
namespace {

struct Name {
  std::string_view key, label;
};

constexpr std::array<Name, kSectionCount> kSectionNames = {{
    {"personal_profile", "Personal profile"},
    {"license", "License"},
    {"invoices", "Invoices"},
    {"users", "Users"},
    {"roles", "Roles"},
    {"groups", "Groups"},
    {"permission_sets", "Permission Sets"},
    {"address_books", "Address Books"},
    {"clients", "Clients"},
    {"sessions", "Sessions"},
    {"builds", "Builds"},
    {"organization", "Organization"},
}};

constexpr std::array<Name, 3> kLevelNames = {
    {{"none", "No Access"}, {"view", "View"}, {"edit", "View & Edit"}}};

template <class Enum, std::size_t count>
std::optional<Enum> find_by_key(const std::array<Name, count>& names, std::string_view key) {
  const auto found =
      std::find_if(names.begin(), names.end(), [&](const Name& name) { return name.key == key; });
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

using Levels = std::array<Level, kSectionCount>;
constexpr Level x = Level::none;
constexpr Level v = Level::view;
constexpr Level e = Level::edit;

// One row a role, one column a section, in the order of Section.
constexpr Role kRoles[] = {
    {kOwnerRole, "Owner", "Has full access to everything, and alone may delete the organization.",
     Access(Levels{e, e, e, e, e, e, e, e, e, e, e, e})},
    {"admin", "Admin", "Manages the organization: users, roles, clients, sessions and builds.",
     Access(Levels{x, v, v, e, e, e, e, e, e, e, e, e})},
    {"support_agent", "Support agent",
     "For IT support: sees the users, address books and clients needed to help.",
     Access(Levels{x, x, x, v, x, v, x, v, v, x, x, x})},
    {"data_protection_officer", "Data protection officer",
     "For data protection: sees what is stored and what happened, and changes nothing.",
     Access(Levels{x, v, v, v, v, v, v, v, v, v, x, v})},
    {"accountant", "Accountant", "For invoices: sees the license, the invoices and the organization.",
     Access(Levels{x, v, v, x, x, x, x, x, x, x, x, v})},
    {kDefaultRole, "User",
     "The default role for every user: the own profile, and the clients and builds to use.",
     Access(Levels{e, x, x, x, x, x, x, x, v, x, v, x})},
};

}  // namespace

const std::array<Section, kSectionCount>& all_sections() {
  static constexpr auto kAll = [] {
    std::array<Section, kSectionCount> all{};
    for (std::size_t i = 0; i < kSectionCount; ++i) all[i] = static_cast<Section>(i);
    return all;
  }();
  return kAll;
}

std::string_view section_key(Section section) {
  return kSectionNames[static_cast<std::size_t>(section)].key;
}
std::string_view section_label(Section section) {
  return kSectionNames[static_cast<std::size_t>(section)].label;
}

std::string_view level_key(Level level) {
  return kLevelNames[static_cast<std::size_t>(level)].key;
}
std::string_view level_label(Level level) {
  return kLevelNames[static_cast<std::size_t>(level)].label;
}

std::optional<Section> find_section(std::string_view key) {
  return find_by_key<Section>(kSectionNames, key);
}

std::optional<Level> find_level(std::string_view key) {
  return find_by_key<Level>(kLevelNames, key);
}

std::span<const Role> preconfigured_roles() {
  return kRoles;
}

const Role* find_role(std::string_view key) {
  const auto found =
      std::find_if(std::begin(kRoles), std::end(kRoles), [&](const Role& role) { return role.key == key; });
  return found == std::end(kRoles) ? nullptr : &*found;
}

}  // namespace gatehouse::policy
