#include "appliance/relay/node_link.h"

namespace gatehouse::relay {

using wire::CloseReason;

namespace {

std::uint64_t microseconds(SteadyTime time) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count());
}

}  // namespace

NodeLink::NodeLink(std::unique_ptr<net::TlsStream> stream, const Clock& clock, std::chrono::seconds heartbeat,
                   Events events)
    : stream_(std::move(stream)),
      clock_(clock),
      heartbeat_(clock.steady(), heartbeat),
      events_(std::move(events)) {
  stream_->start({
      .data = [this](ByteView data) { received(data); },
      .drained = [] {},
      .closed = [this](std::optional<Error>) { end(CloseReason::relay_lost); },
  });
}

void NodeLink::send(const wire::Record& record) {
  if (!over_) stream_->write(wire::encode(record));
}

void NodeLink::received(ByteView data) {
  reader_.feed(data);
  while (!over_) {
    const auto record = reader_.next();
    if (reader_.broken()) return end(CloseReason::protocol_error);
    if (!record) break;
    heartbeat_.heard(clock_.steady());
    if (!handle(*record)) return end(CloseReason::protocol_error);
  }
  if (!over_ && stream_->pending() > net::Stream::kHighWater) end(CloseReason::timed_out);
}

bool NodeLink::handle(const wire::Record& record) {
  if (const auto* ping = std::get_if<wire::Ping>(&record)) {
    send(wire::Pong{ping->opaque});
  } else if (const auto* pong = std::get_if<wire::Pong>(&record)) {
    if (asked_ && pong->opaque == *asked_)
      events_.measured(std::chrono::microseconds(microseconds(clock_.steady()) - *asked_));
    asked_.reset();
  } else if (std::holds_alternative<wire::Claim>(record) || std::holds_alternative<wire::Carried>(record) ||
             std::holds_alternative<wire::HangUp>(record) || std::holds_alternative<wire::Node>(record)) {
    events_.said(record);
  } else {
    return false;
  }
  return true;
}

void NodeLink::ask() {
  asked_ = microseconds(clock_.steady());
  send(wire::Ping{*asked_});
}

void NodeLink::tick() {
  switch (heartbeat_.due(clock_.steady())) {
    case wire::Heartbeat::Due::nothing:
      return;
    case wire::Heartbeat::Due::ping:
      return ask();
    case wire::Heartbeat::Due::over:
      return end(CloseReason::timed_out);
  }
}

void NodeLink::end(CloseReason reason) {
  if (over_) return;
  over_ = true;
  events_.over(reason);
}

}  // namespace gatehouse::relay
