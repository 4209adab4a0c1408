// The control link of one relay of its own (a node) that is connected. Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "appliance/base/clock.h"
#include "appliance/relay/control_stream.h"

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
  bool has_left() const { return stream_.has_left(); }
  const std::string& link_key() const { return stream_.peer_fingerprint(); }
  void send(const wire::Record& record) { stream_.send(record); }
  // Measures how far it is; after the first answer, which it waits for.
  void ask() { stream_.ask(); }
  // About once a second.
  void tick() { stream_.tick(); }
  // Gives the stream away, to say GOODBYE on it. Nothing may be asked of the link after that.
  std::unique_ptr<net::TlsStream> take_stream() { return stream_.take(); }

 private:
  bool handle(const wire::Record& record);

  const Clock& clock_;
  SteadyTime papers_again_;  // before that it must not ask
  const Events events_;
  ControlStream stream_;
};

}  // namespace gatehouse::relay
