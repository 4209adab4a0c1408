// Asking for approvals, deciding about them, and ending them before their time.
#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/portal/approvals.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/client_in_path.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal::handlers {

namespace {

using nlohmann::json;

constexpr std::size_t kLongestReason = 200, kLongestComment = 200;

bool may_decide(const Context& context) {
  return context.caller->rights.access.allows(policy::Section::clients, policy::Level::edit);
}

http::Response no_such_approval() {
  return to_response({404, "no_such_approval", "There is no such request."});
}

http::Response not_open() {
  return to_response(
      {409, "not_open", "This request is decided already, or its time is over. Load the page again."});
}

// Who can't decide sees their own only.
Found<db::Approval> approval_in_path(Context& context) {
  auto approval = found(
      context.services.approvals.find(context.caller->organization.id, context.id_in_path("approval_id")),
      no_such_approval());
  if (approval && approval->asked_by != context.caller->user.id && !may_decide(context))
    return no_such_approval();
  return approval;
}

std::string name_of(const db::User& user) {
  return user.first_name + " " + user.last_name;
}

http::Response shown(const Context& context, int status, const db::Approval& approval) {
  return json_response(status, approval_view(context, approval));
}

void tell(Context& context, std::string_view event, const db::Approval& approval) {
  context.services.events.publish(approval.organization, Topic::clients);
  context.services.webhook_events.approval(event, approval);
}

// About the machine; what was asked and by whom is in the entry.
AuditEvent event_of(std::string_view action, const db::Approval& approval, json after) {
  after["asked_by"] = approval.asked_by_name;
  return {action, approval.client, approval.client_name, nullptr, std::move(after)};
}

http::Response decide(Context& context, db::ApprovalState state, std::string_view action) {
  Services& services = context.services;
  JsonBody body(context.request);
  const std::string comment = body.has("comment") ? body.text("comment", 0, kLongestComment) : "";
  if (auto refusal = body.refusal()) return *refusal;
  db::Approval approval;
  // The caller's right may have ended since the request began.
  http::Response answer = change_as_now(context, [&]() -> http::Response {
    const auto asked = approval_in_path(context);
    if (!asked) return asked.refusal();
    const std::int64_t now = services.clock.unix_seconds();
    if (asked->asked_by == context.caller->user.id) {
      return to_response(
          {403, "own_approval", "Nobody decides about what they asked for themself. Ask somebody else."});
    }
    approval = *asked;
    approval.state = state;
    approval.decided_by = context.caller->user.id;
    approval.decided_by_name = name_of(context.caller->user);
    approval.decided_at = now;
    approval.comment = comment;
    if (state == db::ApprovalState::approved) approval.ends_at = now + approval.minutes * 60;
    if (auto refusal = refused(services.approvals.decide(approval), not_open())) return *refusal;
    json after = {{"reason", approval.reason}};
    if (!comment.empty()) after["comment"] = comment;
    if (state == db::ApprovalState::approved) after["good_until"] = rfc3339(approval.ends_at);
    return note(context, event_of(action, approval, std::move(after)), shown(context, 200, approval));
  });
  if (answer.status < 400) tell(context, webhook_event::kApprovalDecided, approval);
  return answer;
}

}  // namespace

http::Response list_approvals(Context& context) {
  Query query(context.request);
  const int limit = static_cast<int>(query.limit());
  const auto cursor = query.cursor();
  const std::int64_t now = context.services.clock.unix_seconds();
  db::ApprovalFilter filter;
  if (query.has("client_id")) filter.client = query.integer("client_id", 1, INT64_MAX, 0);
  if (query.boolean("open").value_or(false)) filter.open_at = now;
  const bool own = query.boolean("own").value_or(false);
  if (auto refusal = query.refusal()) return *refusal;
  if (own || !may_decide(context)) filter.asked_by = context.caller->user.id;
  return list_response(
      context.services.approvals.list(context.caller->organization.id, filter, cursor, limit),
      [&](const db::Approval& approval) { return approval_view(context, approval); });
}

http::Response get_approval(Context& context) {
  const auto approval = approval_in_path(context);
  return approval ? shown(context, 200, *approval) : approval.refusal();
}

http::Response ask_approval(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const std::string reason = body.text("reason", 1, kLongestReason);
  const std::int64_t minutes = body.integer("minutes", kShortestApproval, kLongestApproval);
  if (auto refusal = body.refusal()) return *refusal;
  db::Approval asked;
  http::Response answer = in_transaction(services, [&]() -> http::Response {
    const auto client = client_in_path(context);
    if (!client) return client.refusal();
    if (!client->approval_required)
      return to_response({409, "approval_not_needed", "This machine needs no approval. Connect to it."});
    const std::int64_t now = services.clock.unix_seconds();
    const db::Approval wanted = {.organization = client->organization,
                                 .client = client->id,
                                 .client_name = client->facts.name,
                                 .asked_by = context.caller->user.id,
                                 .asked_by_name = name_of(context.caller->user),
                                 .reason = reason,
                                 .minutes = minutes,
                                 .asked_at = now,
                                 .ends_at = now + kApprovalWaits};
    const auto added =
        found(services.approvals.add(wanted),
              to_response(
                  {409, "already_asked", "You have asked for this machine already, and that still counts."}));
    if (!added) return added.refusal();
    // Nobody's letter box is filled with them.
    const auto wait = services.approval_requests.begin(std::to_string(context.caller->user.id));
    if (wait.count() > 0) return too_many_tries(wait);
    asked = *added;
    if (auto refusal = tell_approvers(context, asked)) return *refusal;
    return note(context, event_of("approval.requested", asked, {{"reason", reason}, {"minutes", minutes}}),
                shown(context, 201, asked));
  });
  if (answer.status < 400) tell(context, webhook_event::kApprovalRequested, asked);
  return answer;
}

http::Response approve_request(Context& context) {
  return decide(context, db::ApprovalState::approved, "approval.approved");
}

http::Response decline_request(Context& context) {
  return decide(context, db::ApprovalState::declined, "approval.declined");
}

http::Response end_approval(Context& context) {
  Services& services = context.services;
  db::Approval ended;
  http::Response answer = change_as_now(context, [&]() -> http::Response {
    const auto approval = approval_in_path(context);
    if (!approval) return approval.refusal();
    const bool own = approval->asked_by == context.caller->user.id;
    // What waits is declined, with a word about it.
    if (!own && approval->state != db::ApprovalState::approved) return not_open();
    ended = *approval;
    ended.state = own ? db::ApprovalState::withdrawn : db::ApprovalState::revoked;
    ended.ended_by_name = name_of(context.caller->user);
    ended.ended_at = services.clock.unix_seconds();
    if (auto refusal = refused(services.approvals.end(ended), not_open())) return *refusal;
    return note(context, event_of(own ? "approval.withdrawn" : "approval.revoked", ended, json::object()),
                no_content());
  });
  if (answer.status >= 400) return answer;
  services.recheck_live();
  tell(context, webhook_event::kApprovalDecided, ended);
  return answer;
}

}  // namespace gatehouse::portal::handlers
