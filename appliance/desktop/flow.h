// How many updates may be on their way to a viewer. Fences that come back measure the path; without any, a
// viewer's own requests pace it. Pure; time is given.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

#include "appliance/base/bytes.h"
#include "appliance/base/clock.h"

namespace gatehouse::desktop {

class Flow {
 public:
  // The payload of a fence ahead of the next update, which meets nothing of ours on its way: how long that takes is
  // the path alone. Nothing: there is no need of one.
  std::optional<Bytes> measure(SteadyTime now) {
    if (!on_the_way_.empty()) return std::nullopt;
    measuring_ = now;
    return payload(++last_);
  }

  // The payload of a fence that follows an update of `size` bytes. `lossy`: the viewer has to decode JPEG.
  Bytes sent(SteadyTime now, std::size_t size, bool lossy) {
    on_the_way_.push_back({++last_, now, size});
    lossy_ = lossy;
    return payload(last_);
  }

  // A viewer may send back anything: what is none of ours is not reckoned with.
  void returned(ByteView payload, SteadyTime now) {
    ByteReader in(payload);
    const std::uint64_t number = in.u64();
    if (!in.done()) return;
    const auto found = std::find_if(on_the_way_.begin(), on_the_way_.end(),
                                    [number](const Sent& one) { return one.number == number; });
    if (found != on_the_way_.end()) {
      learn(*found, now);
      on_the_way_.erase(on_the_way_.begin(), found + 1);
    } else if (measuring_ && number + 1 == first_number()) {
      const Duration path = now - *measuring_;
      path_ = std::min(path, path_ ? (*path_ * 7 + path) / 8 : path);
      shortest_ = std::min(shortest_.value_or(path), path);
      measured_ = now;
      measuring_.reset();
    }
  }

  // The user did something, and waits for what comes of it.
  void hurry(SteadyTime now) { hurry_until_ = now + kHurry; }

  // Enough in flight to fill the path at 60 updates a second, and no more than it can hold: what waits in a queue
  // is old when it arrives. The answer to an input need not wait until the viewer has decoded a large picture.
  bool open(SteadyTime now) const {
    const auto count = static_cast<std::int64_t>(on_the_way_.size());
    if (count == 0) return true;
    if (count == 1 && lossy_ && now < hurry_until_ && took_ < kSlow) return true;
    if (took_ >= 2 * kFrame && now - measured_ > kMeasuredFor) return false;  // the next one measures again
    std::size_t size = 0;
    for (const Sent& one : on_the_way_) size += one.size;
    return size < holds_ && count < 1 + std::min<std::int64_t>(path_.value_or(kFrame / 2) / kFrame, kMost);
  }
  // What the path takes, when it lately was the narrowest of all; 0: it is not known to be.
  std::size_t bytes_per_second() const { return rate_; }
  void reset() {
    on_the_way_.clear();
    measuring_.reset();
  }

 private:
  struct Sent {
    std::uint64_t number;
    SteadyTime at;
    std::size_t size;
  };
  using Duration = SteadyTime::duration;

  static constexpr std::chrono::milliseconds kFrame{
      12};  // less than a 60th of a second: making it takes time
  static constexpr std::chrono::milliseconds kHurry{50};
  static constexpr std::chrono::milliseconds kSlow{100};
  static constexpr std::chrono::seconds kMeasuredFor{3};
  static constexpr std::int64_t kMost = 15;
  static constexpr std::size_t kWorthLearning = 4096, kHoldsFirst = 64 * 1024, kHoldsLeast = 8 * 1024,
                               kHoldsMost = 16 * 1024 * 1024, kFastest = 50 * 1000 * 1000;

  static Bytes payload(std::uint64_t number) {
    ByteWriter out;
    out.u64(number);
    return out.take();
  }
  // Of the oldest that is on its way.
  std::uint64_t first_number() const { return on_the_way_.empty() ? last_ + 1 : on_the_way_.front().number; }

  // An update that took longer than the path itself, after the one before it was through, fills it: so much the
  // path holds. One that did not shows that it holds more.
  void learn(const Sent& update, SteadyTime now) {
    const Duration path = shortest_.value_or(Duration::zero());
    took_ = std::max(now - std::max(before_, update.at + path), Duration::zero());
    // Alone on its way it tells little: perhaps the path was measured while something else filled it.
    const Duration there_and_back = now - update.at;
    if (before_ <= update.at && there_and_back > kSlow) took_ = std::max(took_, there_and_back / 2);
    before_ = now;
    all_took_ += took_;
    all_size_ += update.size;
    if (all_size_ < kWorthLearning) return;
    if (all_took_ < kFrame) {
      holds_ = std::min(holds_ + all_size_, kHoldsMost);
      rate_ = rate_ < kFastest ? rate_ + rate_ / 4 : 0;
    } else {
      const auto seconds = std::chrono::duration<double>(all_took_).count();
      const auto rate = static_cast<std::size_t>(static_cast<double>(all_size_) / seconds);
      rate_ = rate_ == 0 ? rate : (rate_ * 3 + rate) / 4;
      const double room = static_cast<double>(all_size_) * static_cast<double>(path.count()) /
                          static_cast<double>(all_took_.count());
      holds_ = std::max((holds_ + static_cast<std::size_t>(room)) / 2, kHoldsLeast);
    }
    all_took_ = {};
    all_size_ = 0;
  }

  std::uint64_t last_ = 0;  // number given to a fence
  std::deque<Sent> on_the_way_;
  std::optional<SteadyTime> measuring_;  // since when; by the fence before the first on its way
  std::optional<Duration> path_;         // there and back, lately
  std::optional<Duration> shortest_;     // and the shortest of all
  SteadyTime measured_{};                // when that was
  std::size_t holds_ = kHoldsFirst;      // bytes
  std::size_t rate_ = 0;                 // bytes a second; 0: not known
  Duration took_{};      // the last update that came through, on the narrowest part of the path
  SteadyTime before_{};  // when that was
  Duration all_took_{};  // those since holds_ was last reckoned
  std::size_t all_size_ = 0;
  bool lossy_ = false;
  SteadyTime hurry_until_{};
};

}  // namespace gatehouse::desktop
