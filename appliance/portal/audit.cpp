#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/portal/audit_filter.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/services.h"
#include "appliance/portal/views.h"
#include "appliance/seal/keys.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::size_t kLongestAction = 64;

nlohmann::json object_view(const std::string& text) {
  return text.empty() ? nlohmann::json() : nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
}

nlohmann::json entry_view(const db::AuditEntry& entry) {
  return {{"number", entry.number},
          {"at", rfc3339(entry.at)},
          {"actor", {{"id", id_view(entry.actor_id)}, {"name", entry.actor}}},
          {"address", entry.address},
          {"action", entry.action},
          {"target", {{"id", entry.target_id}, {"name", entry.target}}},
          {"before", object_view(entry.before)},
          {"after", object_view(entry.after)},
          {"hash", hex(entry.hash)}};
}

}  // namespace

db::AuditFilter audit_filter(Query& query) {
  db::AuditFilter filter;
  if (query.has("actor")) filter.actor = query.integer("actor", 1, INT64_MAX, 0);
  filter.action = query.text("action", kLongestAction);
  filter.search = query.text("search", 100);
  filter.from = query.time("from");
  filter.to = query.time("to");
  return filter;
}

http::Response list_audit(Context& context) {
  Query query(context.request);
  const auto limit = query.limit();
  const auto cursor = query.cursor();
  const db::AuditFilter filter = audit_filter(query);
  if (auto refusal = query.refusal()) return *refusal;
  return list_response(
      context.services.audit.list(context.caller->organization.id, filter, cursor, static_cast<int>(limit)),
      entry_view);
}

http::Response get_audit_key(Context& context) {
  return json_response(200,
                       {{"fingerprint", seal::key_fingerprint(context.services.audit_key.public_key())}});
}

}  // namespace gatehouse::portal::handlers
