#include "appliance/portal/live_calls.h"

#include "tests/support/catch.h"

namespace gatehouse::portal_live_calls_test {

using portal::LiveCalls;
using std::chrono::seconds;

constexpr auto kReason = wire::CloseReason::not_permitted;

db::Session session(db::SessionId id) {
  db::Session value;
  value.id = id;
  return value;
}

TEST_CASE("a reservation is good once, in time, for the login that made it", "[portal]") {
  LiveCalls calls(8);
  const SteadyTime now{};
  REQUIRE(calls.reserve(session(1), 7, now));
  CHECK_FALSE(calls.use(2, 7, now));
  CHECK_FALSE(calls.use(1, 8, now));
  CHECK_FALSE(calls.use(1, 7, now + seconds(30)));
  CHECK(calls.use(1, 7, now + seconds(29)));
  CHECK_FALSE(calls.use(1, 7, now + seconds(29)));
  CHECK(calls.go_live(1));
  CHECK_FALSE(calls.go_live(1));
}

TEST_CASE("a view key lets a link in, once, in time, and only where one was given", "[portal]") {
  LiveCalls calls(8);
  const SteadyTime now{};
  for (db::SessionId id = 1; id <= 3; ++id) REQUIRE(calls.reserve(session(id), 7, now));
  calls.set_ticket(1, "ticket", {"key", ""});
  calls.set_ticket(2, "ticket", {});
  CHECK_FALSE(calls.claim(1, "", "", now));
  CHECK_FALSE(calls.claim(1, "kez", "", now));
  CHECK_FALSE(calls.claim(2, "", "", now));
  CHECK_FALSE(calls.claim(2, "key", "", now));
  CHECK_FALSE(calls.claim(3, "", "", now));
  CHECK_FALSE(calls.claim(4, "key", "", now));
  CHECK_FALSE(calls.claim(1, "key", "", now + seconds(30)));
  const auto call = calls.claim(1, "key", "", now + seconds(29));
  REQUIRE(call);
  CHECK(call->ticket == "ticket");
  CHECK_FALSE(calls.claim(1, "key", "", now));
  CHECK_FALSE(calls.use(1, 7, now));
  CHECK(calls.close(1, kReason) == LiveCalls::Closed::hang_up);

  calls.set_ticket(3, "ticket", {"key", ""});
  CHECK(calls.use(3, 7, now));
  CHECK_FALSE(calls.claim(3, "key", "", now));  // the stream came first
}

TEST_CASE("a machine claims a call of its own, once, in time, and only one for a link", "[portal]") {
  LiveCalls calls(8);
  const SteadyTime now{};
  db::Session of_five = session(1);
  of_five.client = 5;
  REQUIRE(calls.reserve(of_five, 7, now));
  CHECK_FALSE(calls.claim_direct(1, 5, now));  // no ticket yet
  calls.set_ticket(1, "ticket", {});
  CHECK_FALSE(calls.claim_direct(1, 5, now));  // a browser's
  calls.set_ticket(1, "ticket", {"key", ""});
  CHECK_FALSE(calls.claim_direct(1, 6, now));
  CHECK_FALSE(calls.claim_direct(2, 5, now));
  CHECK_FALSE(calls.claim_direct(1, 5, now + seconds(30)));
  const auto call = calls.claim_direct(1, 5, now + seconds(29));
  REQUIRE(call);
  CHECK(call->ticket == "ticket");
  CHECK_FALSE(calls.claim_direct(1, 5, now));
  CHECK_FALSE(calls.claim(1, "key", "", now));
  CHECK(calls.close(1, kReason) == LiveCalls::Closed::hang_up);
}

TEST_CASE("what waited too long is taken out, what is live stays", "[portal]") {
  LiveCalls calls(8);
  const SteadyTime now{};
  for (db::SessionId id = 1; id <= 3; ++id) REQUIRE(calls.reserve(session(id), 7, now));
  REQUIRE(calls.use(2, 7, now + seconds(29)));
  REQUIRE(calls.use(3, 7, now));
  REQUIRE(calls.go_live(3));
  CHECK(calls.take_overdue(now + seconds(29)).empty());
  CHECK(calls.take_overdue(now + seconds(30)).size() == 1);
  CHECK(calls.take_overdue(now + seconds(58)).empty());
  CHECK(calls.take_overdue(now + seconds(59)).size() == 1);
  REQUIRE(calls.all().size() == 1);
  CHECK(calls.all()[0].session.id == 3);
}

TEST_CASE("a call that was closed while it was upgrading does not go live", "[portal]") {
  LiveCalls calls(8);
  REQUIRE(calls.reserve(session(1), 7, {}));
  REQUIRE(calls.use(1, 7, {}));
  CHECK(calls.close(1, kReason) == LiveCalls::Closed::taken_out);
  CHECK_FALSE(calls.go_live(1));
  CHECK(calls.close(1, kReason) == LiveCalls::Closed::not_here);
}

TEST_CASE("a live call is not taken out but hung up, for the first reason given", "[portal]") {
  LiveCalls calls(8);
  REQUIRE(calls.reserve(session(1), 7, {}));
  REQUIRE(calls.use(1, 7, {}));
  REQUIRE(calls.go_live(1));
  CHECK(calls.close(1, kReason) == LiveCalls::Closed::hang_up);
  CHECK(calls.close(1, wire::CloseReason::idle) == LiveCalls::Closed::hang_up);
  REQUIRE(calls.of_login(7).size() == 1);
  CHECK(calls.of_login(7)[0].closing == kReason);
  calls.forget(1);
  CHECK(calls.of_login(7).empty());
}

TEST_CASE("one login can't take all the room", "[portal]") {
  LiveCalls calls(64);
  db::SessionId id = 0;
  for (std::size_t i = 0; i < LiveCalls::kMostPerLogin; ++i) REQUIRE(calls.reserve(session(++id), 1, {}));
  CHECK_FALSE(calls.reserve(session(++id), 1, {}));
  CHECK(calls.has_room(2));
  db::LoginId login = 1;
  while (calls.all().size() < 64) REQUIRE(calls.reserve(session(++id), ++login, {}));
  CHECK_FALSE(calls.has_room(++login));
  LiveCalls few(3);
  REQUIRE(few.reserve(session(1), 1, {}));
  CHECK_FALSE(few.has_room(1));
  CHECK(few.has_room(2));
}

}  // namespace gatehouse::portal_live_calls_test
