#include "appliance/net/event_loop.h"

#include <unistd.h>

#include <csignal>
#include <thread>

#include "tests/unit/net/net_support.h"

namespace gatehouse::event_loop_test {
using namespace net_support;

TEST_CASE("a posted task runs later, on the loop thread, from any thread", "[net]") {
  net::EventLoop loop;
  int runs = 0;
  loop.post([&] { runs += loop.in_loop_thread(); });
  std::thread([&] { loop.post([&] { ++runs; }); }).join();
  CHECK(runs == 0);
  CHECK_FALSE(loop.in_loop_thread());
  CHECK(run_until(loop, [&] { return runs == 2; }));
}

TEST_CASE("timers run, repeat, and stay silent when dropped", "[net]") {
  net::EventLoop loop;
  int once = 0, often = 0, never = 0;
  auto first = loop.after(std::chrono::milliseconds(1), [&] { ++once; });
  auto second = loop.every(std::chrono::milliseconds(1), [&] { ++often; });
  auto dropped = loop.after(std::chrono::milliseconds(1), [&] { ++never; });
  dropped.reset();
  CHECK(run_until(loop, [&] { return often >= 3; }));
  CHECK(once == 1);
  CHECK(never == 0);
}

TEST_CASE("a timer may drop itself", "[net]") {
  net::EventLoop loop;
  int runs = 0;
  net::EventLoop::HandlePtr timer;
  timer = loop.every(std::chrono::milliseconds(1), [&] {
    ++runs;
    timer.reset();
  });
  int ticks = 0;
  auto other = loop.every(std::chrono::milliseconds(1), [&] { ++ticks; });
  CHECK(run_until(loop, [&] { return ticks >= 5; }));
  CHECK(runs == 1);
}

TEST_CASE("readable descriptors are told again until they are read, and hang-ups too", "[net]") {
  net::EventLoop loop;
  auto [ours, theirs] = socket_pair();
  int told = 0;
  bool ended = false;
  net::EventLoop::HandlePtr watch;
  watch = loop.on_readable(ours.get(), [&, fd = ours.get()] {
    char byte = 0;
    const ssize_t got = ::read(fd, &byte, 1);
    if (got == 1) ++told;
    if (got == 0) {
      ended = true;
      watch.reset();
    }
  });
  REQUIRE(::write(theirs.get(), "abc", 3) == 3);
  CHECK(run_until(loop, [&] { return told == 3; }));
  theirs.reset();
  CHECK(run_until(loop, [&] { return ended; }));
}

TEST_CASE("signals arrive on the loop", "[net]") {
  net::EventLoop loop;
  int heard = 0;
  auto watch = loop.on_signal(SIGHUP, [&] { ++heard; });
  ::raise(SIGHUP);
  CHECK(run_until(loop, [&] { return heard == 1; }));
  ::raise(SIGHUP);
  CHECK(run_until(loop, [&] { return heard == 2; }));
}

}  // namespace gatehouse::event_loop_test
