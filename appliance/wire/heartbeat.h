// Both ends of a control link or a session: ask after `interval` of silence, give up after twice that
// (PROTOCOL.md, Control link and section 2).
#pragma once
#include <chrono>

#include "appliance/base/clock.h"

namespace gatehouse::wire {

inline constexpr std::chrono::seconds kSessionHeartbeat{25};

class Heartbeat {
 public:
  enum class Due { nothing, ping, over };

  Heartbeat(SteadyTime now, std::chrono::seconds interval) : heard_(now), interval_(interval) {}

  // Any whole record of the peer.
  void heard(SteadyTime now) {
    heard_ = now;
    asked_ = false;
  }
  // What to do now; ask at least once a second or so. `ping` comes once for one silence.
  Due due(SteadyTime now) {
    const auto silence = now - heard_;
    if (silence >= 2 * interval_) return Due::over;
    if (silence < interval_ || asked_) return Due::nothing;
    asked_ = true;
    return Due::ping;
  }

 private:
  SteadyTime heard_;
  std::chrono::seconds interval_;
  bool asked_ = false;
};

}  // namespace gatehouse::wire
