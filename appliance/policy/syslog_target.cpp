#include "appliance/policy/syslog_target.h"

#include <algorithm>
#include <array>

#include "appliance/base/text.h"

namespace gatehouse::policy {
namespace {

struct Scheme {
  std::string_view prefix;
  SyslogTarget::Way way;
  std::uint16_t port;
};
constexpr std::array kSchemes = {Scheme{"udp://", SyslogTarget::Way::udp, 514},
                                 Scheme{"tcp://", SyslogTarget::Way::tcp, 601},
                                 Scheme{"tls://", SyslogTarget::Way::tls, 6514}};

bool in_a_host(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == ':';
}

}  // namespace

std::optional<SyslogTarget> parse_syslog_target(std::string_view text) {
  if (text == "local") return SyslogTarget{};
  for (const Scheme& scheme : kSchemes) {
    if (!text.starts_with(scheme.prefix)) continue;
    auto server = parse_server_address(lower_ascii(text.substr(scheme.prefix.size())), scheme.port);
    if (!server || !std::ranges::all_of(server->host, in_a_host)) return {};
    return SyslogTarget{scheme.way, *std::move(server)};
  }
  return {};
}

}  // namespace gatehouse::policy
