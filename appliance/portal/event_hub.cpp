#include "appliance/portal/event_hub.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <string>
#include <utility>

namespace gatehouse::portal {

namespace {

constexpr Topic kTopics[] = {Topic::clients, Topic::sessions, Topic::logins,        Topic::relays,
                             Topic::rights,  Topic::mail,     Topic::address_books, Topic::own_address_book};
// Room for some hundred lines; who is further behind than that fetches everything anyway.
constexpr int kSendBuffer = 16 * 1024;

bool is_quiet(int socket) {
  pollfd entry{socket, POLLIN, 0};
  return ::poll(&entry, 1, 0) == 0;
}

}  // namespace

std::string_view topic_name(Topic topic) {
  switch (topic) {
    case Topic::clients:
      return "clients";
    case Topic::sessions:
      return "sessions";
    case Topic::logins:
      return "logins";
    case Topic::relays:
      return "relays";
    case Topic::rights:
      return "rights";
    case Topic::mail:
      return "mail";
    case Topic::address_books:
      return "address_books";
    case Topic::own_address_book:
      return "own_address_book";
  }
  return "";
}

bool EventHub::room_for(db::LoginId login) const {
  const auto own = std::count_if(entries_.begin(), entries_.end(),
                                 [&](const Entry& entry) { return entry.who.login == login; });
  return entries_.size() < room_ && static_cast<std::size_t>(own) < room_per_login_;
}

bool EventHub::has_room(db::LoginId login) const {
  const std::lock_guard lock(mutex_);
  return room_for(login);
}

void EventHub::add(const Subscriber& subscriber, UniqueFd socket, SharedReason reason) {
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDBUF, &kSendBuffer, sizeof kSendBuffer);
  const std::lock_guard lock(mutex_);
  if (!room_for(subscriber.login)) {
    reason->store(wire::CloseReason::busy);
    return;
  }
  entries_.push_back({subscriber, std::move(socket), std::move(reason)});
}

template <class Predicate>
void EventHub::close_where(wire::CloseReason reason, Predicate predicate) {
  std::erase_if(entries_, [&](Entry& entry) {
    if (!predicate(entry)) return false;
    entry.reason->store(reason);
    return true;
  });
}

void EventHub::send(db::OrganizationId organization, Topic topic, std::optional<db::UserId> user) {
  const std::string line = "{\"topic\":\"" + std::string(topic_name(topic)) + "\"}\n";
  close_where(wire::CloseReason::timed_out, [&](const Entry& entry) {
    if (entry.who.organization != organization || !entry.who.topics.has(topic)) return false;
    if (user && entry.who.user != *user) return false;
    const ssize_t sent = ::send(entry.socket.get(), line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent != static_cast<ssize_t>(line.size());
  });
}

void EventHub::publish(db::OrganizationId organization, Topic topic) {
  const std::lock_guard lock(mutex_);
  send(organization, topic, {});
}

void EventHub::publish_logins(db::OrganizationId organization, db::UserId user) {
  const std::lock_guard lock(mutex_);
  send(organization, Topic::logins, user);
}

void EventHub::publish_own_book(db::OrganizationId organization, db::UserId user) {
  const std::lock_guard lock(mutex_);
  send(organization, Topic::own_address_book, user);
}

void EventHub::publish_soon(db::OrganizationId organization, Topic topic) {
  const std::lock_guard lock(mutex_);
  waiting_[organization].add(topic);
}

void EventHub::sweep() {
  const std::lock_guard lock(mutex_);
  for (const auto& [organization, topics] : std::exchange(waiting_, {})) {
    for (const Topic topic : kTopics) {
      if (topics.has(topic)) send(organization, topic, {});
    }
  }
  close_where(wire::CloseReason::protocol_error,
              [](const Entry& entry) { return !is_quiet(entry.socket.get()); });
}

void EventHub::close_login(db::LoginId login, wire::CloseReason reason) {
  const std::lock_guard lock(mutex_);
  close_where(reason, [&](const Entry& entry) { return entry.who.login == login; });
}

void EventHub::set_topics(db::LoginId login, Topics topics) {
  const std::lock_guard lock(mutex_);
  for (Entry& entry : entries_) {
    if (entry.who.login == login) entry.who.topics = topics;
  }
}

void EventHub::close_all(wire::CloseReason reason) {
  const std::lock_guard lock(mutex_);
  close_where(reason, [](const Entry&) { return true; });
}

std::vector<EventHub::Subscriber> EventHub::subscribers() const {
  const std::lock_guard lock(mutex_);
  std::vector<Subscriber> found;
  for (const Entry& entry : entries_) found.push_back(entry.who);
  return found;
}

std::size_t EventHub::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace gatehouse::portal
