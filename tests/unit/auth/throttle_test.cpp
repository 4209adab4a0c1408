#include "appliance/auth/throttle.h"

#include <atomic>
#include <thread>

#include "tests/support/catch.h"
#include "tests/support/fake_clock.h"

namespace gatehouse::throttle_test {

using namespace std::chrono_literals;
using auth::Throttle;

TEST_CASE("five tries are free, then each failure doubles the wait up to the longest", "[auth]") {
  test::FakeClock clock;
  Throttle throttle(clock);
  for (int i = 0; i < 5; ++i) CHECK(throttle.begin("key") == 0s);
  for (const auto expected : {15s, 30s, 60s, 120s, 240s, 480s, 900s, 900s}) {
    CHECK(throttle.begin("key") == expected);
    clock.advance(expected - 1s);
    CHECK(throttle.begin("key") == 1s);
    clock.advance(1s);
    CHECK(throttle.begin("key") == 0s);
  }
}

TEST_CASE("a key's tries are its own, and cleared or taken back when they succeed", "[auth]") {
  test::FakeClock clock;
  Throttle throttle(clock);
  for (int i = 0; i < 5; ++i) CHECK(throttle.begin("a") == 0s);
  CHECK(throttle.begin("a") > 0s);
  CHECK(throttle.begin("b") == 0s);
  throttle.clear("a");
  CHECK(throttle.begin("a") == 0s);
  for (int i = 0; i < 20; ++i) {
    CHECK(throttle.begin("c") == 0s);
    throttle.take_back("c");
  }
}

TEST_CASE("failures are forgotten with time", "[auth]") {
  test::FakeClock clock;
  Throttle throttle(clock);
  for (int i = 0; i < 5; ++i) CHECK(throttle.begin("key") == 0s);
  clock.advance(2h);  // four forgotten
  for (int i = 0; i < 4; ++i) CHECK(throttle.begin("key") == 0s);
  CHECK(throttle.begin("key") == 15s);
}

TEST_CASE("many tries at once don't slip through", "[auth][threads]") {
  test::FakeClock clock;
  Throttle throttle(clock);
  std::atomic<int> let_through = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 100; ++j) let_through += throttle.begin("key") == 0s ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(let_through == 5);
}

TEST_CASE("memory is bounded: the key not used for longest is forgotten", "[auth]") {
  test::FakeClock clock;
  auth::ThrottleRule rule;
  rule.free_tries = 1;
  rule.most_keys = 3;
  Throttle throttle(clock, rule);
  for (const char* key : {"a", "b", "c", "a", "d"}) (void)throttle.begin(key);
  CHECK(throttle.begin("a") > 0s);
  CHECK(throttle.begin("b") == 0s);  // forgotten for d
}

}  // namespace gatehouse::throttle_test
