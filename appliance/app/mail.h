// The settings of mail, as the parts that need them want them.
#pragma once
#include <optional>

#include "appliance/config/settings.h"
#include "appliance/mail/sender.h"
#include "appliance/portal/portal.h"

namespace gatehouse::app {

// What the portal tells of it; nothing: no mail is sent.
std::optional<portal::MailFacts> mail_facts(const config::Settings& settings);
// Only where mail.server is set.
mail::SenderOptions sender_options(const config::Settings& settings);

}  // namespace gatehouse::app
