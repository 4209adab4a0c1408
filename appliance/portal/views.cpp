#include "appliance/portal/views.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/policy/permissions.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/opening_hours.h"
#include "appliance/portal/query.h"
#include "appliance/portal/rights_views.h"
#include "appliance/portal/services.h"
#include "appliance/portal/session_rights.h"
#include "appliance/portal/user_views.h"
#include "appliance/seal/keys.h"
#include "appliance/wire/close_reason.h"

namespace gatehouse::portal {

namespace {

using nlohmann::json;

// Each once, however often somebody has it.
json roles_view(const std::vector<db::HeldRole>& held) {
  json roles = json::array();
  for (const db::HeldRole& role : held) {
    const json view = {{"id", std::to_string(role.role)}, {"name", role.name}};
    if (std::find(roles.begin(), roles.end(), view) == roles.end()) roles.push_back(view);
  }
  return roles;
}

}  // namespace

json organization_view(const db::Organization& organization) {
  return {{"id", organization.login_id}, {"name", organization.name}};
}

json size_view(const db::OrganizationSize& size) {
  json view = organization_view(size.organization);
  view["license"] = size.organization.license;
  view["users"] = size.users;
  view["clients"] = size.clients;
  view["created_at"] = rfc3339(size.organization.created_at);
  view["waits_for_owner"] = size.waits_for_owner;
  view["appliance"] = size.organization.appliance;
  return view;
}

json features_view(policy::Tier tier) {
  json features = json::array();
  for (const policy::Feature feature : policy::all_features())
    if (policy::includes(tier, feature)) features.push_back(policy::feature_key(feature));
  return features;
}

json me_view(const Services& services, const auth::Identity& identity) {
  return {{"user",
           {{"id", std::to_string(identity.user.id)},
            {"email", identity.user.email},
            {"first_name", identity.user.first_name},
            {"last_name", identity.user.last_name},
            {"address_id", std::to_string(identity.user.address_id)},
            {"alias", alias_of(services, identity.organization, identity.user)}}},
          {"organization", organization_view(identity.organization)},
          {"roles", roles_view(identity.roles)},
          {"access", access_view(identity.rights.access)},
          {"owner", identity.rights.owner},
          {"appliance_owner", identity.rights.owner && identity.organization.appliance},
          {"license", identity.organization.license},
          {"features", features_view(identity.tier())},
          {"user_provider", identity.organization.user_provider},
          {"second_factor", identity.user.second_factor},
          {"second_factor_missing", identity.lacks_second_factor()},
          {"csrf_token", identity.login.csrf_token}};
}

json login_view(const db::Login& login, db::LoginId current) {
  return {{"id", std::to_string(login.id)},
          {"created_at", rfc3339(login.created_at)},
          {"last_seen_at", rfc3339(login.last_seen_at)},
          {"address", login.address},
          {"user_agent", login.user_agent},
          {"current", login.id == current}};
}

std::string device_key_fingerprint(const std::string& device_key) {
  const auto key = seal::public_key_from(as_bytes(from_base64url(device_key).value_or("")));
  return key ? seal::key_fingerprint(*key) : "";
}

namespace {

json fingerprint_view(const std::optional<std::string>& device_key) {
  return device_key ? json(device_key_fingerprint(*device_key)) : json();
}

json clone_view(const std::optional<db::Client::Clone>& clone) {
  if (!clone) return {};
  return {{"name", clone->name}, {"address", clone->address}, {"seen_at", rfc3339(clone->seen_at)}};
}

}  // namespace

json help_view(const std::optional<db::Client::Help>& help) {
  if (!help) return {};
  return {{"requested_at", rfc3339(help->requested_at)}, {"words", help->words}};
}

json client_view(const db::Client& client, Services& services) {
  PortalNeeds& needs = services.needs;
  const std::int64_t now = services.clock.unix_seconds();
  return {{"id", std::to_string(client.id)},
          {"alias", text_view(client.alias)},
          {"name", client.facts.name},
          {"comment", client.comment},
          {"tags", client.tags},
          // Nobody can connect to it before its key is stored.
          {"online", client.device_key && needs.is_online(client.id)},
          {"this_machine", client.this_machine},
          {"mode", client.portable ? "portable" : "installed"},
          {"version", client.facts.version},
          {"platform", client.facts.platform},
          {"os", client.facts.os},
          {"user", client.facts.user},
          {"capture", client.facts.capture},
          {"encoders", services.book.encoders(client.id)},
          {"width", client.facts.width},
          {"height", client.facts.height},
          {"created_at", rfc3339(client.created_at)},
          {"last_seen_at", time_view(client.last_seen_at)},
          {"round_trip_ms", round_trip_view(needs.round_trip(client.id))},
          {"clone", clone_view(client.clone)},
          {"help", help_view(client.help)},
          {"approval_required", client.approval_required},
          {"unattended", client.unattended},
          {"opening_hours", opening_hours_view(client.opening_hours)},
          {"open", is_open(client, needs, now)},
          {"open_changes", opening_change_view(client, needs, now)},
          {"time_zone", needs.time_zone()},
          {"active_sessions", client.active_sessions},
          {"device_key_fingerprint", fingerprint_view(client.device_key)},
          {"offered_device_key_fingerprint", fingerprint_view(client.offered_device_key)}};
}

json enrolment_token_view(const db::EnrolmentToken& token, std::int64_t now) {
  const char* state = token.revoked_at          ? "revoked"
                      : token.uses_left == 0    ? "used_up"
                      : token.expires_at <= now ? "expired"
                                                : "good";
  return {{"id", std::to_string(token.id)},
          {"label", token.label},
          {"created_by", token.created_by_name.empty() ? json() : json(token.created_by_name)},
          {"uses", token.uses},
          {"uses_left", token.uses_left},
          {"created_at", rfc3339(token.created_at)},
          {"expires_at", rfc3339(token.expires_at)},
          {"state", state}};
}

json relay_view(const db::RelayNode& relay, PortalNeeds& needs, std::int64_t now) {
  const RelayState state = needs.relay_state(relay.id);
  const bool token_waits = relay.token_expires_at && *relay.token_expires_at > now;
  return {{"id", std::to_string(relay.id)},
          {"name", relay.name},
          {"address", relay.address},
          {"joined", relay.link_key.has_value()},
          {"token_expires_at", token_waits ? time_view(relay.token_expires_at) : json()},
          {"online", state.online},
          {"round_trip_ms", round_trip_view(state.round_trip)},
          {"sessions", state.sessions},
          {"version", relay.version},
          {"created_at", rfc3339(relay.created_at)},
          {"last_seen_at", time_view(relay.last_seen_at)}};
}

json round_trip_view(const std::optional<std::chrono::microseconds>& round_trip) {
  if (!round_trip) return {};
  return std::round(static_cast<double>(round_trip->count()) / 100) / 10;
}

json permissions_view(std::uint32_t bits) {
  const auto permissions = policy::Permissions::from_bits(bits);
  json names = json::array();
  for (const policy::PermissionRow& row : policy::kPermissions) {
    if (permissions.has(row.permission)) names.push_back(row.name);
  }
  return names;
}

json session_view(const db::Session& session, const SessionBook& book) {
  const auto reason = wire::close_reason_from(session.close_reason).value_or(wire::CloseReason::none);
  const bool ended = session.state == db::SessionState::ended;
  const std::string encoder = ended ? "" : book.encoder(session.id);
  return {{"id", std::to_string(session.id)},
          {"client_id", std::to_string(session.client)},
          {"client_name", session.client_name},
          {"user_id", id_view(session.user)},
          {"user_name", session.user_name},
          {"viewer_address", session.viewer_address},
          {"direct_from", session.direct_from.empty() ? json() : json(session.direct_from)},
          {"encoder", encoder.empty() ? json() : json(encoder)},
          {"relay", session.relay.empty() ? json() : json(session.relay)},
          {"state", db::session_state_name(session.state)},
          {"reason", session.reason},
          {"comment", session.comment},
          {"version", session.version},
          {"permissions", permissions_view(session.permissions)},
          {"granted_permissions", session.granted ? permissions_view(*session.granted) : json()},
          {"profile", session.profile.empty() ? json() : json(session.profile)},
          {"elevated", session.elevated},
          {"authorization", authorization_view(session)},
          {"started_at", rfc3339(session.started_at)},
          {"ended_at", time_view(session.ended_at)},
          {"bytes_to_viewer", session.bytes_to_viewer},
          {"bytes_to_client", session.bytes_to_client},
          {"close_reason", wire::close_reason_name(reason)},
          {"close_words", ended ? wire::close_reason_words(reason) : ""}};
}

json page_view(json items, const std::optional<db::Cursor>& next) {
  return {{"items", std::move(items)}, {"next_cursor", next ? json(cursor_text(*next)) : json()}};
}

}  // namespace gatehouse::portal
