// The stream of a viewer that came over a link instead of a WebSocket: what goes to it goes in PAYLOAD records,
// so that GOODBYE can follow at any time (PROTOCOL.md, Viewer link). Loop thread.
#pragma once
#include <memory>

#include "appliance/net/tls.h"
#include "appliance/wire/close_reason.h"

namespace gatehouse::relay {

class ViewerLink final : public net::Stream {
 public:
  // Takes a link whose VIEW was accepted and answers JOINED.
  explicit ViewerLink(std::unique_ptr<net::TlsStream> link);

  // The last record; close() follows.
  void say_goodbye(wire::CloseReason reason);

  void start(Events events) override { link_->start(std::move(events)); }
  void write(ByteView data) override;
  std::size_t pending() const override { return link_->pending(); }
  void pause_reading() override { link_->pause_reading(); }
  void resume_reading() override { link_->resume_reading(); }
  void close() override { link_->close(); }

 private:
  std::unique_ptr<net::TlsStream> link_;
};

}  // namespace gatehouse::relay
