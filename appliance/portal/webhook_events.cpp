#include "appliance/portal/webhook_events.h"

#include <nlohmann/json.hpp>

#include "appliance/base/log.h"
#include "appliance/base/secret.h"
#include "appliance/base/text.h"
#include "appliance/portal/json_values.h"

namespace gatehouse::portal {

const std::vector<std::string>& webhook_events() {
  using namespace webhook_event;
  static const std::vector<std::string> all = [] {
    std::vector<std::string> names;
    for (const std::string_view name :
         {kSessionRequested, kSessionStarted, kSessionEnded, kClientJoined, kClientOnline, kClientOffline,
          kClientRemoved, kApprovalRequested, kApprovalDecided})
      names.emplace_back(name);
    return names;
  }();
  return all;
}

void WebhookEvents::session(std::string_view event, const db::Session& session,
                            std::optional<wire::CloseReason> reason) {
  nlohmann::json data = {{"session_id", std::to_string(session.id)},
                         {"client_id", std::to_string(session.client)},
                         {"client_name", session.client_name},
                         {"user_id", id_view(session.user)},
                         {"user_name", session.user_name}};
  if (reason) data["close_reason"] = wire::close_reason_name(*reason);
  happened(session.organization, event, data);
}

void WebhookEvents::client(std::string_view event, db::OrganizationId organization, db::ClientId client,
                           const std::string& name) {
  happened(organization, event, {{"client_id", std::to_string(client)}, {"client_name", name}});
}

void WebhookEvents::approval(std::string_view event, const db::Approval& approval) {
  static constexpr std::string_view kStates[] = {"waiting", "approved", "declined", "withdrawn", "revoked"};
  happened(approval.organization, event,
           {{"approval_id", std::to_string(approval.id)},
            {"client_id", std::to_string(approval.client)},
            {"client_name", approval.client_name},
            {"asked_by", approval.asked_by_name},
            {"state", kStates[static_cast<std::size_t>(approval.state)]}});
}

Result<bool> WebhookEvents::test(db::OrganizationId organization, db::WebhookId webhook) {
  return queue(organization, webhook, kWebhookTest, body_of(kWebhookTest, nlohmann::json::object()));
}

Result<bool> WebhookEvents::again(const db::Delivery& delivery) {
  return queue(delivery.organization, delivery.webhook, delivery.event, delivery.body);
}

void WebhookEvents::happened(db::OrganizationId organization, std::string_view event,
                             const nlohmann::json& data) {
  const auto hear = webhooks_.who_hears(organization, std::string(event));
  if (!hear) return log::error("webhooks", hear.error().message);
  if (hear->empty()) return;
  const std::string body = body_of(event, data);
  for (const db::WebhookId webhook : *hear) {
    const auto queued = queue(organization, webhook, event, body);
    if (!queued) log::error("webhooks", queued.error().message);
  }
}

Result<bool> WebhookEvents::queue(db::OrganizationId organization, db::WebhookId webhook,
                                  std::string_view event, std::string body) {
  db::Delivery delivery;
  delivery.organization = organization;
  delivery.webhook = webhook;
  delivery.event = event;
  delivery.body = std::move(body);
  delivery.created_at = clock_.unix_seconds();
  auto queued = webhooks_.queue(delivery);
  if (queued && *queued) needs_.webhook_queued();
  return queued;
}

// The ID is the same for every try, so that a receiver can tell what it has heard already.
std::string WebhookEvents::body_of(std::string_view event, const nlohmann::json& data) const {
  const nlohmann::json body = {
      {"id", random_token(16)}, {"event", event}, {"at", rfc3339(clock_.unix_seconds())}, {"data", data}};
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace gatehouse::portal
