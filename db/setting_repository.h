#pragma once
#include <optional>
#include <string>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::db {

// What is set in the portal: a text a key.
class SettingRepository {
 public:
  // Without an organization: the settings of the appliance itself.
  SettingRepository(Database& database, std::optional<OrganizationId> organization)
      : database_(database), organization_(organization) {}

  Result<std::optional<std::string>> get(const std::string& key);
  Result<void> set(const std::string& key, const std::string& value);
  Result<void> remove(const std::string& key);

 private:
  Database& database_;
  std::optional<OrganizationId> organization_;
};

}  // namespace gatehouse::db
