// Where a login stays good: everywhere, or only where it began. A cookie that was stolen is then worth nothing elsewhere; who
// moves between networks has to sign in again.
#pragma once
#include <string>
#include <string_view>

namespace gatehouse::auth {

enum class LoginBinding {
  off,
  network,  // the same /24 (IPv4) or /64 (IPv6)
  address,
};

// "off", "network", "address"; anything else is off.
LoginBinding login_binding(std::string_view word);

// Is somebody at `now` where the login at `begun` is good? Both are addresses of peers as text.
bool is_good_at(LoginBinding binding, const std::string& begun, const std::string& now);

}  // namespace gatehouse::auth
