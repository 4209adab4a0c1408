// Keys of people's authenticators (W3C Web Authentication): auth/passkeys.h decides what they are good for.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::db {

// A key pair on somebody's authenticator, of which this is what the appliance knows.
struct Passkey {
  PasskeyId id = 0;
  OrganizationId organization{};
  UserId user = 0;
  std::string name;           // by its owner
  std::string rp_id;          // the portal's name that it is tied to
  std::string credential_id;  // raw bytes
  std::string public_key;     // SubjectPublicKeyInfo, DER
  std::int64_t algorithm = 0;
  std::int64_t sign_count = 0;
  std::int64_t created_at = 0;
  std::optional<std::int64_t> last_used_at = {};
};

class PasskeyRepository {
 public:
  explicit PasskeyRepository(Database& database) : database_(database) {}

  // The number is given here. Nothing: this credential is somebody's already.
  Result<std::optional<Passkey>> add(Passkey passkey);
  // The oldest first.
  Result<std::vector<Passkey>> list(OrganizationId organization, UserId user);
  struct Owned {
    Passkey passkey;
    std::string handle;  // its owner's
  };
  // In all organizations: whoever shows it says nothing else.
  Result<std::optional<Owned>> find_by_credential(const std::string& credential_id);
  // It was used, and counted so far. False: it is gone, or counted further already.
  Result<bool> use(OrganizationId organization, PasskeyId id, std::int64_t sign_count, std::int64_t now);
  // The name of what is gone. Nothing: this user has no such passkey.
  Result<std::optional<std::string>> remove(OrganizationId organization, UserId user, PasskeyId id);

  // The user's handle; `fresh` becomes it when there is none yet. Raw bytes.
  Result<std::string> handle_of(OrganizationId organization, UserId user, const std::string& fresh);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
