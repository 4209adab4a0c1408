#include <nlohmann/json.hpp>

#include "appliance/auth/password_rules.h"
#include "appliance/auth/token.h"
#include "appliance/base/text.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/context.h"
#include "appliance/portal/guard.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/invitations.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/user_providers.h"
#include "appliance/portal/views.h"
#include "db/user_move.h"

namespace gatehouse::portal {

namespace {

using nlohmann::json;

constexpr std::size_t kLongestToken = 64;

struct Offer {
  db::Invitation invitation;
  db::Organization organization;
};

http::Response link_is_over() {
  return to_response(
      {410, "link_is_over",
       "This invitation was accepted or withdrawn already, or is too old. Ask for a new one."});
}

Found<Offer> find_offer(Services& services, const std::string& token_hash) {
  const auto invitation =
      found(services.invitations.find_by_token(token_hash, services.clock.unix_seconds()), link_is_over());
  if (!invitation) return invitation.refusal();
  const auto organization = found(services.organizations.find(invitation->organization), link_is_over());
  if (!organization) return organization.refusal();
  if (auto refusal = refused(may_invite(services, *organization, invitation->made_by), link_is_over()))
    return *std::move(refusal);
  if (auto refusal = refuse_by_hand(*organization)) return *std::move(refusal);
  return Offer{*invitation, *organization};
}

json offer_view(const Offer& offer) {
  return {{"organization", organization_view(offer.organization)},
          {"email", offer.invitation.email},
          {"first_name", offer.invitation.first_name},
          {"last_name", offer.invitation.last_name},
          {"invited_by", offer.invitation.made_by_name},
          {"expires_at", rfc3339(offer.invitation.expires_at)}};
}

std::string read_token(JsonBody& body) {
  return body.text("token", 1, kLongestToken);
}

json names_of(const db::User& user) {
  return {{"email", user.email}, {"first_name", user.first_name}, {"last_name", user.last_name}};
}

// The last step: the invitation is used up, and the log of its organization says who came, as done by themselves, and
// not where from.
http::Response joined(Context& context, const Offer& offer, const db::User& user) {
  Services& services = context.services;
  const auto removed = services.invitations.remove(user.organization, offer.invitation.id);
  if (auto refusal = refused(removed, link_is_over())) return *refusal;
  const Caller caller{{}, user, offer.organization, {}, {}};
  return note_as(context, caller, {"user.joined", user.id, user.email, nullptr, names_of(user)},
                 json_response(200, offer_view(offer)));
}

http::Response already_member() {
  return to_response({409, "already_member", "You are a user of this organization already."});
}

http::Response other_address() {
  return to_response(
      {403, "other_address",
       "Another address is invited than the one of your account. Accept with a new account, or "
       "ask for an invitation of your own."});
}

Refusal refuse_last_owner(Services& services, const Caller& caller) {
  if (!caller.rights.owner) return {};
  const auto owners = services.roles.count_holders(caller.organization.id, std::string(policy::kOwnerRole),
                                                   services.clock.unix_seconds());
  if (!owners) return store_failed(owners.error());
  if (*owners > 0) return {};
  return to_response({409, "last_owner",
                      "Your organization would be left without an Owner who can sign in. Make somebody else "
                      "Owner there first."});
}

// Inside the transaction of the caller, who leaves one organization for another.
http::Response move_caller(Context& context, const Offer& offer) {
  Services& services = context.services;
  const Caller& caller = *context.caller;
  const auto moved = db::move_user(services.database, caller.user, offer.organization.id,
                                   std::string(policy::kDefaultRole), services.clock.unix_seconds());
  // Else somebody there got this address since.
  if (auto refusal = refused(moved, link_is_over())) return *refusal;
  if (auto refusal = refuse_last_owner(services, caller)) return *refusal;
  const auto user = found(services.users.find(offer.organization.id, caller.user.id), link_is_over());
  if (!user) return user.refusal();
  const auto left = note(context, {"user.left", user->id, user->email, names_of(*user)}, no_content());
  if (left.status >= 400) return left;
  return joined(context, offer, *user);
}

}  // namespace

namespace handlers {

http::Response check_invitation(Context& context) {
  JsonBody body(context.request);
  const std::string token = read_token(body);
  if (auto refusal = body.refusal()) return *refusal;
  const auto offer = find_offer(context.services, auth::hash_token(token));
  return offer ? json_response(200, offer_view(*offer)) : offer.refusal();
}

http::Response accept_invitation(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const std::string token = read_token(body);
  const Secret password(body.password("password", auth::kShortestPassword, auth::kLongestPassword));
  if (auto refusal = body.refusal()) return *refusal;
  const std::string token_hash = auth::hash_token(token);
  const auto offer = find_offer(services, token_hash);
  if (!offer) return offer.refusal();
  const db::Invitation& invited = offer->invitation;
  const auth::PasswordOwner owner{invited.email, invited.first_name, invited.last_name,
                                  offer->organization.name};
  if (const auto problem = auth::password_problem(password.view(), owner))
    return invalid_fields({{"password", *problem}});
  const auto hash = services.hasher.hash(password.view());
  if (!hash) return busy();

  http::Response answer = in_transaction(services, [&]() -> http::Response {
    const auto now = find_offer(services, token_hash);
    if (!now) return now.refusal();
    db::User wanted;
    wanted.organization = now->organization.id;
    wanted.email = now->invitation.email;
    wanted.first_name = now->invitation.first_name;
    wanted.last_name = now->invitation.last_name;
    wanted.password_hash = *hash;
    wanted.created_at = services.clock.unix_seconds();
    wanted.verified_at = wanted.created_at;
    const auto user = found(services.users.add(wanted, {std::string(policy::kDefaultRole)}), link_is_over());
    return user ? joined(context, *now, *user) : user.refusal();
  });
  if (answer.status < 400) services.events.publish(offer->organization.id, Topic::rights);
  return answer;
}

http::Response join_by_invitation(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  const std::string token = read_token(body);
  if (auto refusal = body.refusal()) return *refusal;
  std::optional<db::OrganizationId> into;
  http::Response answer = change_rights(context, [&]() -> http::Response {
    const auto offer = find_offer(services, auth::hash_token(token));
    if (!offer) return offer.refusal();
    const Caller& caller = *context.caller;
    if (caller.organization.id == offer->organization.id) return already_member();
    if (lower_ascii(caller.user.email) != lower_ascii(offer->invitation.email)) return other_address();
    into = offer->organization.id;
    return move_caller(context, *offer);
  });
  if (answer.status >= 400) return answer;
  services.events.publish(*into, Topic::rights);
  answer.headers.emplace_back("Set-Cookie", no_login_cookie());
  return answer;
}

}  // namespace handlers

}  // namespace gatehouse::portal
