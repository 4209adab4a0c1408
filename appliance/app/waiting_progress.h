// How many bytes went in each session, on the way from the relay to the store: however slow the store is, one number a
// session waits, the last.
#pragma once
#include <cstdint>
#include <map>
#include <mutex>

#include "appliance/relay/relay.h"

namespace gatehouse::app {

// Any thread.
class WaitingProgress {
 public:
  struct Bytes {
    std::uint64_t to_viewer = 0, to_device = 0;
  };

  // True: none waited for this session, so somebody has to be told to take() it.
  bool put(relay::CallId call, Bytes bytes) {
    const std::lock_guard lock(mutex_);
    return waiting_.insert_or_assign(call, bytes).second;
  }
  // Once for each put() that was true.
  Bytes take(relay::CallId call) {
    const std::lock_guard lock(mutex_);
    return waiting_.extract(call).mapped();
  }

 private:
  std::mutex mutex_;  // guards waiting_
  std::map<relay::CallId, Bytes> waiting_;
};

}  // namespace gatehouse::app
