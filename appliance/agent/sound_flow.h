// How much sound may be on its way to a viewer. What can't be heard in time is dropped, never queued: the viewer tells which
// packet arrived last, and what it has not told of is on its way, wherever on it that waits.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace gatehouse::agent {

class SoundFlow {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Whether one more may go.
  bool has_room(Time now) const {
    if (on_its_way_.size() >= kMost) return false;
    return on_its_way_.empty() || !shortest_ || now - on_its_way_.front().at <= *shortest_ + kSlack;
  }
  void sent(std::uint32_t number, Time now) { on_its_way_.push_back({number, now}); }
  // The viewer has it. Numbers that were not sent mean nothing.
  void heard(std::uint32_t number, Time now) {
    const auto last = std::ranges::find(on_its_way_, number, &Sent::number);
    if (last == on_its_way_.end()) return;
    const auto took = now - last->at;
    shortest_ = shortest_ ? std::min(*shortest_ + kForget, took) : took;
    on_its_way_.erase(on_its_way_.begin(), last + 1);
  }
  // Nothing is on its way any more that would be told of.
  void clear() { on_its_way_.clear(); }

 private:
  using Duration = std::chrono::steady_clock::duration;

  // Longer than the shortest way a packet's answer ever had: it waits behind something.
  static constexpr Duration kSlack = std::chrono::milliseconds(400);
  // A way that has become longer is believed in the end.
  static constexpr Duration kForget = std::chrono::milliseconds(1);
  static constexpr std::size_t kMost = 75;  // packets: a second and a half

  struct Sent {
    std::uint32_t number;
    Time at;
  };
  std::deque<Sent> on_its_way_;
  std::optional<Duration> shortest_;
};

}  // namespace gatehouse::agent
