// Tells open pages what has changed, so that they fetch it again: one line {"topic":"clients"} per change,
// over the WebSocket /events. What changed is not said; the page asks, and the route's right decides.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "appliance/base/unique_fd.h"
#include "appliance/portal/websocket.h"
#include "db/records.h"

namespace gatehouse::portal {

// rights: who may do what, and so also what the page's own user may do.
enum class Topic : unsigned {
  clients,
  sessions,
  logins,
  relays,
  rights,
  mail,
  address_books,
  own_address_book
};
std::string_view topic_name(Topic topic);

class Topics {
 public:
  void add(Topic topic) { bits_ |= bit(topic); }
  bool has(Topic topic) const { return (bits_ & bit(topic)) != 0; }
  bool operator==(const Topics&) const = default;

 private:
  static unsigned bit(Topic topic) { return 1u << static_cast<unsigned>(topic); }
  unsigned bits_ = 0;
};

// Any thread.
class EventHub {
 public:
  static constexpr std::size_t kMostPerLogin = 8;

  struct Subscriber {
    db::OrganizationId organization{};
    db::UserId user = 0;
    db::LoginId login = 0;
    Topics topics;
  };

  // `room`: for all together; one login gets half of it, and kMostPerLogin at most.
  explicit EventHub(std::size_t room)
      : room_(room), room_per_login_(std::clamp<std::size_t>(room / 2, 1, kMostPerLogin)) {}

  // Is there room for one more of this login?
  bool has_room(db::LoginId login) const;
  // Takes the socket; closes it at once (busy) when there is no room.
  void add(const Subscriber& subscriber, UniqueFd socket, SharedReason reason);

  // To everyone of the organization who may know, now. One whose socket is full is dropped (timed_out): its
  // page connects again and fetches everything.
  void publish(db::OrganizationId organization, Topic topic);
  void publish_logins(db::OrganizationId organization, db::UserId user);
  void publish_own_book(db::OrganizationId organization, db::UserId user);
  // As publish, but with the next sweep(): for what changes many times a second.
  void publish_soon(db::OrganizationId organization, Topic topic);

  // Sends what publish_soon left; drops those whose page is gone or says something (it has nothing to say).
  void sweep();

  void close_login(db::LoginId login, wire::CloseReason reason);
  void set_topics(db::LoginId login, Topics topics);
  void close_all(wire::CloseReason reason);
  std::vector<Subscriber> subscribers() const;
  std::size_t size() const;

 private:
  struct Entry {
    Subscriber who;
    UniqueFd socket;
    SharedReason reason;
  };

  bool room_for(db::LoginId login) const;
  void send(db::OrganizationId organization, Topic topic, std::optional<db::UserId> user);
  template <class Predicate>
  void close_where(wire::CloseReason reason, Predicate predicate);

  const std::size_t room_, room_per_login_;
  mutable std::mutex mutex_;  // guards both
  std::vector<Entry> entries_;
  std::map<db::OrganizationId, Topics> waiting_;
};

}  // namespace gatehouse::portal
