#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::db {

// Any thread.
class UserRepository {
 public:
  explicit UserRepository(Database& database) : database_(database) {}

  // The number of `user` is given here. Nothing: the e-mail address is in use in this organisation.
  Result<std::optional<User>> add(User user, const std::vector<std::string>& roles);
  Result<std::optional<User>> find(OrganizationId organization, UserId id);
  // Without regard to case.
  Result<std::optional<User>> find_by_email(OrganizationId organization, const std::string& email);
  // Role keys in no particular order.
  Result<std::vector<std::string>> roles(OrganizationId organization, UserId id);
  // False: there is no such user.
  Result<bool> set_password_hash(OrganizationId organization, UserId id, const std::string& hash);
  Result<bool> set_disabled(OrganizationId organization, UserId id, bool disabled);
  // Of all organisations: the appliance is set up when somebody holds the role.
  Result<bool> anyone_has_role(const std::string& role);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
