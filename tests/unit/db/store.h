// A store in a directory of its own, with one organization and one user.
#pragma once
#include "db/client_repository.h"
#include "db/database.h"
#include "db/organization_repository.h"
#include "db/user_repository.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::test {

constexpr std::int64_t kNow = 1'769'860'800;

// The value, or the test ends here with the sentence of the error.
template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return *std::move(result);
}
inline void must(const Result<void>& result) {
  if (!result) FAIL(result.error().message);
}

struct Store {
  TemporaryDirectory directory;
  std::unique_ptr<db::Database> database;
  db::Organization organization;
  db::User user;

  explicit Store(const db::DatabaseOptions& options = {})
      : database(must(db::Database::open(directory.path(), options))) {
    organization = must(db::OrganizationRepository(*database).add("Example", "example", kNow));
    user = add_user(organization.id, "ines@example.org");
  }

  db::User add_user(db::OrganizationId in, const std::string& email) {
    db::User wanted;
    wanted.organization = in;
    wanted.email = email;
    wanted.first_name = "Ines";
    wanted.last_name = "Irgendwer";
    wanted.password_hash = "$argon2id$none";
    wanted.created_at = wanted.verified_at.emplace(kNow);
    return must(db::UserRepository(*database).add(wanted, {"owner", "user"})).value();
  }

  db::Client add_client(const std::string& name, std::int64_t now = kNow) {
    db::ClientFacts facts;
    facts.name = name;
    return must(
        db::ClientRepository(*database).add(organization.id, "fingerprint of " + name, facts, false, now));
  }
};

}  // namespace gatehouse::test
