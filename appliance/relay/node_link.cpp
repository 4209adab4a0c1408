#include "appliance/relay/node_link.h"

namespace gatehouse::relay {

using wire::CloseReason;

namespace {
constexpr std::chrono::hours kPapersAgain{1};
}

NodeLink::NodeLink(std::unique_ptr<net::TlsStream> stream, const Clock& clock, std::chrono::seconds heartbeat,
                   Events events)
    : stream_(std::move(stream)),
      clock_(clock),
      heartbeat_(clock.steady(), heartbeat),
      round_trip_(clock),
      papers_again_(clock.steady() + kPapersAgain),
      events_(std::move(events)) {
  stream_->start({
      .data = [this](ByteView data) { received(data); },
      .drained = [] {},
      .closed =
          [this](const std::optional<Error>& why) {
            left_ = !why;
            end(CloseReason::relay_lost);
          },
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
    if (const auto took = round_trip_.answered(*pong)) events_.measured(*took);
  } else if (std::holds_alternative<wire::Claim>(record) || std::holds_alternative<wire::Carried>(record) ||
             std::holds_alternative<wire::HangUp>(record)) {
    events_.said(record);
  } else if (std::holds_alternative<wire::Node>(record)) {
    // They cost signatures.
    if (clock_.steady() < papers_again_) return false;
    papers_again_ = clock_.steady() + kPapersAgain;
    events_.said(record);
  } else {
    return false;
  }
  return true;
}

void NodeLink::ask() {
  send(round_trip_.ask());
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
