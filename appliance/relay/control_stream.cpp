#include "appliance/relay/control_stream.h"

namespace gatehouse::relay {

using wire::CloseReason;

ControlStream::ControlStream(std::unique_ptr<net::TlsStream> stream, const Clock& clock,
                             std::chrono::seconds heartbeat, CloseReason lost, Events events)
    : stream_(std::move(stream)),
      clock_(clock),
      heartbeat_(clock.steady(), heartbeat),
      question_(clock),
      events_(std::move(events)) {
  stream_->start({
      .data = [this](ByteView data) { received(data); },
      .drained = [] {},
      .closed =
          [this, lost](const std::optional<Error>& why) {
            left_ = !why;
            end(lost);
          },
  });
}

void ControlStream::send(const wire::Record& record) {
  if (!over_) stream_->write(wire::encode(record));
}

void ControlStream::ask() {
  send(question_.ask());
}

void ControlStream::received(ByteView data) {
  reader_.feed(data);
  while (!over_) {
    const auto record = reader_.next();
    if (reader_.broken()) return end(CloseReason::protocol_error);
    if (!record) break;
    heartbeat_.heard(clock_.steady());
    if (!handle(*record)) return end(CloseReason::protocol_error);
  }
  // Somebody who asks and asks and never reads the answers.
  if (!over_ && stream_->pending() > net::Stream::kHighWater) end(CloseReason::timed_out);
}

bool ControlStream::handle(const wire::Record& record) {
  if (const auto* ping = std::get_if<wire::Ping>(&record)) {
    send(wire::Pong{ping->opaque});
  } else if (const auto* pong = std::get_if<wire::Pong>(&record)) {
    if (const auto took = question_.answered(*pong)) events_.answered(*took);
  } else {
    return events_.record(record);
  }
  return true;
}

void ControlStream::tick() {
  switch (heartbeat_.due(clock_.steady())) {
    case wire::Heartbeat::Due::nothing:
      return;
    case wire::Heartbeat::Due::ping:
      return ask();
    case wire::Heartbeat::Due::over:
      return end(CloseReason::timed_out);
  }
}

void ControlStream::end(CloseReason reason) {
  if (over_) return;
  over_ = true;
  events_.over(reason);
}

}  // namespace gatehouse::relay
