// An entry of the audit log as a message of the Syslog Protocol (RFC 5424).
#pragma once
#include <string>
#include <string_view>

#include "db/audit_chain.h"

namespace gatehouse::syslog {

struct Origin {
  int facility = 13;      // RFC 5424, section 6.2.1; 13 is "log audit"
  std::string host_name;  // of this machine
};

// <PRI>1 TIMESTAMP HOSTNAME gatehouse - MSGID - MSG. The message ID is the action; the text a JSON object in ASCII: the
// organization's login ID and the entry's fields as docs/audit-file.md names them. What failed, and a passkey that was copied, is a
// warning, the rest a notice. No line feed at the end.
std::string message_of(const Origin& origin, std::string_view login_id, const db::AuditEntry& entry);

// The same for this system's own log, which wants it as syslog(3) writes it: <PRI>TIMESTAMP gatehouse: MSG.
std::string local_message_of(const Origin& origin, std::string_view login_id, const db::AuditEntry& entry);

// In front of a message on TCP and TLS (RFC 6587 and RFC 5425: octet counting).
std::string framed(std::string_view message);

}  // namespace gatehouse::syslog
