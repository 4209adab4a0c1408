#include "appliance/portal/approvals.h"

#include <nlohmann/json.hpp>

#include "appliance/portal/context.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/letters.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {
namespace {

using nlohmann::json;

std::string_view state_shown(const db::Approval& approval, std::int64_t now) {
  switch (approval.state) {
    case db::ApprovalState::waiting:
      return approval.ends_at > now ? "waiting" : "expired";
    case db::ApprovalState::approved:
      return approval.ends_at > now ? "approved" : "over";
    case db::ApprovalState::declined:
      return "declined";
    case db::ApprovalState::withdrawn:
      return "withdrawn";
    case db::ApprovalState::revoked:
      break;
  }
  return "revoked";
}

json name_or_null(const std::string& name) {
  return name.empty() ? json() : json(name);
}

// Preconfigured roles whose holders may decide.
std::vector<std::string> deciding_roles() {
  std::vector<std::string> keys;
  for (const policy::Role& role : policy::preconfigured_roles()) {
    if (role.access.allows(policy::Section::clients, policy::Level::edit)) keys.emplace_back(role.key);
  }
  return keys;
}

}  // namespace

Found<std::optional<db::Approval>> approval_to_connect(Context& context, const db::Client& client) {
  if (!client.approval_required) return std::optional<db::Approval>();
  Services& services = context.services;
  auto good = services.approvals.find_good(client.organization, client.id, context.caller->user.id,
                                           services.clock.unix_seconds());
  if (!good) return store_failed(good.error());
  if (*good) return *std::move(good);
  return to_response({403,
                      "approval_needed",
                      "Somebody else has to approve first that you connect to this machine. Ask for it.",
                      {},
                      0,
                      std::to_string(client.id)});
}

Result<bool> is_approved(Services& services, const db::Client& client, std::optional<db::ApprovalId> by,
                         std::int64_t now) {
  if (!client.approval_required) return true;
  if (!by) return false;
  return services.approvals.holds(client.organization, client.id, *by, now);
}

json approval_view(const Context& context, const db::Approval& approval) {
  const std::int64_t now = context.services.clock.unix_seconds();
  const bool own = approval.asked_by == context.caller->user.id;
  const bool decides = context.caller->rights.access.allows(policy::Section::clients, policy::Level::edit);
  const bool open = approval.is_open_at(now);
  return {{"id", std::to_string(approval.id)},
          {"client_id", std::to_string(approval.client)},
          {"client_name", approval.client_name},
          {"asked_by", approval.asked_by_name},
          {"own", own},
          {"reason", approval.reason},
          {"minutes", approval.minutes},
          {"asked_at", rfc3339(approval.asked_at)},
          {"state", state_shown(approval, now)},
          {"ends_at", rfc3339(approval.ends_at)},
          {"decided_by", name_or_null(approval.decided_by_name)},
          {"decided_at", time_view(approval.decided_at)},
          {"comment", approval.comment},
          {"ended_by", name_or_null(approval.ended_by_name)},
          {"ended_at", time_view(approval.ended_at)},
          {"may_decide", decides && !own && open && approval.state == db::ApprovalState::waiting},
          {"may_end", open && (own || (decides && approval.state == db::ApprovalState::approved))}};
}

Refusal tell_approvers(Context& context, const db::Approval& approval) {
  Services& services = context.services;
  const std::string host = services.options.mail ? host_for_mail(services, context.request) : "";
  if (host.empty()) return {};
  const std::int64_t now = services.clock.unix_seconds();
  const auto able = services.roles.users_with(approval.organization, deciding_roles(),
                                              std::string(policy::section_key(policy::Section::clients)),
                                              static_cast<int>(policy::Level::edit), now);
  if (!able) return store_failed(able.error());
  std::size_t told = 0;
  for (const db::UserId id : *able) {
    if (id == approval.asked_by || told == kMostApproversTold) continue;
    const auto user = services.users.find(approval.organization, id);
    if (!user) return store_failed(user.error());
    if (!*user || !(*user)->may_sign_in_at(now)) continue;
    const auto queued =
        queue(context, letter_of_approval(services, context.caller->organization, **user, approval, host));
    if (!queued) return queued.refusal();
    ++told;
  }
  return {};
}

}  // namespace gatehouse::portal
