// What the repositories of rights give and take: plain values. Times are seconds since 1970, UTC; an `expires_at` is
// the first second in which something counts no more, and nothing there means never.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/records.h"

namespace gatehouse::db {

using RoleId = std::int64_t;
using PermissionSetId = std::int64_t;
using GroupId = std::int64_t;

// The key of a section and its level: 1 view, 2 edit. A section that is not there: no access.
using SectionLevels = std::map<std::string, int>;

// What roles, permission sets and groups have in common. `version` goes up with every change.
struct NamedThing {
  std::int64_t id = 0;
  OrganizationId organization{};
  std::string name, description;
  std::int64_t version = 1;
  std::int64_t created_at = 0;
};

struct Role : NamedThing {
  std::optional<std::string> key;  // of a preconfigured one, which never changes and has no permission sets
  std::vector<PermissionSetId> permission_sets;
  bool requires_second_factor = false;  // of whoever has it
  std::int64_t users = 0, groups = 0;   // that have it, now or ended; given, not taken
};

struct PermissionSet : NamedThing {
  SectionLevels levels;
  std::vector<RoleId> roles;
};

struct Group : NamedThing {
  std::vector<RoleId> roles;                 // that it has now
  std::map<RoleId, std::int64_t> role_ends;  // of those of them that end
  std::int64_t members = 0;                  // now or ended; given, not taken
};

// A role that somebody has, and what it gives by permission sets.
struct HeldRole {
  RoleId role = 0;
  std::optional<std::string> key;
  std::string name;
  std::optional<GroupId> group;  // by whose membership; none: by itself
  std::string group_name;
  std::optional<std::int64_t> expires_at;
  bool requires_second_factor = false;
  SectionLevels levels;
};

// A role that a user has by itself, or had until it ended.
struct GivenRole {
  UserId user = 0;
  RoleId role = 0;
  std::optional<std::int64_t> expires_at = {};
};

// A role that a group has, or had until it ended.
struct GroupRole {
  GroupId group = 0;
  RoleId role = 0;
  std::optional<std::int64_t> expires_at = {};
};

struct Membership {
  GroupId group = 0;
  UserId user = 0;
  std::optional<std::int64_t> expires_at = {};
  std::string group_name = {};  // given, not taken
};

}  // namespace gatehouse::db
