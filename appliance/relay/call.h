// One call: a viewer that waits while the device rings, then two streams joined. The session's bytes are
// never looked at. Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "appliance/base/clock.h"
#include "appliance/net/closing_streams.h"
#include "appliance/net/splice.h"
#include "appliance/net/tls.h"
#include "appliance/relay/relay.h"

namespace gatehouse::relay {

class Call {
 public:
  struct Events {
    // It is decided how the call ends; the viewer's stream is still open. Once.
    std::function<void(wire::CloseReason)> ended;
    // Both streams are over; the owner may destroy the call inside this call. Once, after `ended`.
    std::function<void()> gone;
  };

  struct Order {
    DeviceId device = 0;
    std::string link_key;  // net::TlsStream::peer_fingerprint() of who may join, until `deadline`
    std::string join_key;  // and must know; 16 bytes
    SteadyTime deadline{};
  };
  // `early`: what the viewer sent already.
  Call(Order order, std::unique_ptr<net::Stream> viewer, Bytes early, Events events);

  DeviceId device() const { return device_; }
  // 16 bytes for the RING.
  const std::string& join_key() const { return join_key_; }
  bool is_open() const { return splice_ != nullptr && !over_; }
  bool is_over() const { return over_; }

  // Good once: a key that was right is not right again.
  bool accepts(const std::string& link_key, const std::string& join_key);
  // Splices the viewer to the device's data link, which has got JOINED.
  void open(std::unique_ptr<net::TlsStream> device);

  // Ends now: what is queued is still sent, nothing more is read.
  void end(wire::CloseReason reason);
  // The device said so on its control link. Its data link may still carry last words: it gets until
  // `deadline` to close it. What it says after that counts for nothing.
  void device_hung_up(wire::CloseReason reason, SteadyTime deadline);
  void tick(SteadyTime now);

  std::uint64_t bytes_to_viewer() const;
  std::uint64_t bytes_to_device() const;

 private:
  void decide(wire::CloseReason reason);

  const DeviceId device_;
  const std::string link_key_;
  std::string join_key_;
  SteadyTime deadline_;  // of the JOIN; later of the data link's end after a HANG_UP
  Events events_;
  std::unique_ptr<net::Stream> viewer_;  // while ringing
  Bytes early_;                          // what the viewer sent meanwhile
  std::uint64_t early_sent_ = 0;
  std::unique_ptr<net::Splice> splice_;
  wire::CloseReason hung_up_ = wire::CloseReason::none;
  // The device closed its data link in good order; why comes on its control link, a moment later or before.
  int device_left_for_ = 0;  // ticks that are left for it
  bool over_ = false;
};

}  // namespace gatehouse::relay
