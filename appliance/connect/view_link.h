// The viewer's end of a link to the relay (PROTOCOL.md, Viewer link): sends VIEW, and is from JOINED on the stream of
// the session's bytes. Loop thread.
#pragma once
#include <functional>
#include <memory>

#include "appliance/net/tls.h"
#include "appliance/wire/link.h"

namespace gatehouse::connect {

class ViewLink final : public net::Stream {
 public:
  struct Said {
    // The relay has let us in; nothing may be written before. The owner may destroy the link inside.
    std::function<void()> joined;
    // Why the session is over, or was refused; the end follows.
    std::function<void(const wire::Goodbye&)> goodbye;
  };

  ViewLink(std::unique_ptr<net::TlsStream> link, wire::View view, Said said);

  // A relay that breaks the protocol ends the stream with an error.
  void start(Events events) override;
  void write(ByteView data) override { link_->write(data); }
  std::size_t pending() const override { return link_->pending(); }
  void pause_reading() override { link_->pause_reading(); }
  void resume_reading() override { link_->resume_reading(); }
  void close() override { link_->close(); }

 private:
  void received(ByteView data);
  bool handle(const wire::Record& record);

  std::unique_ptr<net::TlsStream> link_;
  const wire::View view_;
  Said said_;
  std::shared_ptr<Events> events_;
  wire::RecordReader reader_;
  bool asked_ = false, joined_ = false, broken_ = false;
  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
};

}  // namespace gatehouse::connect
