#include "appliance/base/server_address.h"

#include "appliance/base/text.h"

namespace gatehouse {

Result<ServerAddress> parse_server_address(const std::string& text, std::uint16_t usual_port) {
  if (text.empty()) return Error{"the appliance's host name or address is missing"};
  const auto colon = text.rfind(':');
  const bool has_port = colon != std::string::npos && text.find(':') == colon;
  const bool bracketed = text.front() == '[';
  ServerAddress server{.host = text, .port = usual_port};
  if (has_port || (bracketed && colon != std::string::npos && text[colon - 1] == ']')) {
    const auto port = parse_integer(text.substr(colon + 1), 1, 65535);
    if (!port) return Error{"'" + text.substr(colon + 1) + "' is no port"};
    server.host = text.substr(0, colon);
    server.port = static_cast<std::uint16_t>(*port);
  }
  if (bracketed) server.host = server.host.substr(1, server.host.find(']') - 1);
  if (server.host.empty() || server.host.find_first_of(" /@?#") != std::string::npos)
    return Error{"'" + text + "' is no host name or address; write it as box.example or box.example:8443"};
  return server;
}

}  // namespace gatehouse
