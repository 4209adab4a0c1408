// What a session has to do with the others of this machine and with the person at it. Loop thread.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "appliance/agent/controls.h"

namespace gatehouse::agent {

struct Company {
  Controls& controls;
  // To the person at the machine, where there is one.
  std::function<void(std::uint64_t call, const std::string& words)> chat;
};

// How much one viewer may say that others have to read: so many at once, and then so many a second.
class Talk {
 public:
  static constexpr int kAtOnce = 20, kASecond = 2;

  // Whether that was not too much.
  bool allows(std::chrono::steady_clock::time_point now) {
    const std::chrono::duration<double> passed = now - last_;
    left_ = std::min<double>(left_ + passed.count() * kASecond, kAtOnce);
    last_ = now;
    if (left_ < 1) return false;
    --left_;
    return true;
  }

 private:
  double left_ = kAtOnce;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace gatehouse::agent
