// A user of one organization becomes one of another, with what is the person's own: password, second factors, passkeys,
// the personal address book. What the former organization gave ends there, and what was done there stays there.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::db {

enum class Fate {
  goes,    // with the user, into the other organization
  ends,    // the row is deleted
  stays,   // where it is, and names the user no more, as when the account is deleted
  follows  // belongs to what goes (`column` leads there), and goes with it
};

// Every column by which a table names a user, or something that goes with one.
struct Belonging {
  std::string_view table, column;
  Fate fate;
};
std::span<const Belonging> belongings_of_user();

// The number stays; the account begins anew there, at `now`, with the preconfigured role `role` alone and no end date.
// False, and nothing is changed: somebody there has this e-mail address.
Result<bool> move_user(Database& database, const User& user, OrganizationId to, const std::string& role,
                       std::int64_t now);

}  // namespace gatehouse::db
