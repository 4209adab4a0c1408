// The one port. Accepts, does the TLS handshake, routes by ALPN: "gatehouse/1" to the relay, everything else
// to the HTTP server: each request, once it was read whole within its limits, over a socketpair of its own
// (http_link.h). Loop thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"
#include "appliance/net/certificates.h"
#include "appliance/net/event_loop.h"
#include "appliance/net/tls.h"

namespace gatehouse::net {

// When a limit is reached, the connection that has been silent longest (no hello, a handshake that stopped, a
// request unfinished, or idle; of the same address, for the limit per address) gives way to the new one; without
// such a one the new one is closed. Handshakes that go on are not driven out by others of the same address. Devices
// that the relay knows do not count. An IPv6 address counts as its /64.
struct FrontEndLimits {
  int connections = 4096;
  int connections_per_address = 256;  // loopback too
  int handshakes_at_once = 512;
  // The next two follow from server.threads (app/appliance.cpp): all of them, and a quarter for one address.
  // At the HTTP server, with WebSockets. Beyond that, the browser that has taken nothing of its answer for
  // longest gives way.
  int requests = 320;
  int requests_per_address = 80;  // at the HTTP server; more wait for their turn. WebSockets do not count
  std::chrono::milliseconds handshake_deadline{10000};
  std::chrono::milliseconds head_deadline{10000};    // from its first byte; a new connection's to begin, too
  std::chrono::milliseconds body_deadline{10000};    // from the end of the head; and 1 s for each 32 KiB
  std::chrono::milliseconds turn_deadline{10000};    // waiting for one's turn
  std::chrono::milliseconds idle_deadline{75000};    // between two requests
  std::chrono::milliseconds unread_deadline{15000};  // without one byte of an answer taken
  std::chrono::milliseconds drain_deadline{5000};    // graceful stop
  std::size_t head_bytes = 16 * 1024;
  std::size_t body_bytes = 1 << 20;
  std::size_t body_memory = 32 << 20;  // for all bodies that are being read; a quarter for one address
};

// What the front end needs from the world; the application supplies it.
class FrontEndNeeds {
 public:
  virtual ~FrontEndNeeds() = default;
  // Somebody with a certificate of ours, which may have been revoked, or a client without one that may only
  // enrol. Takes the stream, and calls leave_limits() on those that turn out to be known.
  virtual void device_connected(std::unique_ptr<TlsStream> stream) = 0;
  // Hands one whole request to the HTTP server, which answers on the socket. False: its queue is full, the
  // peer gets 503.
  virtual bool http_connected(UniqueFd socket, const PeerAddress& peer) = 0;
};

struct ServerIdentity {
  // Shown to everyone but agents: the appliance's own or the administrator's chain.
  KeyAndCertificate browser;
  KeyAndCertificate agent;    // shown on ALPN gatehouse/1: always from the appliance's own authority
  std::string device_ca_pem;  // verifies client certificates of agents
  ResumptionKeys resumption = {};
  std::vector<std::string> names;  // that requests may be for; addresses need no mention (request_hosts.h)
};

struct FrontEndCounters {  // for /metrics
  std::uint64_t accepted = 0, handshakes_failed = 0, handshakes_timed_out = 0, open = 0;
  // New connections that were closed, and requests answered 503, because of a limit.
  std::uint64_t refused_busy = 0, refused_address = 0;
  std::uint64_t gave_way = 0;        // silent or blocked connections closed in favour of new ones
  std::uint64_t heads_refused = 0;   // requests refused before the HTTP server saw them
  std::uint64_t unread_answers = 0;  // connections closed because the browser took nothing of an answer
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
