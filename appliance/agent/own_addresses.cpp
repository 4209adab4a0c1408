#include "appliance/agent/own_addresses.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "appliance/wire/direct_address.h"
#include "appliance/wire/link.h"

namespace gatehouse::agent {
namespace {

std::optional<std::string> address_of(const ifaddrs& entry) {
  const unsigned flags = entry.ifa_flags;
  if (entry.ifa_addr == nullptr || (flags & IFF_UP) == 0 || (flags & IFF_LOOPBACK) != 0) return std::nullopt;
  const void* address = nullptr;
  const int family = entry.ifa_addr->sa_family;
  if (family == AF_INET) address = &reinterpret_cast<const sockaddr_in*>(entry.ifa_addr)->sin_addr;
  if (family == AF_INET6) address = &reinterpret_cast<const sockaddr_in6*>(entry.ifa_addr)->sin6_addr;
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address == nullptr || ::inet_ntop(family, address, text.data(), text.size()) == nullptr)
    return std::nullopt;
  return wire::direct_ip(text.data());
}

}  // namespace

std::vector<std::string> own_addresses() {
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> held(list, ::freeifaddrs);
  std::vector<std::string> found;
  for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
    auto address = address_of(*entry);
    const bool is_new = address && std::ranges::find(found, *address) == found.end();
    if (is_new && found.size() < wire::kReachableCap) found.push_back(*std::move(address));
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace gatehouse::agent
