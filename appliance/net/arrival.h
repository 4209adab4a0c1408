// One connection from accept until it is routed: TLS handshake, then (for HTTP) the whole first request head,
// each with its deadline. Loop thread.
#pragma once
#include <functional>
#include <memory>

#include "appliance/net/admission.h"
#include "appliance/net/front_end.h"
#include "appliance/net/tls_connection.h"

namespace gatehouse::net {

class Arrival {
 public:
  // What the front end does about it. Any of these may destroy the arrival.
  struct Events {
    std::function<void(std::unique_ptr<TlsStream>)> device;
    std::function<void(std::unique_ptr<TlsStream>, Bytes head)> http;
    std::function<void()> gone;
  };

  Arrival(EventLoop& loop, const FrontEndLimits& limits, FrontEndCounters& counters,
          std::unique_ptr<TlsConnection> tls, Events events);

  // Sends a short plain-text answer over HTTP and closes; `gone` follows.
  static void refuse(TlsStream& stream, int status);
  const PeerAddress& peer() const { return tls_->peer(); }

 private:
  void shook_hands(std::optional<Error> failure);
  void answer_plain_http();
  void read_head();
  void head_bytes(ByteView data);
  void head_late();
  void refuse_head(int status);
  void close();

  EventLoop& loop_;
  const FrontEndLimits& limits_;
  FrontEndCounters& counters_;
  Events events_;
  Bytes head_;
  EventLoop::HandlePtr deadline_;
  std::unique_ptr<TlsConnection> tls_;
};

}  // namespace gatehouse::net
