// The life of remote sessions as the portal sees it: asked for, opened, counted, ended; in the store, in
// memory and on the open pages at once. Any thread.
#pragma once
#include <mutex>
#include <optional>
#include <vector>

#include "appliance/base/clock.h"
#include "appliance/portal/event_hub.h"
#include "appliance/portal/live_calls.h"
#include "appliance/portal/needs.h"
#include "appliance/portal/webhook_events.h"
#include "db/session_repository.h"

namespace gatehouse::portal {

class SessionBook {
 public:
  // `room`: sessions at the same time.
  SessionBook(std::size_t room, db::SessionRepository& store, EventHub& events, PortalNeeds& needs,
              const Clock& clock, WebhookEvents& webhooks)
      : store_(store), events_(events), needs_(needs), clock_(clock), webhooks_(webhooks), calls_(room) {}

  // Could one more session begin for this login?
  bool has_room(db::LoginId login) const { return calls_.has_room(login); }
  // `session` was written down; keeps its place for LiveCalls::kReservation. False: too many sessions, and it is over.
  bool reserve(const db::Session& session, db::LoginId login);
  // What its stream, or its link, will be opened with; not at `until` (seconds since 1970) any more, when the machine
  // closes.
  void set_ticket(db::SessionId session, std::string ticket, LiveCalls::View view,
                  std::optional<std::int64_t> until);
  // The stream path was used: good once, for the login that asked, in time. The ticket.
  std::optional<std::string> use(db::SessionId session, db::LoginId login);
  // A viewer came over a link, or to a relay with the page's `origin`: good once, with its view key, in time. The
  // caller starts the call.
  std::optional<CallRequest> claim(db::SessionId session, std::string_view view_key, std::string_view origin);
  // The machine says that a viewer came to it directly: the same without a view key, for a call to this machine.
  std::optional<CallRequest> claim_direct(db::SessionId session, db::ClientId client);
  // Hands the viewer's socket to the relay; closes it (not_permitted) if the session was ended meanwhile.
  void start(CallRequest request, UniqueFd viewer, const SharedReason& reason);

  // Ends it, whatever stage it is in; a live one when the relay has hung up.
  Result<void> close(const db::Session& session, wire::CloseReason reason);
  void close_login(db::LoginId login, wire::CloseReason reason);
  // Ends what has no live call yet.
  void close_waiting(wire::CloseReason reason);

  // The session, unless it is over already.
  std::optional<db::Session> opened(db::SessionId session, const SessionPath& path);
  void encodes(db::SessionId session, db::ClientId client, const std::string& encoder);
  // True: that is news, and store_grant() is to follow, which waits for the disk.
  bool grants(db::SessionId session, db::ClientId client, std::uint32_t permissions,
              const std::string& profile) {
    return calls_.set_grant(session, client, permissions, profile);
  }
  void store_grant(db::SessionId session);
  // The same with store_elevation(), which notes it in the audit log.
  bool elevated(db::SessionId session, db::ClientId client, bool on) {
    return calls_.set_elevated(session, client, on);
  }
  Result<void> store_elevation(db::SessionId session, bool on);
  void progress(db::SessionId session, std::uint64_t to_viewer, std::uint64_t to_client);
  void ended(db::SessionId session, wire::CloseReason reason, std::uint64_t to_viewer,
             std::uint64_t to_client);

  // Ends reservations nobody used, hangs up again what did not end, and writes down ends that the store could
  // not take.
  void tick();

  // What encodes the picture of a session that is open, as its machine says; empty: it has not said.
  std::string encoder(db::SessionId session) const;
  // Of all open sessions with this machine, each once.
  std::vector<std::string> encoders(db::ClientId client) const { return calls_.encoders_of(client); }

  std::vector<LiveCalls::Call> calls() const { return calls_.all(); }

 private:
  struct End {
    db::Session session;
    wire::CloseReason reason;
    std::int64_t to_viewer, to_client, at;
  };

  // False: no call of this process.
  bool close_call(const db::Session& session, wire::CloseReason reason);
  Result<void> write_end(const End& end);
  // As write_end; what the store can't take now is written with a later tick.
  void write_end_surely(const End& end);
  Result<void> note_elevation(const db::Session& session, bool on);
  void end_unstarted(const db::Session& session, wire::CloseReason reason);

  db::SessionRepository& store_;
  EventHub& events_;
  PortalNeeds& needs_;
  const Clock& clock_;
  WebhookEvents& webhooks_;
  LiveCalls calls_;

  std::mutex unwritten_mutex_;  // guards unwritten_
  std::vector<End> unwritten_;
};

}  // namespace gatehouse::portal
