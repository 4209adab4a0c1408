#include "appliance/auth/login_binding.h"

#include "appliance/base/address.h"

namespace gatehouse::auth {
namespace {

// "192.0.2.7" counts as "192.0.2"; an IPv6 address is its /64 already.
std::string network_of(const std::string& address) {
  const std::string key = address_key(address);
  return key.find(':') == std::string::npos ? key.substr(0, key.rfind('.')) : key;
}

std::string plain(const std::string& address) {
  constexpr std::string_view kMapped = "::ffff:";
  return address.starts_with(kMapped) ? address.substr(kMapped.size()) : address;
}

}  // namespace

LoginBinding login_binding(std::string_view word) {
  if (word == "network") return LoginBinding::network;
  return word == "address" ? LoginBinding::address : LoginBinding::off;
}

bool is_good_at(LoginBinding binding, const std::string& begun, const std::string& now) {
  switch (binding) {
    case LoginBinding::off:
      return true;
    case LoginBinding::network:
      return network_of(begun) == network_of(now);
    case LoginBinding::address:
      break;
  }
  return plain(begun) == plain(now);
}

}  // namespace gatehouse::auth
