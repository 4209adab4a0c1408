// A listening TCP socket on the loop.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"
#include "appliance/net/event_loop.h"
#include "appliance/net/tls.h"

namespace gatehouse::net {

class Listener {
 public:
  using Accepted = std::function<void(UniqueFd, PeerAddress)>;

  // `address` is "HOST:PORT" with an IPv4 or [IPv6] address; "[::]" takes IPv4 as well. Errors say what to
  // do: `advice`, by which setting or option another address is chosen.
  static Result<std::unique_ptr<Listener>> open(
      EventLoop& loop, const std::string& address, Accepted accepted,
      const std::string& advice = " Set another with [server] listen=ADDRESS:PORT (or --server.listen=).");
  std::uint16_t port() const { return port_; }

 private:
  Listener(EventLoop& loop, UniqueFd socket, std::uint16_t port, Accepted accepted);
  void watch();
  void accept_some();

  EventLoop& loop_;
  UniqueFd socket_;
  std::uint16_t port_;
  Accepted accepted_;
  EventLoop::HandlePtr watching_;  // or, while there are no descriptors left, waiting to try again
};

}  // namespace gatehouse::net
