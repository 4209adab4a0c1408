// How long a question to the other side of a link and its answer take.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

#include "appliance/base/clock.h"
#include "appliance/wire/link.h"

namespace gatehouse::relay {

class RoundTrip {
 public:
  explicit RoundTrip(const Clock& clock) : clock_(clock) {}

  // The question; an earlier one is answered no more.
  wire::Ping ask() {
    asked_ = now();
    return {*asked_};
  }
  // Nothing: this answers no question of ours.
  std::optional<std::chrono::microseconds> answered(const wire::Pong& pong) {
    if (asked_ != pong.opaque) return std::nullopt;
    return std::chrono::microseconds(now() - *std::exchange(asked_, std::nullopt));
  }

 private:
  std::uint64_t now() const {
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(clock_.steady().time_since_epoch()).count());
  }

  const Clock& clock_;
  std::optional<std::uint64_t> asked_;  // when, in microseconds; also what the PING carries
};

}  // namespace gatehouse::relay
