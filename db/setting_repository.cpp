#include "db/setting_repository.h"

#include "db/access.h"

namespace gatehouse::db {

Result<std::optional<std::string>> SettingRepository::get(const std::string& key) {
  return read(database_, [&](Connection& connection) -> std::optional<std::string> {
    Query query(connection,
                "SELECT value FROM setting WHERE coalesce(organization_id, 0) = coalesce(?, 0) AND key = ?",
                organization_, key);
    if (!query.next()) return std::nullopt;
    return query.text();
  });
}

Result<void> SettingRepository::set(const std::string& key, const std::string& value) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO setting (organization_id, key, value) VALUES (?, ?, ?)"
          " ON CONFLICT (coalesce(organization_id, 0), key) DO UPDATE SET value = excluded.value",
          organization_, key, value)
        .run();
  });
}

Result<void> SettingRepository::remove(const std::string& key) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "DELETE FROM setting WHERE coalesce(organization_id, 0) = coalesce(?, 0) AND key = ?",
          organization_, key)
        .run();
  });
}

}  // namespace gatehouse::db
