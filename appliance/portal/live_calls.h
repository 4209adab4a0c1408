// Which sessions wait for their viewer's stream or are going on, and by which login. Memory only: what is
// here ends with the process, what lasts is in the store.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/base/clock.h"
#include "appliance/wire/close_reason.h"
#include "db/records.h"

namespace gatehouse::portal {

// Any thread.
class LiveCalls {
 public:
  static constexpr std::size_t kMostPerLogin = 16;
  static constexpr std::chrono::seconds kReservation{30};
  static constexpr int kMostElevations = 100;  // that are listened to, in a session

  enum class Stage {
    reserved,   // asked for; the stream path is good once, for kReservation
    upgrading,  // the stream path was used; the socket is not there yet, and has as long again to come
    live,       // handed to the relay
  };
  struct View {
    std::string key;  // 16 bytes; empty: by its stream path only
    std::string
        origin;  // of the page that asked, and must be the one that comes; empty: it is no page, and may come by
                 // a link, or to the machine itself
  };
  struct Call {
    db::Session session;
    db::LoginId login = 0;
    Stage stage = Stage::reserved;
    SteadyTime good_until{};
    std::string ticket;  // while it waits for its stream
    View view;           // with what else the viewer may come
    // Set once somebody has asked for its end; the relay is asked again until it is over.
    std::optional<wire::CloseReason> closing;
    std::string encoder;           // of its picture, as the machine says; empty: it has not said
    bool elevated = false;         // the viewer acts as the machine's administrator, as the machine says
    int elevations = 0;            // how often it said so
    bool elevation_noted = false;  // in the audit log, and not its end
  };

  // `room`: for all together; one login gets half of it, and kMostPerLogin at most.
  explicit LiveCalls(std::size_t room)
      : room_(room), room_per_login_(std::clamp<std::size_t>(room / 2, 1, kMostPerLogin)) {}

  bool has_room(db::LoginId login) const;
  // False: no room.
  bool reserve(const db::Session& session, db::LoginId login, SteadyTime now);

  // `until`: it waits no longer than that, whatever kReservation says.
  void set_ticket(db::SessionId session, std::string ticket, View view, SteadyTime until = SteadyTime::max());
  // The stream was asked for; its ticket. Nothing: no such reservation, another login's, used already or too late.
  std::optional<std::string> use(db::SessionId session, db::LoginId login, SteadyTime now);
  // A viewer came elsewhere with the view key; the call, which is live from now on. Nothing: as with use().
  std::optional<Call> claim(db::SessionId session, std::string_view view_key, std::string_view origin,
                            SteadyTime now);
  // The same, by the machine `client` to which the viewer came itself; only for a call that a link may claim.
  std::optional<Call> claim_direct(db::SessionId session, db::ClientId client, SteadyTime now);
  // What the machine `client` says of a live call of its own; whose organization's pages are to know. Nothing: it has
  // no such call, or nothing has changed.
  std::optional<db::OrganizationId> set_encoder(db::SessionId session, db::ClientId client,
                                                const std::string& encoder);
  // What the machine `client` says it lets the viewer of a live call of its own do: no more than was offered, and what
  // it said once stays said. True: that is news.
  bool set_grant(db::SessionId session, db::ClientId client, std::uint32_t permissions,
                 const std::string& profile);
  // Whether the viewer of such a call acts as the machine's administrator, if it was offered that. True: that is news.
  bool set_elevated(db::SessionId session, db::ClientId client, bool on);
  // It is about to be noted in the audit log. The session; nothing: that is there already, or the call is over.
  std::optional<db::Session> note_elevated(db::SessionId session, bool on);
  // Of the live calls to this machine, each once.
  std::vector<std::string> encoders_of(db::ClientId client) const;
  // Use with the socket at hand; false: the call was ended meanwhile, close the socket.
  bool go_live(db::SessionId session);

  enum class Closed {
    taken_out,  // it was not live yet, and is gone
    hang_up,    // it is live: the relay must end it
    not_here,
  };
  Closed close(db::SessionId session, wire::CloseReason reason);
  void forget(db::SessionId session);

  std::optional<Call> find(db::SessionId session) const;
  std::vector<Call> of_login(db::LoginId login) const;
  std::vector<Call> all() const;
  // Takes out those that waited too long.
  std::vector<Call> take_overdue(SteadyTime now);

 private:
  bool room_for(db::LoginId login) const;
  template <class Permitted>
  std::optional<Call> claim_if(db::SessionId session, SteadyTime now, Permitted permitted);
  template <class Predicate>
  std::vector<Call> where(Predicate predicate) const;

  const std::size_t room_, room_per_login_;
  mutable std::mutex mutex_;  // guards calls_
  std::map<db::SessionId, Call> calls_;
};

}  // namespace gatehouse::portal
