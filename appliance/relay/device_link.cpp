#include "appliance/relay/device_link.h"

#include <cstdlib>

namespace gatehouse::relay {

using wire::CloseReason;

namespace {
constexpr std::int64_t kClockWasSet = 2;  // seconds; one is what reading two clocks in turn can make
}

DeviceLink::DeviceLink(std::unique_ptr<net::TlsStream> stream, const Needs::Identity& identity,
                       const Clock& clock, std::chrono::seconds heartbeat, const std::string& ticket_keys,
                       Events events)
    : stream_(std::move(stream)),
      device_(identity.device),
      organization_(identity.organization),
      alias_(identity.alias),
      heartbeat_seconds_(heartbeat),
      ticket_keys_(ticket_keys),
      clock_(clock),
      heartbeat_(clock.steady(), heartbeat),
      events_(std::move(events)) {
  stream_->start({
      .data = [this](ByteView data) { received(data); },
      .drained = [] {},
      .closed = [this](std::optional<Error>) { end(CloseReason::device_lost); },
  });
  welcome();
  send(wire::Help{identity.help, {}});
  ask();
}

void DeviceLink::set_alias(const std::string& alias) {
  alias_ = alias;
  welcome();
}

void DeviceLink::welcome() {
  told_start_ = started_at();
  send(wire::Welcome{device_, alias_, static_cast<std::uint16_t>(heartbeat_seconds_.count()),
                     static_cast<std::uint64_t>(clock_.unix_seconds()), ticket_keys_});
}

void DeviceLink::tell_time() {
  if (std::abs(started_at() - told_start_) >= kClockWasSet) welcome();
}

void DeviceLink::send(const wire::Record& record) {
  if (!over_) stream_->write(wire::encode(record));
}

void DeviceLink::received(ByteView data) {
  reader_.feed(data);
  while (!over_) {
    const auto record = reader_.next();
    if (reader_.broken()) return end(CloseReason::protocol_error);
    if (!record) break;
    heartbeat_.heard(clock_.steady());
    if (!handle(*record)) return end(CloseReason::protocol_error);
  }
  // A device that asks and asks and never reads the answers.
  if (!over_ && stream_->pending() > net::Stream::kHighWater) end(CloseReason::timed_out);
}

bool DeviceLink::handle(const wire::Record& record) {
  if (const auto* ping = std::get_if<wire::Ping>(&record)) {
    send(wire::Pong{ping->opaque});
  } else if (const auto* decline = std::get_if<wire::Decline>(&record)) {
    events_.hung_up(decline->call_id, decline->reason);
  } else if (const auto* hang_up = std::get_if<wire::HangUp>(&record)) {
    events_.hung_up(hang_up->call_id, hang_up->reason);
  } else if (const auto* update = std::get_if<wire::Update>(&record)) {
    news_ = update->facts;
  } else if (const auto* help = std::get_if<wire::Help>(&record)) {
    help_ = *help;
  } else if (const auto* measured = std::get_if<wire::Measured>(&record)) {
    events_.measured(*measured);
  } else if (const auto* renew = std::get_if<wire::Renew>(&record)) {
    if (std::exchange(renewed_, true)) return false;
    events_.renew(renew->request_pem);
  } else if (const auto* reachable = std::get_if<wire::Reachable>(&record)) {
    events_.reachable(*reachable);
  } else if (const auto* encodes = std::get_if<wire::Encodes>(&record)) {
    events_.encodes(*encodes);
  } else if (const auto* direct = std::get_if<wire::Direct>(&record)) {
    events_.direct(*direct);
  } else {
    const auto* pong = std::get_if<wire::Pong>(&record);
    if (pong != nullptr) answered(*pong);
    return pong != nullptr;
  }
  return true;
}

void DeviceLink::ask() {
  send(question_.ask());
}

void DeviceLink::answered(const wire::Pong& pong) {
  const auto took = question_.answered(pong);
  if (!took) return;
  round_trip_ = took;
  events_.alive();
}

void DeviceLink::tick() {
  if (const auto news = std::exchange(news_, std::nullopt)) events_.updated(*news);
  if (const auto help = std::exchange(help_, std::nullopt)) events_.help(*help);
  tell_time();
  switch (heartbeat_.due(clock_.steady())) {
    case wire::Heartbeat::Due::nothing:
      return;
    case wire::Heartbeat::Due::ping:
      return ask();
    case wire::Heartbeat::Due::over:
      return end(CloseReason::timed_out);
  }
}

void DeviceLink::end(CloseReason reason) {
  if (over_) return;
  over_ = true;
  events_.over(reason);
}

}  // namespace gatehouse::relay
