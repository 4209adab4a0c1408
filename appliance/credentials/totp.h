// One-time codes that a device makes from a shared secret and the time: RFC 6238 with HMAC-SHA-1, six digits and steps
// of 30 seconds, which is what every app for it can do.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::credentials {

inline constexpr std::int64_t kTotpStep = 30;  // seconds
inline constexpr int kTotpDigits = 6;
inline constexpr std::int64_t kTotpDrift = 1;       // steps that a device's clock may be off, either way
inline constexpr std::size_t kTotpSecretSize = 20;  // bytes (RFC 4226, section 4, R6)

// The code of a time step, with leading zeros. `digits`: 1 to 9.
std::string totp_code(std::string_view secret, std::int64_t step, int digits = kTotpDigits);
// The time step whose code was typed, among those that count at `now` (seconds since 1970, UTC) and come after
// `last_step`. Takes as long whichever is right.
std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view typed, std::int64_t now,
                                          std::int64_t last_step);

// RFC 4648, section 6, without padding.
std::string base32(std::string_view bytes);
// What a QR code tells an app (the "Key URI Format" that all of them read).
std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account);

}  // namespace gatehouse::credentials
