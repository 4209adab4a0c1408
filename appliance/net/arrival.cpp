#include "appliance/net/arrival.h"

#include "appliance/base/log.h"
#include "appliance/net/request_head.h"

namespace gatehouse::net {
namespace {

struct Refusal {
  int status;
  std::string_view phrase, words;
};

constexpr Refusal kRefusals[] = {
    {400, "Bad Request", "This is not a request that can be understood."},
    {408, "Request Timeout", "The request did not arrive in time."},
    {431, "Request Header Fields Too Large",
     "The request's head is too large. Deleting this site's cookies may help."},
    {503, "Service Unavailable", "The appliance is busy. Try again in a few seconds."},
};

std::string answer(const Refusal& refusal) {
  const std::string body = std::string(refusal.words) + "\n";
  return "HTTP/1.1 " + std::to_string(refusal.status) + " " + std::string(refusal.phrase) +
         "\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nCache-Control: "
         "no-store\r\n" +
         (refusal.status == 503 ? "Retry-After: 2\r\n" : "") +
         "Connection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

constexpr Refusal kPlainHttp = {400, "Bad Request",
                                "This port speaks https only. Use the same address with https:// in front."};

}  // namespace

Arrival::Arrival(EventLoop& loop, const FrontEndLimits& limits, FrontEndCounters& counters,
                 std::unique_ptr<TlsConnection> tls, Events events)
    : loop_(loop), limits_(limits), counters_(counters), events_(std::move(events)), tls_(std::move(tls)) {
  deadline_ = loop_.after(limits_.handshake_deadline, [this] {
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
  if (tls_->alpn() != kAlpnGatehouse) return read_head();
  const auto device = events_.device;
  device(std::move(tls_));
}

void Arrival::answer_plain_http() {
  ++counters_.handshakes_failed;
  tls_->write_plain(answer(kPlainHttp));
  close();
}

void Arrival::read_head() {
  deadline_ = loop_.after(limits_.head_deadline, [this] { head_late(); });
  tls_->start({.data = [this](ByteView data) { head_bytes(data); },
               .drained = nullptr,
               .closed =
                   [this](std::optional<Error>) {
                     const auto gone = events_.gone;
                     gone();
                   }});
}

void Arrival::head_bytes(ByteView data) {
  const std::size_t searched = head_.size();
  head_.insert(head_.end(), data.begin(), data.end());
  const auto end = find_head_end(head_, searched);
  if (end.value_or(head_.size()) > limits_.head_bytes) return refuse_head(431);
  if (!end) return;
  if (!check_request_head(ByteView(head_).first(*end))) return refuse_head(400);
  tls_->pause_reading();
  const auto http = events_.http;
  http(std::move(tls_), std::move(head_));
}

// Browsers open connections ahead of need; an answer to a question that was not asked would confuse them.
void Arrival::head_late() {
  if (head_.empty()) return close();
  refuse_head(408);
}

void Arrival::refuse_head(int status) {
  ++counters_.heads_refused;
  deadline_.reset();
  refuse(*tls_, status);
}

void Arrival::refuse(TlsStream& stream, int status) {
  for (const Refusal& refusal : kRefusals) {
    if (refusal.status == status) stream.write(as_bytes(answer(refusal)));
  }
  stream.close();
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
