#include "appliance/portal/event_hub.h"

#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/catch.h"

namespace gatehouse::portal_event_hub_test {

using portal::EventHub;
using portal::Topic;

struct Page {
  UniqueFd browser;
  portal::SharedReason reason = portal::make_reason();

  std::string heard() {
    char buffer[4096];
    const ssize_t count = ::recv(browser.get(), buffer, sizeof buffer, MSG_DONTWAIT);
    return count > 0 ? std::string(buffer, static_cast<std::size_t>(count)) : std::string();
  }
  bool closed() {
    char byte;
    return ::recv(browser.get(), &byte, 1, MSG_DONTWAIT | MSG_PEEK) == 0;
  }
};

portal::Topics topics(std::initializer_list<Topic> list) {
  portal::Topics result;
  for (const Topic topic : list) result.add(topic);
  return result;
}

Page open(EventHub& hub, db::OrganizationId organization, db::UserId user, db::LoginId login,
          portal::Topics which = topics({Topic::clients, Topic::sessions, Topic::logins})) {
  int ends[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
  Page page;
  page.browser = UniqueFd(ends[0]);
  hub.add({organization, user, login, which}, UniqueFd(ends[1]), page.reason);
  return page;
}

constexpr db::OrganizationId kOne{1}, kTwo{2};

TEST_CASE("a change is told to those of the organization who may know", "[portal]") {
  EventHub hub(64);
  Page mine = open(hub, kOne, 1, 1);
  Page narrow = open(hub, kOne, 2, 2, topics({Topic::clients}));
  Page other = open(hub, kTwo, 3, 3);
  hub.publish(kOne, Topic::sessions);
  CHECK(mine.heard() == "{\"topic\":\"sessions\"}\n");
  CHECK(narrow.heard().empty());
  CHECK(other.heard().empty());
  hub.publish_logins(kOne, 1);
  CHECK(mine.heard() == "{\"topic\":\"logins\"}\n");
  CHECK(other.heard().empty());
}

TEST_CASE("what changes often is told once a sweep", "[portal]") {
  EventHub hub(64);
  Page page = open(hub, kOne, 1, 1);
  for (int i = 0; i < 50; ++i) hub.publish_soon(kOne, Topic::sessions);
  CHECK(page.heard().empty());
  hub.sweep();
  CHECK(page.heard() == "{\"topic\":\"sessions\"}\n");
  hub.sweep();
  CHECK(page.heard().empty());
}

TEST_CASE("a page that does not read is dropped, the others hear on", "[portal]") {
  EventHub hub(64);
  Page slow = open(hub, kOne, 1, 1);
  Page quick = open(hub, kOne, 2, 2);
  for (int i = 0; i < 100000 && hub.size() == 2; ++i) {
    hub.publish(kOne, Topic::clients);
    quick.heard();
  }
  CHECK(hub.size() == 1);
  CHECK(slow.reason->load() == wire::CloseReason::timed_out);
  hub.publish(kOne, Topic::clients);
  CHECK_FALSE(quick.heard().empty());
}

TEST_CASE("a page that went or that talks is swept out", "[portal]") {
  EventHub hub(64);
  Page gone = open(hub, kOne, 1, 1);
  Page talks = open(hub, kOne, 2, 2);
  Page quiet = open(hub, kOne, 3, 3);
  gone.browser.reset();
  REQUIRE(::send(talks.browser.get(), "x", 1, 0) == 1);
  hub.sweep();
  CHECK(hub.size() == 1);
  CHECK(talks.reason->load() == wire::CloseReason::protocol_error);
  CHECK_FALSE(quiet.closed());
}

TEST_CASE("a login's event streams end with it", "[portal]") {
  EventHub hub(64);
  Page first = open(hub, kOne, 1, 1), second = open(hub, kOne, 1, 1), other = open(hub, kOne, 1, 2);
  hub.close_login(1, wire::CloseReason::not_permitted);
  CHECK(first.closed());
  CHECK(second.closed());
  CHECK_FALSE(other.closed());
  CHECK(first.reason->load() == wire::CloseReason::not_permitted);
}

TEST_CASE("one login can't hold all event streams", "[portal]") {
  EventHub hub(64);
  std::vector<Page> pages;
  for (std::size_t i = 0; i < EventHub::kMostPerLogin; ++i) pages.push_back(open(hub, kOne, 1, 1));
  CHECK_FALSE(hub.has_room(1));
  Page more = open(hub, kOne, 1, 1);
  CHECK(more.closed());
  CHECK(more.reason->load() == wire::CloseReason::busy);
  CHECK(hub.has_room(2));
}

TEST_CASE("there are no more event streams than there is room for", "[portal]") {
  EventHub hub(3);
  Page first = open(hub, kOne, 1, 1);
  CHECK_FALSE(hub.has_room(1));
  Page second = open(hub, kOne, 2, 2), third = open(hub, kOne, 3, 3), fourth = open(hub, kOne, 4, 4);
  CHECK_FALSE(third.closed());
  CHECK(fourth.closed());
  CHECK(fourth.reason->load() == wire::CloseReason::busy);
}

}  // namespace gatehouse::portal_event_hub_test
