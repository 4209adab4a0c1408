// With what each viewer's picture is encoded, until it is told: a viewer may change its wishes many times a second.
// Pure; one thread.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "appliance/base/clock.h"

namespace gatehouse::desktop {

class EncoderNews {
 public:
  static constexpr std::chrono::milliseconds kSettles{250};

  void note(std::uint64_t viewer, const std::string& encoder, SteadyTime now) {
    One& one = viewers_[viewer];
    one.now = encoder;
    if (one.now == one.told) {
      one.due.reset();
    } else if (!one.due) {
      one.due = now + kSettles;
    }
  }
  void forget(std::uint64_t viewer) { viewers_.erase(viewer); }

  std::optional<SteadyTime> due() const {
    std::optional<SteadyTime> first;
    for (const auto& [viewer, one] : viewers_) {
      if (one.due) first = first ? std::min(*first, *one.due) : *one.due;
    }
    return first;
  }
  // What is to be told now, of each viewer once.
  std::vector<std::pair<std::uint64_t, std::string>> take(SteadyTime now) {
    std::vector<std::pair<std::uint64_t, std::string>> news;
    for (auto& [viewer, one] : viewers_) {
      if (!one.due || now < *one.due) continue;
      one.due.reset();
      one.told = one.now;
      news.emplace_back(viewer, one.now);
    }
    return news;
  }

 private:
  struct One {
    std::string now, told;
    std::optional<SteadyTime> due;
  };
  std::map<std::uint64_t, One> viewers_;
};

}  // namespace gatehouse::desktop
