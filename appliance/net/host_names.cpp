#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/net/certificates.h"

namespace gatehouse::net {
namespace {

constexpr std::size_t kMostNames = 64;

bool is_host_name(const std::string& name) {
  return !name.empty() && name.size() <= 253 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

// Words of a small system file, one list a line.
std::vector<std::vector<std::string>> words_by_line(const std::string& path) {
  std::vector<std::vector<std::string>> lines;
  const auto content = read_file(path, 64 * 1024);
  if (!content) return lines;
  for (const std::string& line : split(*content, '\n')) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::vector<std::string> list;
    for (std::string word; words >> word;) list.push_back(lower_ascii(word));
    lines.push_back(std::move(list));
  }
  return lines;
}

// No question goes to a name server: without one, a start would hang for seconds.
std::vector<std::string> qualified_names(const std::string& host) {
  std::vector<std::string> names = {host + ".local"};
  for (const auto& words : words_by_line("/etc/hosts")) {
    if (words.size() < 2 || std::find(words.begin() + 1, words.end(), host) == words.end()) continue;
    names.insert(names.end(), words.begin() + 1, words.end());
  }
  for (const auto& words : words_by_line("/etc/resolv.conf")) {
    if (words.size() >= 2 && (words[0] == "search" || words[0] == "domain"))
      names.push_back(host + "." + words[1]);
  }
  return names;
}

std::vector<std::string> interface_addresses() {
  std::vector<std::string> out;
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return out;
  for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
    if (entry->ifa_addr == nullptr) continue;
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = entry->ifa_addr->sa_family;
    if (family == AF_INET) {
      const auto* address = reinterpret_cast<const sockaddr_in*>(entry->ifa_addr);
      out.emplace_back(inet_ntop(family, &address->sin_addr, text.data(), text.size()));
    } else if (family == AF_INET6) {
      const auto* address = reinterpret_cast<const sockaddr_in6*>(entry->ifa_addr);
      if (IN6_IS_ADDR_LINKLOCAL(&address->sin6_addr)) continue;  // needs a zone, which certificates can't say
      out.emplace_back(inet_ntop(family, &address->sin6_addr, text.data(), text.size()));
    }
  }
  freeifaddrs(list);
  return out;
}

}  // namespace

std::vector<std::string> host_names() {
  std::vector<std::string> names;
  const auto add = [&names](const std::string& name) {
    const bool known = std::find(names.begin(), names.end(), name) != names.end();
    if (!known && names.size() < kMostNames) names.push_back(name);
  };
  std::array<char, 256> raw{};
  ::gethostname(raw.data(), raw.size() - 1);
  const std::string host = lower_ascii(raw.data());
  if (is_host_name(host)) {
    add(host);
    const std::string first = host.substr(0, host.find('.'));
    add(first);
    for (const std::string& name : qualified_names(first)) {
      if (is_host_name(name)) add(name);
    }
  }
  for (const char* always : {"localhost", "127.0.0.1", "::1"}) add(always);
  for (const std::string& address : interface_addresses()) add(address);
  return names;
}

}  // namespace gatehouse::net
