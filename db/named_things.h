// For db/ only: what the tables role, permission_set and user_group have in common. `table`: one of them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "db/rights_records.h"

namespace gatehouse::db {

// In the order in which read_named() takes them.
inline constexpr std::string_view kNamedColumns =
    "id, organization_id, name, description, version, created_at";
void read_named(Query& row, NamedThing& thing);

// Has another one of its organization this name, whatever its (ASCII) case?
bool is_name_taken(Connection& connection, std::string_view table, const NamedThing& thing);
// Gives the number that it got.
std::int64_t insert_named(Connection& connection, std::string_view table, const NamedThing& thing);
// Name and description; the version goes up.
void update_named(Connection& connection, std::string_view table, const NamedThing& thing);

}  // namespace gatehouse::db
