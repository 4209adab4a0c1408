#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/query.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal::handlers {

namespace {

nlohmann::json entry_view(const db::AuditEntry& entry) {
  const auto after = nlohmann::json::parse(entry.after, nullptr, /*allow_exceptions=*/false);
  const auto said = [&](const char* field) {
    if (!after.is_object() || !after.contains(field) || !after[field].is_string()) return std::string();
    return after[field].get<std::string>();
  };
  return {{"at", rfc3339(entry.at)},
          {"action", entry.action},
          {"address", entry.address},
          {"user_agent", said("browser")},
          {"how", said("how")}};
}

}  // namespace

// From the audit log, which others need a right to read: here everybody sees what was done to the own account.
http::Response list_login_history(Context& context) {
  Query query(context.request);
  const auto limit = query.limit();
  const auto cursor = query.cursor();
  if (auto refusal = query.refusal()) return *refusal;
  const db::User& user = context.caller->user;
  return list_response(
      context.services.audit.logins_of(user.organization, user.id, cursor, static_cast<int>(limit)),
      entry_view);
}

}  // namespace gatehouse::portal::handlers
