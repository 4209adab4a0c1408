#include "appliance/portal/changes.h"

#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "appliance/portal/callers.h"
#include "appliance/portal/context.h"
#include "appliance/portal/found.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/security_notices.h"
#include "appliance/portal/services.h"
#include "appliance/portal/sign_in.h"

namespace gatehouse::portal {

namespace {

std::string entity_tag(std::int64_t version) {
  return "\"" + std::to_string(version) + "\"";
}

std::string dumped(const nlohmann::json& object) {
  if (object.is_null() || object.empty()) return {};
  return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void keep_differences(nlohmann::json& before, nlohmann::json& after) {
  if (!before.is_object() || !after.is_object()) return;
  std::vector<std::string> same;
  for (const auto& [field, value] : before.items()) {
    if (after.contains(field) && after[field] == value) same.push_back(field);
  }
  for (const std::string& field : same) {
    before.erase(field);
    after.erase(field);
  }
}

db::AuditEntry entry_of(const Services& services, AuditEvent event) {
  keep_differences(event.before, event.after);
  for (nlohmann::json* side : {&event.before, &event.after}) {
    if (side->is_object() && event.about.is_object()) side->update(event.about);
  }
  db::AuditEntry entry;
  entry.at = services.clock.unix_seconds();
  entry.action = event.action;
  entry.target_id = std::to_string(event.target_id);
  entry.target = std::move(event.target);
  entry.before = dumped(event.before);
  entry.after = dumped(event.after);
  return entry;
}

}  // namespace

http::Response in_transaction(Services& services, const std::function<http::Response()>& body) {
  http::Response answer;
  const auto done = services.database.transaction([&]() -> Result<void> {
    answer = body();
    return answer.status < 400 ? Result<void>() : Error{"refused"};
  });
  return done || answer.status >= 400 ? answer : store_failed(done.error());
}

http::Response change_as_now(Context& context, const std::function<http::Response()>& body) {
  const Caller* const before = context.caller;
  return in_transaction(context.services, [&] {
    const auto now = find_caller(context.services, context.request);
    if (!now) return now.refusal();
    if (auto refusal = refuse_route(context.route->access, *now)) return *refusal;
    context.caller = &*now;
    http::Response given = body();
    context.caller = before;
    return given;
  });
}

http::Response change_rights(Context& context, const std::function<http::Response()>& body) {
  http::Response answer = change_as_now(context, body);
  if (answer.status < 400) {
    context.services.recheck_live();
    context.services.events.publish(context.caller->organization.id, Topic::rights);
  }
  return answer;
}

http::Response note(Context& context, AuditEvent event, http::Response answer) {
  const bool both = event.before.is_object() && event.after.is_object();
  if (both && event.before == event.after) return answer;
  if (auto refusal = notify_owner(context, event)) return *refusal;
  db::AuditEntry entry = entry_of(context.services, std::move(event));
  entry.address = context.request.remote_address;
  entry.organization = context.caller->organization.id;
  entry.actor_id = context.caller->user.id;
  entry.actor = actor_name(*context.caller);
  if (auto refusal = refused(context.services.audit.append(std::move(entry)))) return *refusal;
  if (auto refusal = context.services.idempotency.keep(context, answer)) return *refusal;
  return answer;
}

http::Response note_as(Context& context, const auth::Identity& who, AuditEvent event, http::Response answer) {
  const Caller* const caller = std::exchange(context.caller, &who);
  http::Response noted = note(context, std::move(event), std::move(answer));
  context.caller = caller;
  return noted;
}

Result<void> note_own_doing(Services& services, db::OrganizationId organization, AuditEvent event) {
  db::AuditEntry entry = entry_of(services, std::move(event));
  entry.organization = organization;
  entry.actor = "Gatehouse";
  return services.audit.append(std::move(entry));
}

void note_attempt(Context& context, const db::User& whose, std::string_view action) {
  Services& services = context.services;
  const auto left_out = services.attempts_noted.take(whose.id, services.clock.steady());
  if (!left_out) return;
  AuditEvent event{action, whose.id, whose.email};
  if (*left_out > 0) event.after["left_out"] = *left_out;
  if (const std::string browser = origin_of(context.request).user_agent; !browser.empty())
    event.after["browser"] = browser;
  db::AuditEntry entry = entry_of(services, std::move(event));
  entry.address = context.request.remote_address;
  entry.organization = whose.organization;
  // Later: how long the answer takes must not tell that there is such an account.
  services.needs.write_later([&services, entry = std::move(entry)]() mutable {
    if (const auto kept = services.audit.append(std::move(entry)); !kept) {
      log::error("portal", kept.error().message);
    }
  });
}

http::Response with_version(http::Response response, std::int64_t version) {
  response.headers.emplace_back("ETag", entity_tag(version));
  return response;
}

std::optional<http::Response> refuse_stale(const http::Request& request, std::int64_t version) {
  const std::string_view wanted = request.header("if-match");
  if (wanted.empty() || wanted == "*") return {};
  for (const std::string& tag : split(wanted, ',')) {
    if (trimmed(tag) == entity_tag(version)) return {};
  }
  return to_response({412, "changed_meanwhile",
                      "Somebody has changed this since you loaded it. Load it again, look, and save again."});
}

}  // namespace gatehouse::portal
