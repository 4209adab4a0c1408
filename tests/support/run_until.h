#pragma once
#include <chrono>
#include <functional>

#include "appliance/net/event_loop.h"
#include "tests/support/patience.h"

namespace gatehouse::test {

// Runs the loop until `done` holds; false when it never does.
inline bool run_until(net::EventLoop& loop, const std::function<bool()>& done) {
  bool held = done();
  if (held) return true;
  const auto look = loop.every(std::chrono::milliseconds(1), [&] {
    held = held || done();
    if (held) loop.stop();
  });
  const auto late = loop.after(kSoon, [&] { loop.stop(); });
  loop.run();
  return held;
}

// Lets everything that is due now happen.
inline void settle(net::EventLoop& loop) {
  int rounds = 0;
  run_until(loop, [&] { return ++rounds > 12; });
}

}  // namespace gatehouse::test
