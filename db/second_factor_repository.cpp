#include "db/second_factor_repository.h"

#include "db/access.h"

namespace gatehouse::db {

Result<TotpDevice> SecondFactorRepository::add_device(TotpDevice device) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO totp_device (organization_id, user_id, name, secret, last_step, created_at,"
          " last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
          device.organization, device.user, device.name, Blob{device.secret}, device.last_step,
          device.created_at, device.last_used_at)
        .run();
    device.id = connection.last_id();
    return device;
  });
}

Result<std::vector<TotpDevice>> SecondFactorRepository::devices(OrganizationId organization, UserId user) {
  return read(database_, [&](Connection& connection) {
    std::vector<TotpDevice> devices;
    Query query(connection,
                "SELECT id, organization_id, user_id, name, secret, last_step, created_at, last_used_at"
                " FROM totp_device WHERE organization_id = ? AND user_id = ? ORDER BY id",
                organization, user);
    while (query.next()) {
      TotpDevice& device = devices.emplace_back();
      device.id = query.integer();
      device.organization = query.organization();
      device.user = query.integer();
      device.name = query.text();
      device.secret = query.text();
      device.last_step = query.integer();
      device.created_at = query.integer();
      device.last_used_at = query.maybe_integer();
    }
    return devices;
  });
}

Result<bool> SecondFactorRepository::use_step(OrganizationId organization, TotpDeviceId device,
                                              std::int64_t step, std::int64_t now) {
  return change_rows(database_,
                     "UPDATE totp_device SET last_step = ?1, last_used_at = ?2"
                     " WHERE organization_id = ?3 AND id = ?4 AND last_step < ?1",
                     step, now, organization, device);
}

Result<std::optional<std::string>> SecondFactorRepository::remove_device(OrganizationId organization,
                                                                         UserId user, TotpDeviceId device) {
  return write(database_, [&](Connection& connection) -> std::optional<std::string> {
    Query query(connection,
                "DELETE FROM totp_device WHERE organization_id = ? AND user_id = ? AND id = ? RETURNING name",
                organization, user, device);
    std::optional<std::string> name;
    while (query.next()) name = query.text();
    return name;
  });
}

Result<void> SecondFactorRepository::set_recovery_codes(OrganizationId organization, UserId user,
                                                        const std::vector<std::string>& hashes) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "DELETE FROM recovery_code WHERE organization_id = ? AND user_id = ?", organization,
          user)
        .run();
    for (const std::string& hash : hashes) {
      Query(connection, "INSERT INTO recovery_code (organization_id, user_id, code_hash) VALUES (?, ?, ?)",
            organization, user, Blob{hash})
          .run();
    }
  });
}

Result<bool> SecondFactorRepository::use_recovery_code(OrganizationId organization, UserId user,
                                                       const std::string& hash) {
  return change_rows(database_,
                     "DELETE FROM recovery_code WHERE organization_id = ? AND user_id = ? AND code_hash = ?",
                     organization, user, Blob{hash});
}

Result<std::int64_t> SecondFactorRepository::recovery_codes_left(OrganizationId organization, UserId user) {
  return count_rows(database_, "SELECT count(*) FROM recovery_code WHERE organization_id = ? AND user_id = ?",
                    organization, user);
}

Result<std::int64_t> SecondFactorRepository::count(OrganizationId organization, UserId user) {
  return count_rows(database_,
                    "SELECT (SELECT count(*) FROM totp_device WHERE organization_id = ?1 AND user_id = ?2)"
                    " + (SELECT count(*) FROM passkey WHERE organization_id = ?1 AND user_id = ?2)",
                    organization, user);
}

Result<int> SecondFactorRepository::remove_all(OrganizationId organization, UserId user) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "DELETE FROM recovery_code WHERE organization_id = ? AND user_id = ?", organization,
          user)
        .run();
    Query(connection, "DELETE FROM totp_device WHERE organization_id = ? AND user_id = ?", organization, user)
        .run();
    const auto devices = connection.changed_rows();
    Query(connection, "DELETE FROM passkey WHERE organization_id = ? AND user_id = ?", organization, user)
        .run();
    return static_cast<int>(devices + connection.changed_rows());
  });
}

}  // namespace gatehouse::db
