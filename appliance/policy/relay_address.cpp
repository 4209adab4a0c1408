#include "appliance/policy/relay_address.h"

#include <arpa/inet.h>

#include <algorithm>

#include "appliance/base/text.h"

namespace gatehouse::policy {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// RFC 1123 2.1: letters, digits and '-', not at the ends. Browsers take a name whose last label is a number for an
// IPv4 address, so that is no name.
bool is_dns_name(std::string_view name) {
  const auto labels = split(name, '.');
  if (std::all_of(labels.back().begin(), labels.back().end(), is_digit)) return false;
  return std::all_of(labels.begin(), labels.end(), [](const std::string& label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; });
  });
}

// As inet_ntop writes it, in brackets; nothing for "::".
std::optional<std::string> ipv6_host(std::string_view text) {
  in6_addr address{}, none{};
  char written[INET6_ADDRSTRLEN];
  if (::inet_pton(AF_INET6, std::string(text).c_str(), &address) != 1) return std::nullopt;
  if (std::equal(address.s6_addr, address.s6_addr + 16, none.s6_addr)) return std::nullopt;
  if (::inet_ntop(AF_INET6, &address, written, sizeof written) == nullptr) return std::nullopt;
  return "[" + std::string(written) + "]";
}

std::optional<RelayAddress> named(std::string_view typed) {
  RelayAddress address;
  address.host = lower_ascii(typed);
  if (address.host.ends_with('.')) address.host.pop_back();
  in_addr ipv4{};
  address.is_literal = ::inet_pton(AF_INET, address.host.c_str(), &ipv4) == 1;
  if (address.is_literal ? ipv4.s_addr == 0 : !is_dns_name(address.host)) return std::nullopt;
  return address;
}

std::optional<RelayAddress> literal6(std::string_view typed) {
  auto host = ipv6_host(typed);
  if (!host) return std::nullopt;
  return RelayAddress{*std::move(host), kRelayPort, true};
}

}  // namespace

std::string RelayAddress::text() const {
  return host + ":" + std::to_string(port);
}

std::optional<RelayAddress> parse_relay_address(std::string_view typed) {
  const std::string_view text = trimmed(typed);
  if (text.empty() || text.size() > kLongestRelayAddress) return std::nullopt;
  if (std::count(text.begin(), text.end(), ':') > 1 && text.front() != '[') return literal6(text);

  const bool bracketed = text.front() == '[';
  const auto end = text.find(bracketed ? ']' : ':');
  if (bracketed && end == text.npos) return std::nullopt;
  const std::string_view host = bracketed ? text.substr(1, end - 1) : text.substr(0, end);
  const std::string_view rest = end == text.npos ? "" : text.substr(bracketed ? end + 1 : end);
  auto address = bracketed ? literal6(host) : named(host);
  if (!address || rest.empty()) return address;
  if (rest.front() != ':' || !std::all_of(rest.begin() + 1, rest.end(), is_digit)) return std::nullopt;
  const auto port = parse_integer(rest.substr(1), 1, 65535);
  if (!port) return std::nullopt;
  address->port = static_cast<std::uint16_t>(*port);
  return address;
}

}  // namespace gatehouse::policy
