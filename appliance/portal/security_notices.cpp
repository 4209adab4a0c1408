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
    {"user.joined", "Your account is here now",
     "Your account is in this organization now. Sign in with its ID."},
    {"api_token.created", "An API token was made", "An API token was made that acts for your account."},
};

// As it was before: an address that was only just shown to be theirs has its letter already.
Result<std::optional<db::User>> owner_of(Context& context, const AuditEvent& event) {
  const db::User& caller = context.caller->user;
  if (event.target_id == caller.id) return std::optional(caller);
  return context.services.users.find(caller.organization, event.target_id);
}

// Somebody who manages users gave the account another address: what tells of it goes to the former one.
bool has_new_address(const AuditEvent& event) {
  return event.action == "user.changed" && event.before.contains("email") && event.after.contains("email") &&
         event.before["email"] != event.after["email"];
}

constexpr Notice kNewAddress = {"user.changed", "The address of your account was changed",
                                "Your account has another e-mail address now, and is signed in to with it."};

}  // namespace

Refusal notify_owner(Context& context, const AuditEvent& event) {
  Services& services = context.services;
  const bool moved = has_new_address(event);
  const Notice* notice = moved ? &kNewAddress : std::ranges::find(kNotices, event.action, &Notice::action);
  if (!services.options.mail || notice == std::end(kNotices)) return {};
  const auto owner = owner_of(context, event);
  if (!owner) return store_failed(owner.error());
  if (!*owner || !(*owner)->verified_at) return {};
  db::User told = **owner;
  if (moved) told.email = event.before["email"].get<std::string>();
  const auto queued =
      queue(context, letter_of_security(services, context.caller->organization, told,
                                        {notice->subject, notice->deed, context.request.remote_address}));
  return queued ? Refusal() : queued.refusal();
}

}  // namespace gatehouse::portal
