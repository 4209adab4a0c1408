// The one port. Accepts, does the TLS handshake, routes by ALPN: "gatehouse/1" to the relay, everything else
// to the HTTP server (over a socketpair, after the whole first request head has been read within its limits).
// Loop thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"
#include "appliance/net/certificates.h"
#include "appliance/net/event_loop.h"
#include "appliance/net/tls.h"

namespace gatehouse::net {

// When a limit is reached, the oldest connection that has not come through yet (handshake or head unfinished;
// of the same address, for the limit per address) gives way to the new one; without such a one the new one is
// closed. Devices with a verified certificate do not count.
struct FrontEndLimits {
  int connections = 4096;
  int connections_per_address = 256;  // loopback too
  int handshakes_at_once = 512;       // with those whose request head is not whole yet
  std::chrono::milliseconds handshake_deadline{10000};
  std::chrono::milliseconds head_deadline{10000};  // whole request head, from the end of the handshake
  std::chrono::milliseconds drain_deadline{5000};  // graceful stop
  std::size_t head_bytes = 16 * 1024;
};

// What the front end needs from the world; the application supplies it.
class FrontEndNeeds {
 public:
  virtual ~FrontEndNeeds() = default;
  // A verified device, or a client without certificate that may only enrol. Takes the stream.
  virtual void device_connected(std::unique_ptr<TlsStream> stream) = 0;
  // Hands plain HTTP bytes of one connection to the HTTP server. False: its queue is full, the peer gets 503.
  virtual bool http_connected(UniqueFd socket, const PeerAddress& peer) = 0;
};

struct ServerIdentity {
  KeyAndCertificate
      browser;              // shown to everyone but agents: the appliance's own or the administrator's chain
  KeyAndCertificate agent;  // shown on ALPN gatehouse/1: always from the appliance's own authority
  std::string device_ca_pem;  // verifies client certificates of agents
};

struct FrontEndCounters {  // for /metrics
  std::uint64_t accepted = 0, handshakes_failed = 0, handshakes_timed_out = 0, refused_busy = 0,
                refused_address = 0, heads_refused = 0, open = 0;
};

class FrontEnd {
 public:
  // `listen` is "0.0.0.0:8443", "[::]:8443" or "127.0.0.1:0". Errors say what to do (port in use, no
  // permission).
  static Result<std::unique_ptr<FrontEnd>> open(EventLoop& loop, const std::string& listen,
                                                const FrontEndLimits& limits, ServerIdentity identity,
                                                FrontEndNeeds& needs);
  virtual ~FrontEnd() = default;  // closes at once whatever is open, except streams that were handed over

  virtual std::uint16_t port() const = 0;
  // New handshakes use the new certificate; open connections are not touched. A bad one is refused and the
  // old stays.
  virtual Result<void> reload(ServerIdentity identity) = 0;
  // Stops accepting, lets HTTP responses finish within drain_deadline, then `done`, never inside this call.
  virtual void drain(std::function<void()> done) = 0;
  virtual FrontEndCounters counters() const = 0;
};

}  // namespace gatehouse::net
