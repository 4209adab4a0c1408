// A relay's link to its appliance: kept for as long as the relay runs, made again when it breaks. Loop thread.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "appliance/agent/backoff.h"
#include "appliance/agent/conversation.h"
#include "appliance/base/clock.h"
#include "appliance/wire/heartbeat.h"
#include "appliance/wire/link.h"

namespace gatehouse::node {

class ControlLink {
 public:
  struct Events {
    // The papers to work with; again when they change.
    std::function<void(const wire::NodeWelcome&)> welcome;
    // CLAIMED, HANG_UP or DECLINE.
    std::function<void(const wire::Record&)> said;
    // The link is gone. It is made again by itself.
    std::function<void()> lost;
    // The appliance does not know this relay (any more): a person must do something. The link does not come back.
    std::function<void()> unknown_here;
  };

  // `about`: what it says first.
  ControlLink(net::EventLoop& loop, const Clock& clock, agent::Dial dial, wire::Node about, Events events);

  // Asks for papers again; `welcome` follows.
  void ask_papers();
  // Lost when the link is down.
  void send(const wire::Record& record);
  // Ends the link in good order, for ever, and then runs `left`, later; no event follows.
  void leave(std::function<void()> left);
  bool is_up() const { return heartbeat_.has_value(); }

 private:
  void start();
  void handle(const wire::Record& record);
  void welcome(const wire::NodeWelcome& welcome);
  void tick();
  void broke(wire::CloseReason reason, const std::string& words);

  net::EventLoop& loop_;
  const Clock& clock_;
  const agent::Dial dial_;
  const wire::Node about_;
  const Events events_;
  agent::Backoff backoff_;
  std::unique_ptr<agent::Conversation> conversation_;
  std::optional<wire::Heartbeat> heartbeat_;  // while it is up
  net::EventLoop::HandlePtr retry_, ticking_;
  std::function<void()> left_;  // while it leaves
};

}  // namespace gatehouse::node
