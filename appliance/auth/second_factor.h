// What somebody shows beside the password: a code from one of their devices (credentials/totp.h), or one of ten recovery codes,
// which come with the first factor of any kind. Passkeys are the other kind (auth/passkeys.h).
// A code is right once. Who guesses is slowed down for each account, and for addresses that the account has signed in
// from apart from all others: nobody can lock the owner out from elsewhere.
#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "appliance/auth/throttle.h"
#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "appliance/base/secret.h"
#include "db/login_repository.h"
#include "db/second_factor_repository.h"

namespace gatehouse::auth {

struct CodeAnswer {
  enum class Status { right, wrong, throttled };
  Status status = Status::wrong;
  std::chrono::seconds wait{0};  // with throttled
  bool recovery = false;         // with right: it was a recovery code, which is gone now
};

// Any thread. Errors are the store's.
class SecondFactor {
 public:
  static constexpr int kRecoveryCodes = 10;
  static constexpr std::size_t kMostDevices = 10;
  static constexpr std::chrono::minutes kSetUpTime{10};
  static constexpr std::size_t kLongestCode = 64;  // bytes, as typed

  SecondFactor(db::Database& database, const Clock& clock);

  // As typed: spaces, dashes and case of recovery codes do not count. What is right here is not right again.
  Result<CodeAnswer> check(const db::User& user, std::string_view typed, const std::string& address);

  // A secret for a new device, kept for kSetUpTime, for this login; an earlier one is forgotten.
  Secret begin_device(db::LoginId login);
  struct NewDevice {
    db::TotpDevice device;
    std::vector<std::string> recovery_codes;  // with the first factor, seen only here; else empty
  };
  // `code`: made by the device with the secret of begin_device, which becomes the user's device then. Belongs into a
  // transaction.
  enum class Refused { no_secret, wrong_code, too_many };
  using Outcome = std::variant<Refused, NewDevice>;
  Result<Outcome> add_device(const db::User& user, db::LoginId login, const std::string& name,
                             std::string_view code);
  // The name of what is gone; nothing: no such device. With the last factor the recovery codes go. Belongs into a
  // transaction.
  Result<std::optional<std::string>> remove_device(const db::User& user, db::TotpDeviceId device);
  // For what is added and removed elsewhere, inside its transaction: recovery codes when the user's first factor was
  // just added, else none; and no codes any more when the last one is gone.
  Result<std::vector<std::string>> codes_with_first(const db::User& user);
  Result<void> forget_codes_after_last(const db::User& user);
  // Instead of all earlier ones; seen only here.
  Result<std::vector<std::string>> new_recovery_codes(const db::User& user);

  struct State {
    std::vector<db::TotpDevice> devices;
    std::int64_t recovery_codes_left = 0;
  };
  Result<State> state(const db::User& user);
  // Passkeys as well. False: there was nothing.
  Result<bool> remove_all(const db::User& user);

 private:
  struct Waiting {
    std::string secret;
    SteadyTime ends{};
  };

  Result<std::string> key_of(const db::User& user, const std::string& address);
  Result<bool> use_totp(const db::User& user, std::string_view code);

  const Clock& clock_;
  db::SecondFactorRepository factors_;
  db::LoginRepository logins_;
  Throttle by_account_;
  std::mutex mutex_;                        // guards what follows
  std::map<db::LoginId, Waiting> waiting_;  // secrets shown and not proven yet
};

}  // namespace gatehouse::auth
