#include "appliance/agent/link.h"

#include <algorithm>

#include "appliance/base/log.h"

namespace gatehouse::agent {

using wire::CloseReason;

namespace {
constexpr std::chrono::seconds kWelcomeWithin{10};
}

Link::Link(net::EventLoop& loop, const Clock& clock, Dial dial, std::function<wire::Hello()> hello,
           Events events, Backoff backoff)
    : loop_(loop),
      clock_(clock),
      dial_(std::move(dial)),
      hello_(std::move(hello)),
      events_(std::move(events)),
      backoff_(std::move(backoff)) {}

void Link::start() {
  retry_.reset();
  conversation_ = std::make_unique<Conversation>(
      loop_, dial_, hello_(), kWelcomeWithin,
      Conversation::Events{
          .record = [this](const wire::Record& record) { handle(record); },
          .over = [this](CloseReason reason, const std::string& words) { broke(reason, words); },
      });
}

void Link::stop() {
  retry_.reset();
  ticking_.reset();
  heartbeat_.reset();
  conversation_.reset();
}

void Link::send(const wire::Record& record) {
  if (is_online()) conversation_->send(record);
}

void Link::handle(const wire::Record& record) {
  if (heartbeat_) heartbeat_->heard(clock_.steady());
  if (const auto* welcome = std::get_if<wire::Welcome>(&record)) return this->welcome(*welcome);
  if (!is_online()) return broke(CloseReason::none, "the appliance did not begin with a welcome");
  if (const auto* ring = std::get_if<wire::Ring>(&record)) {
    events_.ring(*ring);
  } else if (const auto* hang_up = std::get_if<wire::HangUp>(&record)) {
    events_.hung_up(hang_up->call_id, hang_up->reason);
  } else if (const auto* renewed = std::get_if<wire::Renewed>(&record)) {
    events_.renewed(*renewed);
  } else if (const auto* authorities = std::get_if<wire::Authorities>(&record)) {
    events_.authorities(*authorities);
  } else if (const auto* answer = std::get_if<wire::DirectAnswer>(&record)) {
    events_.direct_answered(*answer);
  } else if (const auto* help = std::get_if<wire::Help>(&record)) {
    events_.help(*help);
  } else if (const auto* relays = std::get_if<wire::Relays>(&record)) {
    events_.relays(*relays);
  } else if (const auto* ping = std::get_if<wire::Ping>(&record)) {
    send(wire::Pong{ping->opaque});
  } else if (!std::holds_alternative<wire::Pong>(record)) {
    broke(CloseReason::none, "the appliance sent what only agents send");
  }
}

void Link::welcome(const wire::Welcome& welcome) {
  const std::string address =
      "machine " + std::to_string(welcome.device_id) + (welcome.alias.empty() ? "" : ", " + welcome.alias);
  if (is_online()) {
    log::info("agent", "the appliance knows this machine as " + address);
    return events_.online(welcome);
  }
  backoff_.reset();
  heartbeat_.emplace(clock_.steady(), std::chrono::seconds(std::max<int>(welcome.heartbeat_seconds, 1)));
  ticking_ = loop_.every(std::chrono::seconds(1), [this] { tick(); });
  log::info("agent", "connected to the appliance as " + address);
  events_.online(welcome);
}

void Link::tick() {
  switch (heartbeat_->due(clock_.steady())) {
    case wire::Heartbeat::Due::nothing:
      return;
    case wire::Heartbeat::Due::ping:
      return send(wire::Ping{0});
    case wire::Heartbeat::Due::over:
      return broke(CloseReason::none, "nothing was heard from the appliance for too long");
  }
}

void Link::broke(CloseReason reason, const std::string& words) {
  log::warning("agent", "the link to the appliance is down: " + words);
  const bool was_online = is_online();
  stop();
  if (was_online) events_.offline();
  if (reason == CloseReason::unknown_device) return events_.unknown_here();
  // Another agent with this machine's certificate: taking turns quickly would serve neither.
  if (reason == CloseReason::replaced || reason == CloseReason::cloned) backoff_.be_patient();
  if (reason == CloseReason::cloned) {
    log::error("agent",
               "another machine with this one's key is connected. If this disk was copied, give this machine "
               "a key of its own: gatehouse enroll --again, with a new token");
  }
  retry_ = loop_.after(backoff_.next(), [this] { start(); });
}

}  // namespace gatehouse::agent
