// The control link to the appliance: kept for as long as the agent runs, made again when it breaks. Loop
// thread.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>

#include "appliance/agent/backoff.h"
#include "appliance/agent/conversation.h"
#include "appliance/base/clock.h"
#include "appliance/wire/heartbeat.h"
#include "appliance/wire/link.h"

namespace gatehouse::agent {

class Link {
 public:
  struct Events {
    // Also when what it says has changed.
    std::function<void(const wire::Welcome&)> online;
    std::function<void(const wire::Ring&)> ring;
    std::function<void(std::uint64_t call, wire::CloseReason)> hung_up;
    std::function<void(const wire::Renewed&)> renewed;
    std::function<void(const wire::Authorities&)> authorities;
    std::function<void(const wire::DirectAnswer&)> direct_answered = [](const wire::DirectAnswer&) {};
    // Whether the appliance has a request for help of this machine.
    std::function<void(const wire::Help&)> help = [](const wire::Help&) {};
    std::function<void(const wire::Relays&)> relays;
    // The appliance does not know this machine's certificate. The link waits until start() is called again.
    std::function<void()> unknown_here;
    // It was online and is not any more. Before unknown_here.
    std::function<void()> offline = [] {};
  };

  // `hello` is asked at every start.
  Link(net::EventLoop& loop, const Clock& clock, Dial dial, std::function<wire::Hello()> hello, Events events,
       Backoff backoff = Backoff());

  void start();
  void stop();
  bool is_online() const { return heartbeat_.has_value(); }
  // Lost when the link is down: what it would say is then known from the data link.
  void send(const wire::Record& record);

 private:
  void handle(const wire::Record& record);
  void welcome(const wire::Welcome& welcome);
  void tick();
  void broke(wire::CloseReason reason, const std::string& words);

  net::EventLoop& loop_;
  const Clock& clock_;
  const Dial dial_;
  const std::function<wire::Hello()> hello_;
  Events events_;
  Backoff backoff_;
  std::unique_ptr<Conversation> conversation_;
  std::optional<wire::Heartbeat> heartbeat_;  // while online
  net::EventLoop::HandlePtr retry_, ticking_;
};

}  // namespace gatehouse::agent
