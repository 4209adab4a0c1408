// TLS by Mbed TLS: 1.2 and 1.3, X25519 first, AES-GCM and ChaCha20-Poly1305. A TLS failure is final: nothing
// here retries with weaker settings, and there is no switch that turns verification off.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/net/stream.h"

namespace gatehouse::net {

// ALPN names (RFC 7301) this product speaks.
inline constexpr const char* kAlpnHttp = "http/1.1";
inline constexpr const char* kAlpnGatehouse = "gatehouse/1";

// An address of a peer as it is logged and throttled: "192.0.2.7" or "2001:db8::1".
struct PeerAddress {
  std::string ip;
  std::uint16_t port = 0;
};

// A TLS connection after its handshake.
class TlsStream : public Stream {
 public:
  virtual const std::string& alpn() const = 0;
  virtual const PeerAddress& peer() const = 0;
  // SHA-256 of the peer's public key (SubjectPublicKeyInfo), hex, which a renewed certificate keeps; empty when it
  // showed no certificate. On the server side that was verified against the device CA before this stream was
  // handed over.
  virtual const std::string& peer_fingerprint() const = 0;
  // On the server side: the peer turned out to be known, and no longer counts among the connections that
  // FrontEndLimits bounds.
  virtual void leave_limits() = 0;
};

// For TLS session tickets (RFC 5077), so that clients can resume after a restart, too: the one for new tickets, and
// the one before, which still opens old ones. Random bytes, or empty: known to this process only.
struct ResumptionKeys {
  static constexpr std::size_t kSize = 36;
  std::string current, previous;
};

// What a client keeps of a connection to make the next one cheaply, without signatures (RFC 5077). One for one
// client and one server; loop thread.
class TlsResumption {
 public:
  virtual ~TlsResumption() = default;
  static std::shared_ptr<TlsResumption> create();
};

// What a client shows and trusts. PEM; `key` empty means no client certificate (enrolment).
struct TlsClientOptions {
  std::string host;         // DNS name or address to dial
  std::string server_name;  // name the certificate must carry
  std::uint16_t port = 0;
  std::string trusted_ca;  // PEM; the only trust anchor. Or, instead of it:
  // SHA-256 (32 raw bytes) of the certificate of the only authority to trust; the other side sends that
  // certificate along. Chain, name and time are verified as ever.
  std::string trusted_fingerprint;
  // With trusted_fingerprint: the authority's certificate (PEM), before `done` and only when that succeeds.
  std::function<void(std::string authority_pem)> authority_found;
  // With trusted_fingerprint: the fingerprint (32 raw bytes) of the authority that vouches for the other side,
  // when that is another one. The connection has failed; before `done`.
  std::function<void(std::string fingerprint)> other_authority;
  std::string certificate;  // PEM chain
  std::string key;          // PEM
  std::string alpn = kAlpnGatehouse;
  // For a link that is idle most of its life, of which the other side has thousands: TLS 1.2 with records of at
  // most 1 KiB (RFC 6066 4), so that both sides keep small buffers, resumed by this when that is possible.
  std::shared_ptr<TlsResumption> idle_link;
};

// Resolves, connects and does the handshake, 10 s for all of it. `done` runs once on the loop thread, never
// inside this call. Dropping the handle gives up.
EventLoop::HandlePtr tls_connect(EventLoop& loop, TlsClientOptions options,
                                 std::function<void(Result<std::unique_ptr<TlsStream>>)> done);

}  // namespace gatehouse::net
