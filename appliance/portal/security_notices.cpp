#include "appliance/portal/security_notices.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "appliance/portal/changes.h"
#include "appliance/portal/context.h"
#include "appliance/portal/letters.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {

namespace {

struct Notice {
  std::string_view action, subject, deed;
};

constexpr Notice kNotices[] = {
    {"user.password_changed", "Your password was changed", "The password of your account was changed."},
    {"user.password_set", "Your password was changed", "A new password was set for your account, by a link."},
    {"user.device_added", "A second factor was added",
     "A device that makes codes was added to your account."},
    {"user.device_removed", "A second factor was removed",
     "A device that makes codes was removed from your account."},
    {"user.passkey_added", "A passkey was added", "A passkey was added to your account."},
    {"user.passkey_removed", "A passkey was removed", "A passkey was removed from your account."},
    {"user.recovery_codes_made", "New recovery codes were made",
     "New recovery codes were made for your account; the earlier ones are not good any more."},
    {"user.second_factor_reset", "Your second factor was removed",
     "An administrator removed everything that was your second factor."},
    {"api_token.created", "An API token was made", "An API token was made that acts for your account."},
};

// As it was before: an address that was only just shown to be theirs has its letter already.
Result<std::optional<db::User>> owner_of(Context& context, const AuditEvent& event) {
  const db::User& caller = context.caller->user;
  if (event.target_id == caller.id) return std::optional(caller);
  return context.services.users.find(caller.organization, event.target_id);
}

}  // namespace

Result<void> notify_owner(Context& context, const AuditEvent& event) {
  Services& services = context.services;
  const auto notice = std::ranges::find(kNotices, event.action, &Notice::action);
  if (!services.options.mail || notice == std::end(kNotices)) return {};
  const auto owner = owner_of(context, event);
  if (!owner) return owner.error();
  if (!*owner || !(*owner)->verified_at) return {};
  const auto queued =
      services.mail.add(letter_of_security(services, context.caller->organization, **owner,
                                           {notice->subject, notice->deed, context.request.remote_address}));
  if (!queued) return queued.error();
  context.mail_queued = true;
  return {};
}

}  // namespace gatehouse::portal
