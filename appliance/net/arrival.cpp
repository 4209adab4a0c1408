#include "appliance/net/arrival.h"

#include "appliance/base/log.h"
#include "appliance/net/canned_answer.h"

namespace gatehouse::net {

Arrival::Arrival(EventLoop& loop, const FrontEndLimits& limits, FrontEndCounters& counters,
                 std::unique_ptr<TlsConnection> tls, Events events)
    : counters_(counters), events_(std::move(events)), tls_(std::move(tls)) {
  deadline_ = loop.after(limits.handshake_deadline, [this] {
    ++counters_.handshakes_timed_out;
    close();
  });
  tls_->on_plain_http([this] { answer_plain_http(); });
  tls_->handshake([this](std::optional<Error> failure) { shook_hands(std::move(failure)); });
}

void Arrival::shook_hands(std::optional<Error> failure) {
  if (failure) {
    ++counters_.handshakes_failed;
    log::debug("net", tls_->peer().ip + ": " + failure->message);
    return close();
  }
  const auto routed = tls_->alpn() == kAlpnGatehouse ? events_.device : events_.http;
  routed(std::move(tls_));
}

void Arrival::answer_plain_http() {
  ++counters_.handshakes_failed;
  tls_->write_plain(plain_http_answer());
  close();
}

std::optional<SteadyTime> Arrival::gives_way_since() const {
  constexpr std::chrono::seconds kPatience{3};
  const auto step = tls_->last_step();
  if (!step) return since_;
  if (std::chrono::steady_clock::now() - *step < kPatience) return std::nullopt;
  return step;
}

// Tells the peer what there is to tell (an alert, close_notify), then ends.
void Arrival::close() {
  deadline_.reset();
  tls_->close();
  tls_->start({.data = nullptr, .drained = nullptr, .closed = [this](std::optional<Error>) {
                 const auto gone = events_.gone;
                 gone();
               }});
}

}  // namespace gatehouse::net
