// The port on this machine that a VNC viewer connects to. RFB asks for no password there, so only viewers of
// this account are let in, one at a time. Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "appliance/base/log.h"
#include "appliance/net/listener.h"
#include "appliance/net/stream.h"

namespace gatehouse::connect {

class LocalPort {
 public:
  using Accepted = std::function<void(std::unique_ptr<net::Stream>)>;

  // `address`: HOST:PORT; empty: 127.0.0.1 and the first free port from 5900 on. At an address that is not
  // loopback everybody who reaches it is let in.
  static Result<std::unique_ptr<LocalPort>> open(net::EventLoop& loop, const std::string& address,
                                                 Accepted accepted);

  // "127.0.0.1:5900"
  std::string address() const { return host_ + ":" + std::to_string(listener_->port()); }
  // "127.0.0.1::5900", as VNC viewers take it.
  std::string viewer_address() const { return host_ + "::" + std::to_string(listener_->port()); }
  bool is_open_to_others() const { return !loopback_; }

 private:
  LocalPort(net::EventLoop& loop, std::string host, Accepted accepted);
  void arrived(UniqueFd socket, const net::PeerAddress& peer);

  net::EventLoop& loop_;
  const std::string host_;
  const bool loopback_;
  Accepted accepted_;
  bool taken_ = false;
  log::LineLimit logged_;
  std::unique_ptr<net::Listener> listener_;
};

}  // namespace gatehouse::connect
