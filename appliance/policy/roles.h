// Who may do what in the portal: twelve sections, three levels, six roles that are always there. Roles only
// give: what one grants, no other takes away.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace gatehouse::policy {

enum class Section {
  personal_profile,
  license,
  invoices,
  users,
  roles,
  groups,
  permission_sets,
  address_books,
  clients,
  sessions,
  builds,
  organization,
};
inline constexpr std::size_t kSectionCount = 12;
// In the order above, which is the order people see.
const std::array<Section, kSectionCount>& all_sections();
std::string_view section_key(Section section);    // "personal_profile": for the API
std::string_view section_label(Section section);  // "Personal profile": for people
std::optional<Section> find_section(std::string_view key);

// Edit implies view.
enum class Level { none, view, edit };
std::string_view level_key(Level level);    // "none", "view", "edit"
std::string_view level_label(Level level);  // "No Access", "View", "View & Edit"
std::optional<Level> find_level(std::string_view key);

// A level for every section; nothing at first.
class Access {
 public:
  constexpr Access() = default;
  constexpr explicit Access(const std::array<Level, kSectionCount>& levels) : levels_(levels) {}

  constexpr Level level(Section section) const { return levels_[static_cast<std::size_t>(section)]; }
  constexpr bool allows(Section section, Level wanted) const { return level(section) >= wanted; }
  // The union: of every section the higher level.
  constexpr Access operator|(const Access& other) const {
    Access both;
    for (std::size_t i = 0; i < kSectionCount; ++i) both.levels_[i] = std::max(levels_[i], other.levels_[i]);
    return both;
  }
  // Is `other` nowhere higher than this?
  constexpr bool covers(const Access& other) const { return (*this | other) == *this; }
  constexpr void set(Section section, Level level) { levels_[static_cast<std::size_t>(section)] = level; }
  constexpr bool operator==(const Access&) const = default;

 private:
  std::array<Level, kSectionCount> levels_{};
};

struct Role {
  std::string_view key;    // "support_agent": in the store and the API
  std::string_view label;  // "Support agent"
  std::string_view description;
  Access access;
};

inline constexpr std::string_view kOwnerRole = "owner";
inline constexpr std::string_view kDefaultRole = "user";  // everybody has it

// Cannot be edited or deleted. In the order people see.
std::span<const Role> preconfigured_roles();
const Role* find_role(std::string_view key);

}  // namespace gatehouse::policy
