#pragma once
#include "db/user_repository.h"
#include "tests/support/catch.h"

namespace gatehouse::test {

// As another process would: nobody in this one is told.
inline void disable(db::Database& database, const db::User& user) {
  db::User disabled = user;
  disabled.disabled = true;
  const auto changed = db::UserRepository(database).change(disabled);
  REQUIRE(changed);
  REQUIRE(*changed);
}

}  // namespace gatehouse::test
