// How many updates may be on their way to a viewer. Fences that come back measure the path; without any, a
// viewer's own requests pace it. Pure; time is given.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>

#include "appliance/base/bytes.h"
#include "appliance/base/clock.h"

namespace gatehouse::desktop {

class Flow {
 public:
  // The payload of a fence that follows an update. `lossy`: the viewer has to decode JPEG.
  Bytes sent(SteadyTime now, bool lossy) {
    ++unanswered_;
    lossy_ = lossy;
    ByteWriter out;
    out.u64(static_cast<std::uint64_t>(now.time_since_epoch().count()));
    return out.take();
  }

  void returned(ByteView payload, SteadyTime now) {
    ByteReader in(payload);
    const std::uint64_t sent_at = in.u64();
    if (!in.done() || unanswered_ == 0) return;
    --unanswered_;
    // A viewer may send back anything: what lies in the future is none of ours.
    const auto arrived = static_cast<std::uint64_t>(now.time_since_epoch().count());
    if (sent_at > arrived) return;
    shortest_ = std::min(shortest_, SteadyTime::duration(static_cast<std::int64_t>(arrived - sent_at)));
  }

  // The user did something, and waits for what comes of it.
  void hurry(SteadyTime now) { hurry_until_ = now + kHurry; }

  // Enough in flight to fill the path at 60 updates a second, and no more: what waits in a queue is old when
  // it arrives. The answer to an input need not wait until the viewer has decoded a large picture.
  bool open(SteadyTime now) const {
    const std::int64_t more = lossy_ && now < hurry_until_ ? 1 : 0;
    return unanswered_ < 1 + more + std::min<std::int64_t>(shortest_ / kFrame, kMost);
  }
  void reset() { unanswered_ = 0; }

 private:
  static constexpr std::chrono::milliseconds kFrame{
      12};  // less than a 60th of a second: making it takes time
  static constexpr std::chrono::milliseconds kHurry{50};
  static constexpr std::int64_t kMost = 15;

  std::int64_t unanswered_ = 0;
  bool lossy_ = false;
  SteadyTime hurry_until_{};
  SteadyTime::duration shortest_ = std::chrono::milliseconds(250);
};

}  // namespace gatehouse::desktop
