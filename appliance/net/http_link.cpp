#include "appliance/net/http_link.h"

#include "appliance/net/arrival.h"

namespace gatehouse::net {

HttpLink::HttpLink(EventLoop& loop, std::unique_ptr<TlsStream> browser, UniqueFd server, ByteView head,
                   bool taken, std::function<void()> gone) {
  if (!taken) {
    refused_ = std::move(browser);
    refused_->start(
        {.data = nullptr, .drained = nullptr, .closed = [gone](std::optional<Error>) { gone(); }});
    Arrival::refuse(*refused_, 503);
    return;
  }
  auto server_end = stream_over(loop, std::move(server));
  server_end->write(head);
  splice_ = std::make_unique<Splice>(std::move(browser), std::move(server_end), nullptr, gone);
}

void HttpLink::close_if_idle() {
  constexpr int kQuietTicks = 4;
  if (!splice_) return;
  const bool browser_moved = splice_->bytes_to_second() != seen_from_browser_;
  const bool server_moved = splice_->bytes_to_first() != seen_from_server_;
  seen_from_browser_ = splice_->bytes_to_second();
  seen_from_server_ = splice_->bytes_to_first();
  if (browser_moved || server_moved) {
    quiet_ticks_ = 0;
    server_spoke_last_ = server_moved;
    return;
  }
  if (++quiet_ticks_ >= kQuietTicks && server_spoke_last_ && splice_->first().pending() == 0)
    splice_->second().close();
}

}  // namespace gatehouse::net
