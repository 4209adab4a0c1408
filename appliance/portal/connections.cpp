#include <algorithm>
#include <nlohmann/json.hpp>

#include "appliance/base/secret.h"
#include "appliance/base/text.h"
#include "appliance/portal/approvals.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/client_in_path.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/opening_hours.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/session_rights.h"
#include "appliance/portal/user_views.h"
#include "appliance/portal/views.h"
#include "appliance/wire/link.h"
#include "appliance/wire/server_names.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::size_t kLongestReason = 200;

std::string viewer_name(const db::User& user) {
  return user.first_name + " " + user.last_name;
}

db::Session requested_session(const Context& context, const db::Client& client, std::string reason,
                              const std::optional<db::Approval>& approval) {
  const Caller& caller = *context.caller;
  db::Session session;
  session.organization = caller.organization.id;
  session.client = client.id;
  session.client_name = client.facts.name;
  session.user = caller.user.id;
  session.user_name = viewer_name(caller.user);
  session.viewer_address = context.request.remote_address;
  session.permissions = policy::Permissions::available().bits();
  session.started_at = context.services.clock.unix_seconds();
  session.reason = std::move(reason);
  note_authorization(session, caller);
  if (approval) {
    session.approval = approval->id;
    session.approved_by = approval->decided_by_name;
  }
  return session;
}

// Written down, with the audit log, and its place kept.
Found<db::Session> begin_session(Context& context, db::Session wanted) {
  Services& services = context.services;
  const http::Response full = to_response(
      {503, "too_many_sessions", "There are too many sessions now. End one, or try again soon.", {}, 5});
  const db::LoginId login = context.caller->login.id;
  if (!services.book.has_room(login)) return full;
  db::Session session;
  const http::Response written = in_transaction(services, [&] {
    const Found<db::Session> added(services.sessions.add(std::move(wanted)));
    if (!added) return added.refusal();
    session = *added;
    nlohmann::json about = {{"machine", session.client_name}};
    if (!session.reason.empty()) about["reason"] = session.reason;
    return note(context, {"session.requested", session.id, session.client_name, nullptr, about},
                no_content());
  });
  if (written.status >= 400) return written;
  if (!services.book.reserve(session, login)) return full;
  return session;
}

seal::Ticket ticket_for(const Context& context, const db::Session& session,
                        const seal::PublicKey& viewer_key) {
  seal::Ticket ticket;
  ticket.call = static_cast<std::uint64_t>(session.id);
  ticket.device = static_cast<std::uint64_t>(session.client);
  ticket.viewer_key = viewer_key;
  ticket.permissions = policy::Permissions::from_bits(session.permissions);
  const Caller& caller = *context.caller;
  ticket.viewer_id = static_cast<std::uint64_t>(caller.user.address_id);
  ticket.viewer_alias = alias_of(context.services, caller.organization, caller.user);
  ticket.organization = caller.organization.name;
  ticket.reason = session.reason;
  ticket.viewer_name = session.user_name;
  ticket.viewer_account = caller.user.email;
  ticket.viewer_address = session.viewer_address;
  ticket.issued_at = session.started_at;
  return ticket;
}

// The relays that this session may go through in place of the appliance, and what opens it there.
nlohmann::json offers_view(const std::vector<RelayOffer>& offers, const std::vector<db::RelayNode>& relays,
                           const std::string& session, const std::string& view_key) {
  nlohmann::json views = nlohmann::json::array();
  for (const RelayOffer& offer : offers) {
    const auto relay = std::find_if(relays.begin(), relays.end(),
                                    [&](const db::RelayNode& one) { return one.id == offer.id; });
    if (relay == relays.end()) continue;  // removed just now
    const std::string id = std::to_string(offer.id);
    views.push_back(
        {{"id", id},
         {"name", relay->name},
         {"address", offer.address},
         {"server_name", wire::relay_server_name(static_cast<std::uint64_t>(offer.id))},
         {"from_machine_ms", round_trip_view(offer.from_machine)},
         {"stream_url", "wss://" + offer.address + "/stream/" + session + "?key=" + base64url(view_key)}});
  }
  return views;
}

}  // namespace

http::Response connect(Context& context) {
  JsonBody body(context.request);
  const std::string address = body.text("address", 1, 128);
  const std::string viewer_key_text = body.text("viewer_key", 1, 64);
  const bool over_link = body.choice("transport", {"websocket", "link"}) == "link";
  if (context.caller->token && !over_link)
    body.fail("transport",
              "With an API token it is \"link\": the stream for browsers is for people who are signed in.");
  const std::string reason = body.has("reason") ? body.text("reason", 0, kLongestReason) : "";
  if (auto refusal = body.refusal()) return *refusal;
  if (reason.empty() && context.caller->organization.reason_required) {
    const std::string words = "Your organization wants to know why you connect.";
    return to_response({422, "reason_required", words, {{"reason", words}}});
  }

  const auto viewer_key = seal::public_key_from(as_bytes(from_base64url(viewer_key_text).value_or("")));
  if (!viewer_key) return to_response({422, "bad_viewer_key", "viewer_key is no X25519 key in base64url."});

  const auto client = client_by_address(context, address);
  if (!client) return store_failed(client.error());
  if (!*client) return to_response({404, "no_such_client", "There is no machine with this ID or alias."});
  const std::int64_t now = context.services.clock.unix_seconds();
  if (auto closed = refuse_outside_hours(**client, context.services.needs, now)) return *closed;
  const auto approval = approval_to_connect(context, **client);
  if (!approval) return approval.refusal();
  if (!context.services.needs.is_online((*client)->id)) {
    return to_response({409, "client_offline", "This machine is not connected to the appliance right now."});
  }
  if ((*client)->offered_device_key) {
    return to_response({409,
                        "device_key_changed",
                        "This machine came with another key than it had. Somebody who may edit clients has "
                        "to confirm the new one.",
                        {},
                        0,
                        std::to_string((*client)->id)});
  }
  if (!(*client)->device_key) {
    return to_response(
        {409, "client_offline", "This machine has not shown its key yet. Try again in a moment."});
  }
  const auto organization = context.caller->organization.id;
  const auto offers = context.services.needs.relays_for(organization, (*client)->id);
  const auto relays = offers.empty() ? Result<std::vector<db::RelayNode>>(std::vector<db::RelayNode>())
                                     : context.services.relays.list(organization);
  if (!relays) return store_failed(relays.error());
  const auto session = begin_session(context, requested_session(context, **client, reason, *approval));
  if (!session) return session.refusal();
  const std::string id = std::to_string(session->id);
  const std::string ticket = context.services.tickets.sign(ticket_for(context, *session, *viewer_key));
  // Whom it is not given to can't come with it.
  const std::string view_key = over_link || !offers.empty() ? random_bytes(wire::kViewKeySize) : "";
  const std::string origin = over_link ? "" : std::string(context.request.header("origin"));
  auto until = opening_changes_at(**client, context.services.needs, now);
  if (*approval) until = std::min(until.value_or((*approval)->ends_at), (*approval)->ends_at);
  context.services.book.set_ticket(session->id, ticket, {view_key, origin}, until);
  nlohmann::json answer = {
      {"session_id", id},
      {"client", client_view(**client, context.services)},
      {"device_key", *(*client)->device_key},
      {"ticket", ticket},
      {"stream_path", std::string(kApi) + "/connections/" + id + "/stream"},
      {"from_machine_ms", round_trip_view(context.services.needs.appliance_from((*client)->id))},
      {"relays", offers_view(offers, *relays, id, view_key)}};
  if (over_link) {
    const Authorities authorities = context.services.authorities();
    answer["link"] = {{"view_key", base64url(view_key)},
                      {"authority_fingerprint", hex(authorities.fingerprint)},
                      {"authorities", authorities.certificates_pem},
                      {"direct", context.services.needs.direct_addresses((*client)->id)}};
  }
  return json_response(201, answer);
}

std::variant<http::Response, http::WebSocketAccept> open_stream(Context& context) {
  Services& services = context.services;
  const auto id = context.id_in_path("session_id");
  const auto session = services.sessions.find(context.caller->organization.id, id);
  if (!session) return store_failed(session.error());
  const auto ticket = services.book.use(id, context.caller->login.id);
  if (!*session || !ticket) {
    return to_response({404, "no_such_connection", "There is no such connection, or it was used already."});
  }
  CallRequest request;
  request.session = id;
  request.client = (*session)->client;
  request.ticket = *ticket;
  SharedReason reason = make_reason();
  return accept_websocket(reason, [&services, request, reason](UniqueFd socket) {
    services.book.start(request, std::move(socket), reason);
  });
}

}  // namespace gatehouse::portal::handlers
