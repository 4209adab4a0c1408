#include "appliance/base/address.h"

#include <arpa/inet.h>

#include "appliance/base/text.h"

namespace gatehouse {

std::string address_key(const std::string& address) {
  in6_addr v6{};
  if (::inet_pton(AF_INET6, address.c_str(), &v6) != 1) return address;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    char text[INET_ADDRSTRLEN] = {};
    return ::inet_ntop(AF_INET, &v6.s6_addr[12], text, sizeof text);
  }
  return hex(std::string_view(reinterpret_cast<const char*>(v6.s6_addr), 8)) + "/64";
}

}  // namespace gatehouse
