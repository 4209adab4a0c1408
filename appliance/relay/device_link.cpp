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
    : device_(identity.device),
      organization_(identity.organization),
      alias_(identity.alias),
      heartbeat_seconds_(heartbeat),
      ticket_keys_(ticket_keys),
      clock_(clock),
      events_(std::move(events)),
      stream_(std::move(stream), clock, heartbeat, CloseReason::device_lost,
              {
                  .record = [this](const wire::Record& record) { return handle(record); },
                  .answered = [this](std::chrono::microseconds took) { answered(took); },
                  .over = [this](CloseReason reason) { events_.over(reason); },
              }) {
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

bool DeviceLink::handle(const wire::Record& record) {
  if (const auto* decline = std::get_if<wire::Decline>(&record)) {
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
  } else if (const auto* grants = std::get_if<wire::Grants>(&record)) {
    events_.grants(*grants);
  } else if (const auto* elevated = std::get_if<wire::Elevated>(&record)) {
    events_.elevated(*elevated);
  } else if (const auto* unattended = std::get_if<wire::Unattended>(&record)) {
    unattended_ = unattended->on;
  } else if (const auto* direct = std::get_if<wire::Direct>(&record)) {
    events_.direct(*direct);
  } else {
    return false;
  }
  return true;
}

void DeviceLink::answered(std::chrono::microseconds took) {
  round_trip_ = took;
  events_.alive();
}

void DeviceLink::tick() {
  if (const auto news = std::exchange(news_, std::nullopt)) events_.updated(*news);
  if (const auto help = std::exchange(help_, std::nullopt)) events_.help(*help);
  if (unattended_ != told_unattended_) {
    told_unattended_ = unattended_;
    events_.unattended(*unattended_);
  }
  tell_time();
  stream_.tick();
}

}  // namespace gatehouse::relay
