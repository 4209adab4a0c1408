#include "appliance/portal/invitations.h"

#include <map>
#include <nlohmann/json.hpp>

#include "appliance/auth/token.h"
#include "appliance/portal/account_links.h"
#include "appliance/portal/callers.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/context.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/letters.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/services.h"
#include "appliance/portal/user_providers.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal {

namespace {

using nlohmann::json;

constexpr std::size_t kLongestName = 100;
constexpr std::int64_t kMostInvitations = 1000;  // of an organization, at a time

auth::Rights default_rights() {
  return {policy::find_role(policy::kDefaultRole)->access};
}

std::string name_of(const db::User& user) {
  return user.first_name + " " + user.last_name;
}

json noted(const db::Invitation& invitation) {
  return {{"email", invitation.email},
          {"first_name", invitation.first_name},
          {"last_name", invitation.last_name},
          {"expires_at", rfc3339(invitation.expires_at)}};
}

json invitation_view(const db::Invitation& invitation, bool good) {
  return {{"id", std::to_string(invitation.id)},
          {"email", invitation.email},
          {"first_name", invitation.first_name},
          {"last_name", invitation.last_name},
          {"invited_by", invitation.made_by ? json(invitation.made_by_name) : json()},
          {"created_at", rfc3339(invitation.created_at)},
          {"expires_at", rfc3339(invitation.expires_at)},
          {"expired", !good}};
}

// A token that the store does not know yet, and where it leads.
struct FreshLink {
  auth::Token token = auth::new_token();
  NewLink link;

  FreshLink(const Context& context, bool by_mail, std::int64_t expires_at) {
    link.host = by_mail ? host_for_mail(context.services, context.request)
                        : std::string(context.request.header("host"));
    link.url = "https://" + link.host + "/invitation#" + std::string(token.text.view());
    link.expires_at = expires_at;
  }
};

Found<db::Invitation> find_invitation(Context& context) {
  return found(
      context.services.invitations.find(context.caller->organization.id, context.id_in_path("invitation_id")),
      no_such_invitation());
}

// One with the caller's name on it, and so what the caller could give.
Refusal refuse_to_invite(Context& context, const std::string& email) {
  if (auto refusal = refuse_by_hand(context.caller->organization)) return refusal;
  if (auto refusal = refuse_beyond(context, default_rights())) return refusal;
  const auto user = context.services.users.find_by_email(context.caller->organization.id, email);
  if (!user) return store_failed(user.error());
  return *user ? Refusal(email_taken()) : Refusal();
}

// Nobody's letter box is filled with them.
Refusal refuse_letters(Context& context, const std::string& email) {
  const std::string key = context.caller->organization.login_id + "\n" + lower_ascii(email);
  const auto wait = context.services.invitation_letters.begin(key);
  return wait.count() > 0 ? Refusal(too_many_tries(wait)) : Refusal();
}

// A letter to a stranger begins with it.
void refuse_links(JsonBody& body, const std::string& field, const std::string& name) {
  if (name.find("://") != std::string::npos || lower_ascii(name).find("www.") != std::string::npos)
    body.fail(field, "A name holds no address of a web page.");
}

// The last step: the link shown to the caller, or put into the queue of mail and shown to nobody.
http::Response handed_over(Context& context, const db::Invitation& invitation, const NewLink& link,
                           bool by_mail, std::string_view action) {
  Services& services = context.services;
  if (by_mail) {
    if (auto refusal = refuse_letters(context, invitation.email)) return *refusal;
    const auto queued = queue(context, letter_of_invitation(services, context.caller->organization,
                                                            invitation, link, invitation.made_by_name));
    if (!queued) return queued.refusal();
  }
  json after = noted(invitation);
  if (by_mail) after["mailed"] = true;
  return note(context, {action, invitation.id, invitation.email, nullptr, std::move(after)},
              json_response(201, {{"invitation", invitation_view(invitation, true)},
                                  {"link", by_mail ? json() : json(link.url)},
                                  {"link_expires_at", time_view(link.expires_at)},
                                  {"mailed", by_mail}}));
}

// Another link for it, in the caller's name.
Found<db::Invitation> renewed(Context& context, db::Invitation invitation, const FreshLink& fresh) {
  if (auto refusal = refuse_to_invite(context, invitation.email)) return *std::move(refusal);
  invitation.made_by = context.caller->user.id;
  invitation.made_by_name = name_of(context.caller->user);
  invitation.expires_at = fresh.link.expires_at;
  if (auto refusal = refused(context.services.invitations.renew(invitation, fresh.token.hash)))
    return *std::move(refusal);
  return invitation;
}

}  // namespace

Result<bool> may_invite(Services& services, const db::Organization& organization,
                        std::optional<db::UserId> maker) {
  if (!maker || !policy::includes(auth::tier_of(organization), policy::Feature::invite_users)) return false;
  const std::int64_t now = services.clock.unix_seconds();
  const auto user = services.users.find(organization.id, *maker);
  if (!user) return user.error();
  if (!*user || !(*user)->may_sign_in_at(now)) return false;
  const auto rights = auth::rights_of(services.roles, **user, now);
  if (!rights) return rights.error();
  return rights->access.allows(policy::Section::users, policy::Level::edit) &&
         rights->cover(default_rights());
}

http::Response no_such_invitation() {
  return to_response({404, "no_such_invitation", "There is no such invitation."});
}

Found<db::Mail> invitation_written_again(Context& context, const db::Mail& former) {
  Services& services = context.services;
  const Caller& caller = *context.caller;
  if (auto refusal = refuse_unlicensed(caller, policy::Feature::invite_users)) return *std::move(refusal);
  if (!caller.rights.access.allows(policy::Section::users, policy::Level::edit)) return not_permitted();
  const auto invitation = found(services.invitations.find_by_email(caller.organization.id, former.recipient),
                                no_such_invitation());
  if (!invitation) return invitation.refusal();
  if (auto refusal = refuse_letters(context, invitation->email)) return *std::move(refusal);
  const FreshLink fresh(context, true, services.clock.unix_seconds() + kLinkGoodFor);
  const auto now = renewed(context, *invitation, fresh);
  if (!now) return now.refusal();
  return letter_of_invitation(services, caller.organization, *now, fresh.link, now->made_by_name);
}

namespace handlers {

http::Response list_invitations(Context& context) {
  Services& services = context.services;
  Query query(context.request);
  const auto limit = query.limit();
  const auto cursor = query.cursor();
  if (auto refusal = query.refusal()) return *refusal;
  const db::Organization& organization = context.caller->organization;
  const auto page = services.invitations.list(organization.id, cursor, static_cast<int>(limit));
  if (!page) return store_failed(page.error());
  const std::int64_t now = services.clock.unix_seconds();
  std::map<std::optional<db::UserId>, bool> may;
  json items = json::array();
  for (const db::Invitation& invitation : page->rows) {
    if (!may.contains(invitation.made_by)) {
      const auto still = may_invite(services, organization, invitation.made_by);
      if (!still) return store_failed(still.error());
      may[invitation.made_by] = *still;
    }
    items.push_back(invitation_view(invitation, invitation.expires_at > now && may[invitation.made_by]));
  }
  return json_response(200, page_view(std::move(items), page->next));
}

http::Response invite_user(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  db::Invitation wanted;
  wanted.first_name = body.text("first_name", 1, kLongestName);
  wanted.last_name = body.text("last_name", 1, kLongestName);
  refuse_links(body, "first_name", wanted.first_name);
  refuse_links(body, "last_name", wanted.last_name);
  wanted.email = body.email("email");
  const auto by_mail = read_by_mail(context, body);
  if (!by_mail) return by_mail.refusal();
  wanted.organization = context.caller->organization.id;
  wanted.made_by = context.caller->user.id;
  wanted.created_at = services.clock.unix_seconds();
  wanted.expires_at = wanted.created_at + kLinkGoodFor;
  const std::string words =
      "This address is invited already. Make a new link for that invitation, or withdraw it first.";
  return change_rights(context, [&]() -> http::Response {
    if (auto refusal =
            refuse_too_many(services.invitations.count(wanted.organization), kMostInvitations, "invitations"))
      return *refusal;
    if (auto refusal = refuse_to_invite(context, wanted.email)) return *refusal;
    const FreshLink fresh(context, *by_mail, wanted.expires_at);
    const auto invitation = found(services.invitations.add(wanted, fresh.token.hash),
                                  to_response({409, "already_invited", words, {{"email", words}}}));
    if (!invitation) return invitation.refusal();
    return handed_over(context, *invitation, fresh.link, *by_mail, "invitation.made");
  });
}

http::Response renew_invitation(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const auto by_mail = read_by_mail(context, body);
  if (!by_mail) return by_mail.refusal();
  return change_rights(context, [&]() -> http::Response {
    const auto invitation = find_invitation(context);
    if (!invitation) return invitation.refusal();
    const FreshLink fresh(context, *by_mail, services.clock.unix_seconds() + kLinkGoodFor);
    const auto now = renewed(context, *invitation, fresh);
    if (!now) return now.refusal();
    return handed_over(context, *now, fresh.link, *by_mail, "invitation.link_made");
  });
}

http::Response withdraw_invitation(Context& context) {
  return change_rights(context, [&]() -> http::Response {
    const auto invitation = find_invitation(context);
    if (!invitation) return invitation.refusal();
    const auto removed = context.services.invitations.remove(invitation->organization, invitation->id);
    if (auto refusal = refused(removed, no_such_invitation())) return *refusal;
    return note(context, {"invitation.withdrawn", invitation->id, invitation->email, noted(*invitation)},
                no_content());
  });
}

}  // namespace handlers

}  // namespace gatehouse::portal
