// Where a syslog server is, as the setting syslog.target says it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "appliance/base/server_address.h"

namespace gatehouse::policy {

struct SyslogTarget {
  enum class Way { local, udp, tcp, tls };
  Way way = Way::local;
  ServerAddress server = {};  // not of `local`, which is this system's own log
};

// "local", "udp://host", "tcp://host:port", "tls://[v6]:port". Without a port the usual one: 514 (RFC 5426), 601 (RFC 3195),
// 6514 (RFC 5425). Nothing: it is none of these.
std::optional<SyslogTarget> parse_syslog_target(std::string_view text);

}  // namespace gatehouse::policy
