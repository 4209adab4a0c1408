// Makes this machine one of an appliance's: a key, a certificate for it, and the knowledge of which appliance it is,
// all in the agent's data directory. What `enroll`, `install` and `agent --portable` have in common.
#pragma once
#include <string>
#include <string_view>

#include "appliance/base/result.h"
#include "appliance/base/server_address.h"
#include "appliance/wire/enrolment_token.h"
#include "appliance/wire/link.h"

namespace gatehouse::app {

struct EnrolOrder {
  ServerAddress server;
  std::string server_text;  // as it was typed
  wire::EnrolmentToken token;
  std::string directory;
  wire::RunMode mode = wire::RunMode::installed;
  bool again = false;  // with new keys, though it is enrolled
};

// What a person typed: the server, and a token or "-", which reads it from standard input. The error says what to type.
Result<void> read_server(const std::string& typed, EnrolOrder& order);
Result<void> read_token(const std::string& typed, EnrolOrder& order);

// Asks the appliance once and keeps what it answers: the machine's ID. Waits for the network.
Result<std::string> enrol(const EnrolOrder& order);

// The ID that a machine's certificate names; "unknown" when it can't be read.
std::string id_in(const std::string& certificate_pem);

}  // namespace gatehouse::app
