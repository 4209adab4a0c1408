#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::db {

// Makes one-time codes for its owner (RFC 6238).
struct TotpDevice {
  TotpDeviceId id = 0;
  OrganizationId organization{};
  UserId user = 0;
  std::string name;    // by its owner
  std::string secret;  // raw bytes; never leaves the appliance after the device is set up
  std::int64_t last_step = 0;
  std::int64_t created_at = 0;
  std::optional<std::int64_t> last_used_at = {};
};

// What people show beside the password. Which code is right is the caller's rule.
class SecondFactorRepository {
 public:
  explicit SecondFactorRepository(Database& database) : database_(database) {}

  // The number of `device` is given here.
  Result<TotpDevice> add_device(TotpDevice device);
  // The oldest first.
  Result<std::vector<TotpDevice>> devices(OrganizationId organization, UserId user);
  // The code of this time step was shown. False: it, or a later one, was shown before.
  Result<bool> use_step(OrganizationId organization, TotpDeviceId device, std::int64_t step,
                        std::int64_t now);
  // The name of what is gone. Nothing: this user has no such device.
  Result<std::optional<std::string>> remove_device(OrganizationId organization, UserId user,
                                                   TotpDeviceId device);

  // Instead of all earlier ones. SHA-256, raw bytes.
  Result<void> set_recovery_codes(OrganizationId organization, UserId user,
                                  const std::vector<std::string>& hashes);
  // False: there is no such code, or it was used.
  Result<bool> use_recovery_code(OrganizationId organization, UserId user, const std::string& hash);
  Result<std::int64_t> recovery_codes_left(OrganizationId organization, UserId user);

  // Devices and passkeys (db/passkey_repository.h) together.
  Result<std::int64_t> count(OrganizationId organization, UserId user);
  // Devices, passkeys and recovery codes. Gives how many devices and passkeys there were.
  Result<int> remove_all(OrganizationId organization, UserId user);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
