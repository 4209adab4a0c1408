#include "appliance/auth/second_factor.h"

#include <algorithm>

#include "appliance/auth/token.h"
#include "appliance/base/address.h"
#include "appliance/credentials/totp.h"

namespace gatehouse::auth {

using credentials::kTotpDigits;
using credentials::kTotpSecretSize;
using credentials::matching_step;
namespace {

// Whoever is asked for a code knows the password already. Three of a million codes are right at a time: at one try in an
// hour a year of guessing succeeds with a chance of 3 %.
constexpr ThrottleRule kCodeRule = {.free_tries = 5,
                                    .first_delay = std::chrono::seconds(30),
                                    .longest_delay = std::chrono::hours(1),
                                    .forgotten_after = std::chrono::hours(2)};
constexpr int kGroups = 4, kGroupLength = 4;

// Without what people type between the groups, in the case that the codes have.
std::string as_written(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return code;
}

bool is_totp(std::string_view code) {
  return code.size() == kTotpDigits &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Nearly 80 random bits: a plain hash is enough.
std::string hash_of(const db::User& user, const std::string& code) {
  return hash_token("recovery code\n" + std::to_string(user.id) + "\n" + code);
}

}  // namespace

SecondFactor::SecondFactor(db::Database& database, const Clock& clock)
    : clock_(clock), factors_(database), logins_(database), by_account_(clock, kCodeRule) {}

Result<std::string> SecondFactor::key_of(const db::User& user, const std::string& address) {
  const std::string account = std::to_string(user.id);
  const auto known = logins_.knows_address(user.organization, user.id, address);
  if (!known) return known.error();
  return *known ? account + "\n" + address : account;
}

Result<bool> SecondFactor::use_totp(const db::User& user, std::string_view code) {
  const auto devices = factors_.devices(user.organization, user.id);
  if (!devices) return devices.error();
  const std::int64_t now = clock_.unix_seconds();
  for (const db::TotpDevice& device : *devices) {
    const auto step = matching_step(device.secret, code, now, device.last_step);
    if (!step) continue;
    // Another request may have been quicker with the same code.
    const auto used = factors_.use_step(user.organization, device.id, *step, now);
    if (!used || *used) return used;
  }
  return false;
}

Result<CodeAnswer> SecondFactor::check(const db::User& user, std::string_view typed,
                                       const std::string& address) {
  using Status = CodeAnswer::Status;
  const auto key = key_of(user, address_key(address));
  if (!key) return key.error();
  if (const auto wait = by_account_.begin(*key); wait.count() > 0) return CodeAnswer{Status::throttled, wait};
  const std::string code = as_written(typed.substr(0, kLongestCode));
  const bool totp = is_totp(code);
  const auto used = totp ? use_totp(user, code)
                         : factors_.use_recovery_code(user.organization, user.id, hash_of(user, code));
  if (!used) {
    by_account_.take_back(*key);
    return used.error();
  }
  if (!*used) return CodeAnswer{Status::wrong, {}};
  by_account_.clear(*key);
  return CodeAnswer{Status::right, {}, !totp};
}

Secret SecondFactor::begin_device(db::LoginId login) {
  std::string secret = random_bytes(kTotpSecretSize);
  const std::lock_guard lock(mutex_);
  const SteadyTime now = clock_.steady();
  std::erase_if(waiting_, [now](const auto& one) { return one.second.ends <= now; });
  waiting_[login] = {secret, now + kSetUpTime};
  return Secret(std::move(secret));
}

Result<SecondFactor::Outcome> SecondFactor::add_device(const db::User& user, db::LoginId login,
                                                       const std::string& name, std::string_view code) {
  const std::lock_guard lock(mutex_);
  const auto found = waiting_.find(login);
  if (found == waiting_.end() || found->second.ends <= clock_.steady()) return Outcome(Refused::no_secret);
  const auto known = factors_.devices(user.organization, user.id);
  if (!known) return known.error();
  if (known->size() >= kMostDevices) return Outcome(Refused::too_many);
  const std::int64_t now = clock_.unix_seconds();
  const auto step = matching_step(found->second.secret, as_written(code), now, 0);
  if (!step) return Outcome(Refused::wrong_code);

  NewDevice made;
  made.device.organization = user.organization;
  made.device.user = user.id;
  made.device.name = name;
  made.device.secret = found->second.secret;
  made.device.last_step = *step;
  made.device.created_at = now;
  auto added = factors_.add_device(std::move(made.device));
  if (!added) return added.error();
  made.device = std::move(*added);
  auto codes = codes_with_first(user);
  if (!codes) return codes.error();
  made.recovery_codes = std::move(*codes);
  waiting_.erase(found);
  return Outcome(std::move(made));
}

Result<std::optional<std::string>> SecondFactor::remove_device(const db::User& user,
                                                               db::TotpDeviceId device) {
  auto removed = factors_.remove_device(user.organization, user.id, device);
  if (!removed || !*removed) return removed;
  if (const auto forgot = forget_codes_after_last(user); !forgot) return forgot.error();
  return removed;
}

Result<std::vector<std::string>> SecondFactor::codes_with_first(const db::User& user) {
  const auto factors = factors_.count(user.organization, user.id);
  if (!factors) return factors.error();
  if (*factors > 1) return std::vector<std::string>();
  return new_recovery_codes(user);
}

Result<void> SecondFactor::forget_codes_after_last(const db::User& user) {
  const auto factors = factors_.count(user.organization, user.id);
  if (!factors) return factors.error();
  if (*factors > 0) return {};
  return factors_.set_recovery_codes(user.organization, user.id, {});
}

Result<std::vector<std::string>> SecondFactor::new_recovery_codes(const db::User& user) {
  std::vector<std::string> codes, hashes;
  for (int i = 0; i < kRecoveryCodes; ++i) {
    codes.push_back(random_code(kGroups, kGroupLength));
    hashes.push_back(hash_of(user, as_written(codes.back())));
  }
  const auto set = factors_.set_recovery_codes(user.organization, user.id, hashes);
  if (!set) return set.error();
  return codes;
}

Result<SecondFactor::State> SecondFactor::state(const db::User& user) {
  auto devices = factors_.devices(user.organization, user.id);
  if (!devices) return devices.error();
  const auto left = factors_.recovery_codes_left(user.organization, user.id);
  if (!left) return left.error();
  return State{std::move(*devices), *left};
}

Result<bool> SecondFactor::remove_all(const db::User& user) {
  const auto removed = factors_.remove_all(user.organization, user.id);
  if (!removed) return removed.error();
  return *removed > 0;
}

}  // namespace gatehouse::auth
