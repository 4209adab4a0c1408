#include "appliance/portal/retention.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "appliance/portal/audit_checkpoints.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {
namespace {

constexpr std::chrono::hours kEvery{1};
constexpr int kAtOnce = 500;
constexpr std::int64_t kDay = 86400;
constexpr std::int64_t kKeptApprovals = 365;          // days, where sessions are kept for ever
constexpr std::int64_t kKeptInvitations = 30 * kDay;  // after their end

}  // namespace

void Retention::tick(Services& services) {
  const SteadyTime now = services.clock.steady();
  if (now < next_) return;
  const auto all = services.organizations.all();
  if (!all) return log::error("portal", all.error().message);
  bool more = false;
  for (const db::Organization& organization : *all) {
    if (const auto done = sign_audit(services, organization); !done)
      log::error("portal", done.error().message);
    const auto left = forget_some(services, organization);
    if (!left) log::error("portal", left.error().message);
    if (left && *left) more = true;
  }
  if (more) return;
  const auto ended =
      services.invitations.remove_ended_before(services.clock.unix_seconds() - kKeptInvitations);
  if (!ended) log::error("portal", ended.error().message);
  next_ = now + kEvery;
}

Result<bool> Retention::forget_some(Services& services, const db::Organization& organization) {
  const std::int64_t now = services.clock.unix_seconds();
  Forgotten& forgotten = forgotten_[organization.id];
  bool more = false;
  if (const auto& days = organization.keep_sessions_days) {
    const auto removed = services.sessions.remove_ended_before(organization.id, now - *days * kDay, kAtOnce);
    if (!removed) return removed.error();
    forgotten.sessions += *removed;
    more = *removed == kAtOnce;
  }
  const std::int64_t kept_approvals = organization.keep_sessions_days.value_or(kKeptApprovals);
  const auto approvals =
      services.approvals.remove_asked_before(organization.id, now - kept_approvals * kDay, kAtOnce);
  if (!approvals) return approvals.error();
  more = more || *approvals == kAtOnce;
  if (const auto& days = organization.keep_audit_days) {
    const auto removed = services.audit.forget_before(organization.id, now - *days * kDay, kAtOnce);
    if (!removed) return removed.error();
    forgotten.entries += *removed;
    more = more || *removed == kAtOnce;
  }
  if (more) return true;
  if (const auto noted = note(services, organization); !noted) return noted.error();
  return false;
}

Result<void> Retention::note(Services& services, const db::Organization& organization) {
  const Forgotten forgotten = std::exchange(forgotten_[organization.id], {});
  if (forgotten.sessions == 0 && forgotten.entries == 0) return {};
  nlohmann::json about;
  if (forgotten.sessions > 0) about["sessions"] = forgotten.sessions;
  if (forgotten.entries > 0) about["entries"] = forgotten.entries;
  services.events.publish(organization.id, Topic::sessions);
  return note_own_doing(services, organization.id,
                        {.action = "organization.forgot",
                         .target_id = static_cast<std::int64_t>(organization.id),
                         .target = organization.name,
                         .after = std::move(about)});
}

}  // namespace gatehouse::portal
