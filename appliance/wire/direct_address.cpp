#include "appliance/wire/direct_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>

#include "appliance/base/text.h"

namespace gatehouse::wire {
namespace {

bool is_good(const in_addr& address) {
  const std::uint32_t bits = ntohl(address.s_addr);
  const std::uint32_t first = bits >> 24;
  // 0/8: this network; 127/8: loopback; 224/4 and up: multicast, reserved, broadcast.
  if (first == 0 || first == 127 || first >= 224) return false;
  return bits >> 16 != 0xa9fe;  // 169.254/16: link-local
}

bool is_good(const in6_addr& address) {
  // Of the IPv4 addresses that can be written as IPv6 each has a form of its own.
  return !IN6_IS_ADDR_UNSPECIFIED(&address) && !IN6_IS_ADDR_LOOPBACK(&address) &&
         !IN6_IS_ADDR_MULTICAST(&address) && !IN6_IS_ADDR_LINKLOCAL(&address) &&
         !IN6_IS_ADDR_V4MAPPED(&address) && !IN6_IS_ADDR_V4COMPAT(&address);
}

template <class Address>
std::optional<std::string> usual_form(int family, const std::string& text) {
  Address address{};
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (::inet_pton(family, text.c_str(), &address) != 1 || !is_good(address)) return std::nullopt;
  return std::string(::inet_ntop(family, &address, out.data(), out.size()));
}

}  // namespace

std::string DirectAddress::text() const {
  const bool is_six = ip.find(':') != std::string::npos;
  return (is_six ? "[" + ip + "]" : ip) + ":" + std::to_string(port);
}

std::optional<std::string> direct_ip(std::string_view text) {
  const std::string ip(text);
  if (ip.find('\0') != std::string::npos) return std::nullopt;
  return ip.find(':') == std::string::npos ? usual_form<in_addr>(AF_INET, ip)
                                           : usual_form<in6_addr>(AF_INET6, ip);
}

std::optional<DirectAddress> direct_address(std::string_view ip, std::uint16_t port) {
  auto good = direct_ip(ip);
  if (!good || port < kLowestDirectPort) return std::nullopt;
  return DirectAddress{*std::move(good), port};
}

std::optional<DirectAddress> parse_direct_address(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  const auto port = parse_integer(text.substr(colon + 1), kLowestDirectPort, 65535);
  std::string_view ip = text.substr(0, colon);
  const bool in_brackets = ip.size() > 2 && ip.front() == '[' && ip.back() == ']';
  if (in_brackets) ip = ip.substr(1, ip.size() - 2);
  if (!port || in_brackets != (ip.find(':') != ip.npos)) return std::nullopt;
  return direct_address(ip, static_cast<std::uint16_t>(*port));
}

}  // namespace gatehouse::wire
