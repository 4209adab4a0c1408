// What webhooks are told: which events there are, and how they are put into the queue. Any thread.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/base/clock.h"
#include "appliance/portal/needs.h"
#include "appliance/wire/close_reason.h"
#include "db/approval_repository.h"
#include "db/webhook_repository.h"

namespace gatehouse::portal {

namespace webhook_event {
inline constexpr std::string_view kSessionRequested = "session.requested";
inline constexpr std::string_view kSessionStarted = "session.started";
inline constexpr std::string_view kSessionEnded = "session.ended";
inline constexpr std::string_view kClientJoined = "client.joined";
inline constexpr std::string_view kClientOnline = "client.online";
inline constexpr std::string_view kClientOffline = "client.offline";
inline constexpr std::string_view kClientRemoved = "client.removed";
inline constexpr std::string_view kApprovalRequested = "approval.requested";
inline constexpr std::string_view kApprovalDecided = "approval.decided";
}  // namespace webhook_event

// All of them: what a webhook can be made for, in the order that people see.
const std::vector<std::string>& webhook_events();
// What a webhook hears to try it; none can be made for it.
inline constexpr std::string_view kWebhookTest = "test";

class WebhookEvents {
 public:
  WebhookEvents(db::Database& database, PortalNeeds& needs, const Clock& clock)
      : webhooks_(database), needs_(needs), clock_(clock) {}

  // `reason`: with its end.
  void session(std::string_view event, const db::Session& session,
               std::optional<wire::CloseReason> reason = std::nullopt);
  void client(std::string_view event, db::OrganizationId organization, db::ClientId client,
              const std::string& name);
  // A request, or what became of it.
  void approval(std::string_view event, const db::Approval& approval);
  // To this one alone. False: too many wait there already.
  Result<bool> test(db::OrganizationId organization, db::WebhookId webhook);
  // The same as it was sent before, with the same ID.
  Result<bool> again(const db::Delivery& delivery);

 private:
  void happened(db::OrganizationId organization, std::string_view event, const nlohmann::json& data);
  Result<bool> queue(db::OrganizationId organization, db::WebhookId webhook, std::string_view event,
                     std::string body);
  std::string body_of(std::string_view event, const nlohmann::json& data) const;

  db::WebhookRepository webhooks_;
  PortalNeeds& needs_;
  const Clock& clock_;
};

}  // namespace gatehouse::portal
