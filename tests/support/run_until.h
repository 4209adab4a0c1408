#pragma once
#include <chrono>
#include <functional>

#include "appliance/net/event_loop.h"

namespace gatehouse::test {

// Runs the loop until `done` holds; false when that takes more than ten seconds.
inline bool run_until(net::EventLoop& loop, const std::function<bool()>& done) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  const auto look = loop.every(std::chrono::milliseconds(1), [&] {
    if (done() || std::chrono::steady_clock::now() > deadline) loop.stop();
  });
  if (!done()) loop.run();
  return done();
}

// Lets everything that is due now happen.
inline void settle(net::EventLoop& loop) {
  int rounds = 0;
  run_until(loop, [&] { return ++rounds > 12; });
}

}  // namespace gatehouse::test
