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
  return name == "localhost" || name == "::1" || name.starts_with("127.");
}

}  // namespace

std::vector<std::string> web_addresses(const std::string& listen, std::uint16_t port,
                                       const std::vector<std::string>& names, bool local_names) {
  std::string host = listen.substr(0, listen.rfind(':'));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
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
  for (const std::string& name : hosts)
    out.push_back("https://" + (is_ipv6(name) ? "[" + name + "]" : name) + ":" + std::to_string(port));
  return out;
}

bool tells_local_names() {
  return file_exists("/run/avahi-daemon/socket");
}

}  // namespace gatehouse::app
