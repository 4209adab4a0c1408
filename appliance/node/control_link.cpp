#include "appliance/node/control_link.h"

#include <algorithm>
#include <utility>

#include "appliance/base/log.h"

namespace gatehouse::node {

using wire::CloseReason;

namespace {
constexpr std::chrono::seconds kWelcomeWithin{10};
}

ControlLink::ControlLink(net::EventLoop& loop, const Clock& clock, agent::Dial dial, wire::Node about,
                         Events events)
    : loop_(loop),
      clock_(clock),
      dial_(std::move(dial)),
      about_(std::move(about)),
      events_(std::move(events)) {
  start();
}

void ControlLink::start() {
  retry_.reset();
  conversation_ = std::make_unique<agent::Conversation>(
      loop_, dial_, about_, kWelcomeWithin,
      agent::Conversation::Events{
          .record = [this](const wire::Record& record) { handle(record); },
          .over = [this](CloseReason reason, const std::string& words) { broke(reason, words); },
      });
}

void ControlLink::ask_papers() {
  send(about_);
}

void ControlLink::send(const wire::Record& record) {
  if (is_up()) conversation_->send(record);
}

void ControlLink::leave(std::function<void()> left) {
  retry_.reset();
  ticking_.reset();
  heartbeat_.reset();
  if (!conversation_) return loop_.post(std::move(left));
  left_ = std::move(left);
  conversation_->close();
}

void ControlLink::handle(const wire::Record& record) {
  if (left_) return;
  if (heartbeat_) heartbeat_->heard(clock_.steady());
  if (const auto* welcome = std::get_if<wire::NodeWelcome>(&record)) return this->welcome(*welcome);
  if (!is_up()) return broke(CloseReason::none, "the appliance did not begin with a welcome");
  if (const auto* ping = std::get_if<wire::Ping>(&record)) return send(wire::Pong{ping->opaque});
  if (std::holds_alternative<wire::Pong>(record)) return;
  const bool is_about_call = std::holds_alternative<wire::Claimed>(record) ||
                             std::holds_alternative<wire::HangUp>(record) ||
                             std::holds_alternative<wire::Decline>(record);
  if (!is_about_call) return broke(CloseReason::none, "the appliance sent what only others send");
  events_.said(record);
}

void ControlLink::welcome(const wire::NodeWelcome& welcome) {
  if (!is_up()) {
    backoff_.reset();
    heartbeat_.emplace(clock_.steady(), std::chrono::seconds(std::max<int>(welcome.heartbeat_seconds, 1)));
    ticking_ = loop_.every(std::chrono::seconds(1), [this] { tick(); });
    log::info("relay", "connected to the appliance as relay " + std::to_string(welcome.node_id));
  }
  events_.welcome(welcome);
}

void ControlLink::tick() {
  switch (heartbeat_->due(clock_.steady())) {
    case wire::Heartbeat::Due::nothing:
      return;
    case wire::Heartbeat::Due::ping:
      return send(wire::Ping{0});
    case wire::Heartbeat::Due::over:
      return broke(CloseReason::none, "nothing was heard from the appliance for too long");
  }
}

void ControlLink::broke(CloseReason reason, const std::string& words) {
  if (left_) {
    conversation_.reset();
    return loop_.post(std::exchange(left_, nullptr));
  }
  log::warning("relay", "the link to the appliance is down: " + words);
  ticking_.reset();
  heartbeat_.reset();
  conversation_.reset();
  events_.lost();
  if (reason == CloseReason::unknown_device) return events_.unknown_here();
  if (reason == CloseReason::replaced) backoff_.be_patient();
  retry_ = loop_.after(backoff_.next(), [this] { start(); });
}

}  // namespace gatehouse::node
