// What the relay's ends of all control links have in common, whoever is at the other: whole records, PING answered, a
// question after silence, and one end. Loop thread.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "appliance/base/clock.h"
#include "appliance/net/tls.h"
#include "appliance/relay/round_trip.h"
#include "appliance/wire/close_reason.h"
#include "appliance/wire/heartbeat.h"
#include "appliance/wire/link.h"

namespace gatehouse::relay {

class ControlStream {
 public:
  struct Events {
    // Any but PING and PONG. False: none that this side may send; that ends the link (protocol_error).
    std::function<bool(const wire::Record&)> record;
    // What ask() asked, and how long it took.
    std::function<void(std::chrono::microseconds)> answered;
    // Of no more use: `lost` when the other side went, timed_out, protocol_error. Once.
    std::function<void(wire::CloseReason)> over;
  };

  ControlStream(std::unique_ptr<net::TlsStream> stream, const Clock& clock, std::chrono::seconds heartbeat,
                wire::CloseReason lost, Events events);

  // The other side ended the link itself, in good order.
  bool has_left() const { return left_; }
  // SHA-256 of the key of its certificate, in hex.
  const std::string& peer_fingerprint() const { return stream_->peer_fingerprint(); }
  void send(const wire::Record& record);
  // Is anybody there? Also measures how far.
  void ask();
  // About once a second.
  void tick();
  // Gives the stream away, to say GOODBYE on it. Nothing may be asked of this after that.
  std::unique_ptr<net::TlsStream> take() { return std::move(stream_); }

 private:
  void received(ByteView data);
  bool handle(const wire::Record& record);
  void end(wire::CloseReason reason);

  std::unique_ptr<net::TlsStream> stream_;
  const Clock& clock_;
  wire::RecordReader reader_;
  wire::Heartbeat heartbeat_;
  RoundTrip question_;
  const Events events_;
  bool left_ = false, over_ = false;
};

}  // namespace gatehouse::relay
