#include "appliance/app/mail.h"

namespace gatehouse::app {
namespace {

using Security = fetch::SmtpServer::Security;

Security security_of(const config::Settings& settings) {
  if (settings.mail_security == "none") return Security::none;
  return settings.mail_security == "tls" ? Security::tls : Security::starttls;
}

// RFC 8314 and RFC 5321.
int port_of(const config::Settings& settings) {
  if (settings.mail_port != 0) return static_cast<int>(settings.mail_port);
  switch (security_of(settings)) {
    case Security::tls:
      return 465;
    case Security::none:
      return 25;
    case Security::starttls:
      break;
  }
  return 587;
}

}  // namespace

std::optional<portal::MailFacts> mail_facts(const config::Settings& settings) {
  if (settings.mail_server.empty()) return {};
  return portal::MailFacts{.server = settings.mail_server + ":" + std::to_string(port_of(settings)),
                           .security = settings.mail_security,
                           .from = settings.mail_from,
                           .links = settings.mail_links};
}

mail::SenderOptions sender_options(const config::Settings& settings) {
  return {.host = settings.mail_server,
          .port = port_of(settings),
          .security = security_of(settings),
          .user = settings.mail_user,
          .password_file = settings.mail_password_file,
          .authority_file = settings.mail_authority,
          .from = settings.mail_from};
}

}  // namespace gatehouse::app
