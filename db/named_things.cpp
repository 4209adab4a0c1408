#include "db/named_things.h"

namespace gatehouse::db {

void read_named(Query& row, NamedThing& thing) {
  thing.id = row.integer();
  thing.organization = row.organization();
  thing.name = row.text();
  thing.description = row.text();
  thing.version = row.integer();
  thing.created_at = row.integer();
}

bool is_name_taken(Connection& connection, std::string_view table, const NamedThing& thing) {
  const std::string from(table);
  return Query(connection,
               "SELECT 1 FROM " + from + " WHERE organization_id = ? AND lower(name) = lower(?) AND id <> ?",
               thing.organization, thing.name, thing.id)
      .next();
}

std::int64_t insert_named(Connection& connection, std::string_view table, const NamedThing& thing) {
  Query(connection,
        "INSERT INTO " + std::string(table) +
            " (organization_id, name, description, created_at) VALUES (?, ?, ?, ?)",
        thing.organization, thing.name, thing.description, thing.created_at)
      .run();
  return connection.last_id();
}

void update_named(Connection& connection, std::string_view table, const NamedThing& thing) {
  Query(connection,
        "UPDATE " + std::string(table) +
            " SET name = ?, description = ?, version = version + 1 WHERE organization_id = ? AND id = ?",
        thing.name, thing.description, thing.organization, thing.id)
      .run();
}

}  // namespace gatehouse::db
