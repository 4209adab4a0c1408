#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/page.h"
#include "db/records.h"
#include "db/rights_records.h"

namespace gatehouse::db {

enum class UserOrder { name, newest };

// What a list of users is narrowed to; nothing set: all of them.
struct UserFilter {
  enum class State { any, active, unverified, disabled, ended };
  std::string search = {};  // in names and e-mail address, without regard to (ASCII) case
  State state = State::any;
  std::optional<RoleId> role = {};    // that they have by themselves
  std::optional<GroupId> group = {};  // whose members they are
  UserOrder order = UserOrder::name;
};

struct AccountLink {
  User user;
  UserId made_by = 0;
};

class UserRepository {
 public:
  explicit UserRepository(Database& database) : database_(database) {}

  // The number, ID and handle of `user` are given here; the roles are preconfigured ones, by their keys. Nothing: the e-mail address
  // is in use in this organization.
  Result<std::optional<User>> add(User user, const std::vector<std::string>& roles);
  Result<std::optional<User>> find(OrganizationId organization, UserId id);
  // Without regard to (ASCII) case.
  Result<std::optional<User>> find_by_email(OrganizationId organization, const std::string& email);
  // By last and first name, or the newest first. `now` decides what has ended.
  Result<Page<User>> list(OrganizationId organization, const UserFilter& filter, std::int64_t now,
                          const Cursor& after, int limit);
  // Names, e-mail address, disabled, end, and since when it is verified; the version goes up. False: the e-mail address
  // is in use.
  Result<bool> change(const User& user);
  // With everything that is theirs alone. False: there is no such user, as below.
  Result<bool> remove(OrganizationId organization, UserId id);
  Result<bool> set_password_hash(OrganizationId organization, UserId id, const std::string& hash);

  // The one link by which this user sets a password; an earlier one is good no more. `link` says whose and by whom.
  Result<void> set_link(const AccountLink& link, const std::string& token_hash, std::int64_t now,
                        std::int64_t expires_at);
  // Until its end; whether it may still be used is the caller's rule.
  Result<std::optional<AccountLink>> find_link(const std::string& token_hash, std::int64_t now);
  // The user's link is good no more, if there is one.
  Result<void> end_link(OrganizationId organization, UserId id);
  // The password is set by whoever has the account, who may sign in from now on; ends the link.
  Result<void> set_password_by_link(const User& user, const std::string& password_hash, std::int64_t now);

  // Accounts that are neither disabled nor ended at `now`.
  Result<std::int64_t> count(OrganizationId organization, std::int64_t now);

  // Of all organizations: the appliance is set up when somebody holds this preconfigured role.
  Result<bool> anyone_has_role(const std::string& key);

 private:
  Database& database_;
};

// For db/ only, inside a transaction: the handle that an account with this e-mail address gets in the organization.
std::string free_handle(Connection& connection, OrganizationId organization, const std::string& email);

}  // namespace gatehouse::db
