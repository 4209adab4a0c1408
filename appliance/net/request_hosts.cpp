#include "appliance/net/request_hosts.h"

#include <arpa/inet.h>

#include <algorithm>

#include "appliance/base/text.h"

namespace gatehouse::net {
namespace {

bool is_address(int family, std::string_view text) {
  in6_addr ignored{};
  return ::inet_pton(family, std::string(text).c_str(), &ignored) == 1;
}

bool is_port(std::string_view text) {
  return text.empty() || (text.front() == ':' && parse_integer(text.substr(1), 0, 65535));
}

}  // namespace

RequestHosts::RequestHosts(const std::vector<std::string>& names) : names_{"localhost"} {
  for (const std::string& name : names) {
    if (!name.empty()) names_.insert(lower_ascii(name));
  }
}

bool RequestHosts::has(std::string_view host) const {
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    return end != host.npos && is_address(AF_INET6, host.substr(1, end - 1)) && is_port(host.substr(end + 1));
  }
  const auto colon = std::min(host.find(':'), host.size());
  std::string_view name = host.substr(0, colon);
  if (!is_port(host.substr(colon))) return false;
  if (is_address(AF_INET, name)) return true;
  if (name.ends_with('.')) name.remove_suffix(1);
  const std::string wanted = lower_ascii(name);
  const auto dot = wanted.find('.');
  return names_.contains(wanted) || (dot != wanted.npos && names_.contains("*" + wanted.substr(dot)));
}

}  // namespace gatehouse::net
