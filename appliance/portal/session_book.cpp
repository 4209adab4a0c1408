#include "appliance/portal/session_book.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "appliance/base/log.h"

namespace gatehouse::portal {

namespace {

// More than this many ends are never kept for later: the store is gone for good then.
constexpr std::size_t kMaxUnwritten = 1024;

std::optional<CallRequest> request_of(const std::optional<LiveCalls::Call>& call) {
  if (!call) return std::nullopt;
  return CallRequest{.session = call->session.id, .client = call->session.client, .ticket = call->ticket};
}

}  // namespace

bool SessionBook::reserve(const db::Session& session, db::LoginId login) {
  if (!calls_.reserve(session, login, clock_.steady())) {
    end_unstarted(session, wire::CloseReason::busy);
    return false;
  }
  events_.publish(session.organization, Topic::sessions);
  webhooks_.session(webhook_event::kSessionRequested, session);
  return true;
}

void SessionBook::set_ticket(db::SessionId session, std::string ticket, LiveCalls::View view,
                             std::optional<std::int64_t> until) {
  const SteadyTime last =
      until ? clock_.steady() + std::chrono::seconds(*until - clock_.unix_seconds()) : SteadyTime::max();
  calls_.set_ticket(session, std::move(ticket), std::move(view), last);
}

std::optional<std::string> SessionBook::use(db::SessionId session, db::LoginId login) {
  return calls_.use(session, login, clock_.steady());
}

std::optional<CallRequest> SessionBook::claim(db::SessionId session, std::string_view view_key,
                                              std::string_view origin) {
  return request_of(calls_.claim(session, view_key, origin, clock_.steady()));
}

std::optional<CallRequest> SessionBook::claim_direct(db::SessionId session, db::ClientId client) {
  return request_of(calls_.claim_direct(session, client, clock_.steady()));
}

void SessionBook::start(CallRequest request, UniqueFd viewer, const SharedReason& reason) {
  if (!calls_.go_live(request.session)) {
    reason->store(wire::CloseReason::not_permitted);
    return;
  }
  needs_.start_call(std::move(request), std::move(viewer),
                    [reason](wire::CloseReason why) { reason->store(why); });
}

Result<void> SessionBook::close(const db::Session& session, wire::CloseReason reason) {
  if (close_call(session, reason)) return {};
  // No call of this process: there is only the row.
  return write_end(
      {session, reason, session.bytes_to_viewer, session.bytes_to_client, clock_.unix_seconds()});
}

bool SessionBook::close_call(const db::Session& session, wire::CloseReason reason) {
  switch (calls_.close(session.id, reason)) {
    case LiveCalls::Closed::taken_out:
      end_unstarted(session, reason);
      return true;
    case LiveCalls::Closed::hang_up:
      needs_.hang_up(session.id, reason);
      return true;
    case LiveCalls::Closed::not_here:
      break;
  }
  return false;
}

void SessionBook::close_login(db::LoginId login, wire::CloseReason reason) {
  for (const LiveCalls::Call& call : calls_.of_login(login)) close_call(call.session, reason);
}

void SessionBook::close_waiting(wire::CloseReason reason) {
  for (const LiveCalls::Call& call : calls_.all()) {
    if (call.stage != LiveCalls::Stage::live) close_call(call.session, reason);
  }
}

std::optional<db::Session> SessionBook::opened(db::SessionId session, const SessionPath& path) {
  const auto call = calls_.find(session);
  if (!call) return std::nullopt;
  if (const auto done = store_.open(session, path.direct_from, path.relay); !done)
    log::error("portal", done.error().message);
  events_.publish(call->session.organization, Topic::sessions);
  events_.publish(call->session.organization, Topic::clients);
  webhooks_.session(webhook_event::kSessionStarted, call->session);
  return call->session;
}

void SessionBook::encodes(db::SessionId session, db::ClientId client, const std::string& encoder) {
  if (const auto organization = calls_.set_encoder(session, client, encoder))
    events_.publish_soon(*organization, Topic::sessions);
}

std::string SessionBook::encoder(db::SessionId session) const {
  const auto call = calls_.find(session);
  return call ? call->encoder : "";
}

void SessionBook::store_grant(db::SessionId session) {
  const auto call = calls_.find(session);
  if (!call || !call->session.granted) return;
  const auto done = store_.grant(session, *call->session.granted, call->session.profile);
  if (!done) log::error("portal", done.error().message);
  events_.publish_soon(call->session.organization, Topic::sessions);
}

Result<void> SessionBook::store_elevation(db::SessionId session, bool on) {
  const auto noted = calls_.note_elevated(session, on);
  if (!noted) return {};
  events_.publish_soon(noted->organization, Topic::sessions);
  return note_elevation(*noted, on);
}

// By the person who acts: it is their doing, whichever way the machine came to allow it.
Result<void> SessionBook::note_elevation(const db::Session& session, bool on) {
  db::AuditEntry entry;
  entry.organization = session.organization;
  entry.at = clock_.unix_seconds();
  entry.actor_id = session.user;
  entry.actor = session.user_name;
  entry.address = session.viewer_address;
  entry.action = on ? "session.elevated" : "session.elevation_ended";
  entry.target_id = std::to_string(session.client);
  entry.target = session.client_name;
  entry.after = nlohmann::json{{"session_id", std::to_string(session.id)}}.dump();
  return store_.elevate(session.id, std::move(entry));
}

void SessionBook::progress(db::SessionId session, std::uint64_t to_viewer, std::uint64_t to_client) {
  const auto call = calls_.find(session);
  if (!call) return;
  const auto done =
      store_.progress(session, static_cast<std::int64_t>(to_viewer), static_cast<std::int64_t>(to_client));
  if (!done) log::warning("portal", done.error().message);
  events_.publish_soon(call->session.organization, Topic::sessions);
}

void SessionBook::ended(db::SessionId session, wire::CloseReason reason, std::uint64_t to_viewer,
                        std::uint64_t to_client) {
  const auto call = calls_.find(session);
  if (!call) return;
  calls_.forget(session);
  if (call->elevation_noted) {
    if (const auto done = note_elevation(call->session, false); !done)
      log::error("portal", done.error().message);
  }
  write_end_surely({call->session, reason, static_cast<std::int64_t>(to_viewer),
                    static_cast<std::int64_t>(to_client), clock_.unix_seconds()});
}

Result<void> SessionBook::write_end(const End& end) {
  const auto done =
      store_.end(end.session.id, static_cast<std::uint8_t>(end.reason), end.to_viewer, end.to_client, end.at);
  if (!done) {
    log::error("portal", done.error().message);
    return done.error();
  }
  events_.publish(end.session.organization, Topic::sessions);
  events_.publish(end.session.organization, Topic::clients);
  webhooks_.session(webhook_event::kSessionEnded, end.session, end.reason);
  return {};
}

void SessionBook::write_end_surely(const End& end) {
  if (write_end(end)) return;
  const std::lock_guard lock(unwritten_mutex_);
  if (unwritten_.size() < kMaxUnwritten) unwritten_.push_back(end);
}

void SessionBook::end_unstarted(const db::Session& session, wire::CloseReason reason) {
  write_end_surely({session, reason, 0, 0, clock_.unix_seconds()});
}

void SessionBook::tick() {
  // Asked for its end in the moment it was handed over, a call may not have been known to the relay yet.
  for (const LiveCalls::Call& call : calls_.all()) {
    if (call.closing) needs_.hang_up(call.session.id, *call.closing);
  }
  for (const LiveCalls::Call& call : calls_.take_overdue(clock_.steady())) {
    end_unstarted(call.session, wire::CloseReason::viewer_lost);
  }
  std::vector<End> again;
  {
    const std::lock_guard lock(unwritten_mutex_);
    again = std::exchange(unwritten_, {});
  }
  for (const End& end : again) write_end_surely(end);
}

}  // namespace gatehouse::portal
