// A browser's connection joined to the HTTP server's end of a socketpair.
#pragma once
#include <functional>
#include <memory>

#include "appliance/net/splice.h"
#include "appliance/net/tls.h"

namespace gatehouse::net {

class HttpLink {
 public:
  // `head` goes first. When the server did not take its end (`taken` is false) the browser is told to come
  // back. `gone` runs once, from the loop; it may destroy this.
  HttpLink(EventLoop& loop, std::unique_ptr<TlsStream> browser, UniqueFd server, ByteView head, bool taken,
           std::function<void()> gone);

  // For draining, called every now and then: closes when a response was sent and nothing moves any more.
  void close_if_idle();

 private:
  std::unique_ptr<Splice> splice_;
  std::unique_ptr<TlsStream> refused_;
  std::uint64_t seen_from_browser_ = 0, seen_from_server_ = 0;
  int quiet_ticks_ = 0;
  bool server_spoke_last_ = false;
};

}  // namespace gatehouse::net
