// What the relay counts. Any thread.
#pragma once
#include <mutex>

#include "appliance/relay/relay.h"

namespace gatehouse::relay {

class Tally {
 public:
  void began() {
    add([](RelayCounters& c) {
      ++c.calls_total;
      ++c.calls_open;
    });
  }
  void ended(wire::CloseReason reason) {
    add([reason](RelayCounters& c) {
      --c.calls_open;
      ++c.ended[static_cast<std::size_t>(reason)];
    });
  }
  void relayed(std::uint64_t to_viewer, std::uint64_t to_device) {
    add([=](RelayCounters& c) {
      c.bytes_to_viewers += to_viewer;
      c.bytes_to_devices += to_device;
    });
  }
  void direct() {
    add([](RelayCounters& c) { ++c.calls_direct; });
  }
  void enrolled() {
    add([](RelayCounters& c) { ++c.enrolments; });
  }
  void refused(wire::CloseReason reason) {
    add([reason](RelayCounters& c) { ++c.refused[static_cast<std::size_t>(reason)]; });
  }
  void dismissed(wire::CloseReason reason) {
    add([reason](RelayCounters& c) { ++c.dismissed[static_cast<std::size_t>(reason)]; });
  }
  RelayCounters now() const {
    const std::lock_guard lock(mutex_);
    return counters_;
  }

 private:
  template <class Change>
  void add(Change change) {
    const std::lock_guard lock(mutex_);
    change(counters_);
  }

  mutable std::mutex mutex_;  // guards counters_
  RelayCounters counters_;
};

}  // namespace gatehouse::relay
