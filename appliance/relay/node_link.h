// The control link of one relay of its own (a node) that is connected. Loop thread.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "appliance/base/clock.h"
#include "appliance/net/tls.h"
#include "appliance/relay/relay.h"
#include "appliance/relay/round_trip.h"
#include "appliance/wire/heartbeat.h"
#include "appliance/wire/link.h"

namespace gatehouse::relay {

class NodeLink {
 public:
  struct Events {
    // CLAIM, CARRIED, HANG_UP, or NODE again: it wants new papers, once an hour at most.
    std::function<void(const wire::Record&)> said;
    // How long a question and its answer took.
    std::function<void(std::chrono::microseconds)> measured;
    // The link is of no more use. Once; the owner removes the link, not inside the call.
    std::function<void(wire::CloseReason)> over;
  };

  NodeLink(std::unique_ptr<net::TlsStream> stream, const Clock& clock, std::chrono::seconds heartbeat,
           Events events);

  // The relay ended the link itself, in good order: it stops.
  bool has_left() const { return left_; }
  const std::string& link_key() const { return stream_->peer_fingerprint(); }
  void send(const wire::Record& record);
  // Measures how far it is; after the first answer, which it waits for.
  void ask();
  // About once a second.
  void tick();
  // Gives the stream away, to say GOODBYE on it. Nothing may be asked of the link after that.
  std::unique_ptr<net::TlsStream> take_stream() { return std::move(stream_); }

 private:
  void received(ByteView data);
  bool handle(const wire::Record& record);
  void end(wire::CloseReason reason);

  std::unique_ptr<net::TlsStream> stream_;
  const Clock& clock_;
  wire::RecordReader reader_;
  wire::Heartbeat heartbeat_;
  RoundTrip round_trip_;
  SteadyTime papers_again_;  // before that it must not ask
  Events events_;
  bool over_ = false, left_ = false;
};

}  // namespace gatehouse::relay
