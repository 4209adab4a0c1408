#include "appliance/auth/sign_in_steps.h"

#include "tests/support/catch.h"
#include "tests/support/fake_clock.h"

namespace gatehouse::sign_in_steps_test {

using namespace std::chrono_literals;

struct Room {
  test::FakeClock clock;
  auth::SignInSteps steps{clock};
  db::User user;
  Room() { user.id = 7; }
};

TEST_CASE("a step is taken once, by its token", "[auth]") {
  Room room;
  const Secret token = room.steps.begin(room.user, "192.0.2.1");
  CHECK_FALSE(room.steps.take("", "192.0.2.1"));
  CHECK_FALSE(room.steps.take(std::string(43, 'A'), "192.0.2.1"));
  const auto step = room.steps.take(token.view(), "192.0.2.1");
  REQUIRE(step);
  CHECK(step->user.id == 7);
  CHECK_FALSE(room.steps.take(token.view(), "192.0.2.1"));
}

TEST_CASE("a step from elsewhere ends it", "[auth]") {
  Room room;
  const Secret token = room.steps.begin(room.user, "2001:db8::1");
  CHECK_FALSE(room.steps.take(token.view(), "198.51.100.7"));
  CHECK_FALSE(room.steps.take(token.view(), "2001:db8::1"));
  const Secret again = room.steps.begin(room.user, "2001:db8::1");
  CHECK(room.steps.take(again.view(), "2001:db8::2"));  // the same /64
}

TEST_CASE("a step ends after five minutes and after five wrong codes", "[auth]") {
  Room room;
  const Secret late = room.steps.begin(room.user, "192.0.2.1");
  room.clock.advance(5min);
  CHECK_FALSE(room.steps.take(late.view(), "192.0.2.1"));

  const Secret token = room.steps.begin(room.user, "192.0.2.1");
  for (int i = 0; i < auth::SignInSteps::kMostTries; ++i) {
    auto step = room.steps.take(token.view(), "192.0.2.1");
    REQUIRE(step);
    ++step->tries;
    room.steps.put_back(std::move(*step));
  }
  CHECK_FALSE(room.steps.take(token.view(), "192.0.2.1"));
}

}  // namespace gatehouse::sign_in_steps_test
