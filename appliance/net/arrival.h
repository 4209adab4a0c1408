// One connection from accept until it is routed: the TLS handshake with its deadline. Loop thread.
#pragma once
#include <functional>
#include <memory>

#include "appliance/base/clock.h"
#include "appliance/net/front_end.h"
#include "appliance/net/tls_connection.h"

namespace gatehouse::net {

class Arrival {
 public:
  // What the front end does about it. Any of these may destroy the arrival.
  struct Events {
    std::function<void(std::unique_ptr<TlsConnection>)> device, http;
    std::function<void()> gone;
  };

  Arrival(EventLoop& loop, const FrontEndLimits& limits, FrontEndCounters& counters,
          std::unique_ptr<TlsConnection> tls, Events events);

  const PeerAddress& peer() const { return tls_->peer(); }
  // Since when it gives way to another connection: who has not said hello always does, who goes on with the
  // handshake does not, and who stopped on the way does after a while. A crowd that comes at once is served one
  // after the other then, instead of driving itself out.
  std::optional<SteadyTime> gives_way_since() const;
  // It has sent something whose turn has not come: then it does not give way. Asks the kernel.
  bool has_unread() const { return tls_->has_unread(); }

 private:
  void shook_hands(std::optional<Error> failure);
  void answer_plain_http();
  void close();

  FrontEndCounters& counters_;
  Events events_;
  const SteadyTime since_ = std::chrono::steady_clock::now();
  EventLoop::HandlePtr deadline_;
  std::unique_ptr<TlsConnection> tls_;
};

}  // namespace gatehouse::net
