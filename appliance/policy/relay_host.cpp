#include "appliance/policy/relay_host.h"

#include <arpa/inet.h>

#include <algorithm>

#include "appliance/base/text.h"

namespace gatehouse::policy {
namespace {

// The same text for everything that verifiers may take for the same host: some take an IPv4-mapped address for the
// IPv4 one.
std::string plain(std::string_view host) {
  std::string text = lower_ascii(host);
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  in6_addr ipv6{};
  if (::inet_pton(AF_INET6, text.c_str(), &ipv6) == 1) {
    char written[INET6_ADDRSTRLEN] = {};
    if (IN6_IS_ADDR_V4MAPPED(&ipv6)) {
      ::inet_ntop(AF_INET, ipv6.s6_addr + 12, written, sizeof written);
    } else {
      ::inet_ntop(AF_INET6, &ipv6, written, sizeof written);
    }
    return written;
  }
  while (text.ends_with('.')) text.pop_back();
  return text;
}

bool is_under(const std::string& name, const std::string& domain) {
  return name == domain || name.ends_with("." + domain);
}

}  // namespace

bool may_be_relay_host(std::string_view host, const std::vector<std::string>& own_names) {
  const std::string name = plain(host);
  if (name.empty() || is_under(name, "appliance") || is_under(name, "gatehouse") ||
      is_under(name, "localhost"))
    return false;
  return std::ranges::none_of(own_names, [&](const std::string& own) { return plain(own) == name; });
}

}  // namespace gatehouse::policy
