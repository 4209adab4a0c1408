#include "appliance/app/announcement.h"

#include <algorithm>

#include "appliance/base/files.h"

namespace gatehouse::app {
namespace {

bool is_ipv6(const std::string& name) {
  return name.find(':') != std::string::npos;
}
bool is_ipv4(const std::string& name) {
  return !name.empty() &&
         std::all_of(name.begin(), name.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}
bool is_loopback(const std::string& name) {
  return name == "localhost" || name.ends_with(".localhost") || name == "::1" || name.starts_with("127.");
}
std::string host_of(const std::string& listen) {
  const std::string host = listen.substr(0, listen.rfind(':'));
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}
std::string at_port(const std::string& name, std::uint16_t port) {
  return (is_ipv6(name) ? "[" + name + "]" : name) + ":" + std::to_string(port);
}

// An address needs nobody who knows the name; a name with a dot is rather known elsewhere than one without.
int doubt(const std::string& name) {
  if (is_ipv4(name)) return 0;
  if (name.ends_with(".local")) return 3;
  if (is_ipv6(name)) return 4;
  return name.find('.') != std::string::npos ? 1 : 2;
}

}  // namespace

std::vector<std::string> web_addresses(const std::string& listen, std::uint16_t port,
                                       const std::vector<std::string>& names, bool local_names) {
  const std::string host = host_of(listen);
  const bool anywhere = host == "0.0.0.0" || host == "::";
  std::vector<std::string> hosts;
  if (anywhere || is_loopback(host)) hosts.emplace_back("localhost");
  if (!anywhere && !is_loopback(host)) hosts.push_back(host);
  for (const std::string& name : names) {
    if (is_loopback(host) || is_loopback(name) || name == host) continue;
    if (name.ends_with(".local") && !local_names) continue;
    if (host == "0.0.0.0" && is_ipv6(name)) continue;
    if (!anywhere && (is_ipv4(name) || is_ipv6(name))) continue;
    hosts.push_back(name);
  }
  std::vector<std::string> out;
  for (const std::string& name : hosts) out.push_back("https://" + at_port(name, port));
  return out;
}

std::vector<std::string> servers_for_others(const std::string& listen, std::uint16_t port,
                                            const std::vector<std::string>& given,
                                            const std::vector<std::string>& names, bool local_names) {
  const std::string host = host_of(listen);
  if (is_loopback(host)) return {};
  const bool anywhere = host == "0.0.0.0" || host == "::";
  std::vector<std::string> out;
  const auto add = [&](const std::string& name) {
    const std::string server = at_port(name, port);
    if (std::ranges::find(out, server) == out.end()) out.push_back(server);
  };
  for (const std::string& name : given) {
    if (!is_loopback(name) && !name.starts_with("*.")) add(name);
  }
  if (!anywhere) add(host);
  std::vector<std::string> rest;
  for (const std::string& name : names) {
    const bool is_address = is_ipv4(name) || is_ipv6(name);
    if (is_loopback(name) || (!anywhere && is_address) || (host == "0.0.0.0" && is_ipv6(name))) continue;
    if (!name.ends_with(".local") || local_names) rest.push_back(name);
  }
  std::ranges::stable_sort(rest, {}, doubt);
  for (const std::string& name : rest) add(name);
  return out;
}

bool tells_local_names() {
  return file_exists("/run/avahi-daemon/socket");
}

}  // namespace gatehouse::app
