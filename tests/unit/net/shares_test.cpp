// What requests share: turns at the HTTP server and memory.
#include "appliance/net/body_memory.h"
#include "appliance/net/turns.h"
#include "tests/unit/net/net_support.h"

namespace gatehouse::shares_test {
using namespace net_support;

TEST_CASE("turns are given in order, to each key its own number", "[net]") {
  net::EventLoop loop;
  const auto turns = std::make_shared<net::Turns>(loop, 2);
  std::vector<int> went;
  const auto ask = [&](const std::string& key, int number) {
    return turns->ask(key, [&went, number] { went.push_back(number); });
  };
  auto first = ask("a", 1), second = ask("a", 2), third = ask("a", 3), fourth = ask("a", 4),
       other = ask("b", 5);
  CHECK(went.empty());  // never inside the call
  REQUIRE(run_until(loop, [&] { return went.size() == 3; }));
  CHECK(went == std::vector{1, 2, 5});
  third.reset();  // gave up waiting
  second.reset();
  REQUIRE(run_until(loop, [&] { return went.size() == 4; }));
  CHECK(went.back() == 4);
  auto dropped = ask("b", 6);
  dropped.reset();
  int turns_of_the_loop = 0;
  REQUIRE(run_until(loop, [&] { return ++turns_of_the_loop > 5; }));
  CHECK(went.size() == 4);
}

TEST_CASE("memory is bounded in all and for each address", "[net]") {
  const auto memory = std::make_shared<net::BodyMemory>(100);
  net::BodyMemory::Share one(memory, "a"), two(memory, "a");
  CHECK(one.hold(20));
  CHECK_FALSE(two.hold(6));  // a quarter for one address
  CHECK(two.hold(5));
  CHECK_FALSE(one.hold(21));
  CHECK(one.hold(0));
  CHECK(two.hold(25));
  CHECK(memory->used() == 25);
  std::vector<std::unique_ptr<net::BodyMemory::Share>> others;
  for (const char* key : {"b", "c", "d", "e"})
    others.push_back(std::make_unique<net::BodyMemory::Share>(memory, key));
  CHECK(others[0]->hold(25));
  CHECK(others[1]->hold(25));
  CHECK(others[2]->hold(25));
  CHECK_FALSE(others[3]->hold(1));
  others[0].reset();
  CHECK(others[3]->hold(25));
}

}  // namespace gatehouse::shares_test
