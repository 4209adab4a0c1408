// How far the relays are from this machine, and the appliance itself, which is measured in the same way: when the
// appliance names relays and four times an hour, so that each session can go by the nearest. Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "appliance/base/server_address.h"
#include "appliance/net/event_loop.h"
#include "appliance/wire/link.h"

namespace gatehouse::agent {

class RelayDistances {
 public:
  // `appliance`: where this machine reaches it. `tell`: the appliance.
  RelayDistances(net::EventLoop& loop, ServerAddress appliance,
                 std::function<void(const wire::Measured&)> tell);
  // The appliance named its relays. They are measured within a few seconds, so that thousands of machines don't do it
  // at once.
  void learn(const wire::Relays& named);

 private:
  void measure();
  void measure(std::uint64_t id, const ServerAddress& at);

  net::EventLoop& loop_;
  const ServerAddress appliance_;
  const std::function<void(const wire::Measured&)> tell_;
  wire::Relays relays_;
  wire::Measured measured_;
  std::vector<net::EventLoop::HandlePtr> measuring_;
  net::EventLoop::HandlePtr soon_, again_, telling_;
};

}  // namespace gatehouse::agent
