// How this machine becomes one of the appliance's, and whom it takes for that appliance. Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "appliance/agent/agent.h"
#include "appliance/agent/dialing.h"
#include "appliance/agent/enrolment.h"
#include "appliance/agent/identity.h"
#include "appliance/net/event_loop.h"
#include "appliance/wire/link.h"

namespace gatehouse::agent {

class Membership {
 public:
  // `options`: the token goes from them when it was used.
  Membership(net::EventLoop& loop, AgentOptions& options, Identity& identity, Dialing& dialing,
             std::function<wire::Facts()> facts, std::function<void()> start_link)
      : loop_(loop),
        options_(options),
        identity_(identity),
        dialing_(dialing),
        facts_(std::move(facts)),
        start_link_(std::move(start_link)) {}

  // `start_link` runs inside where the machine is enrolled already, else later, and again each time it has enrolled anew; or
  // AgentOptions::failed.
  void begin();
  // The appliance does not know this machine: it enrols anew where it has a token, else tries again.
  void unknown_here();
  // Over a link that the present ones vouch for.
  void learn(const wire::Authorities& named);
  void stop();

 private:
  void enrol();
  void answered(Result<std::string> certificate_pem);
  Result<void> keep(const std::string& certificate_pem);
  void give_up(Error error);

  net::EventLoop& loop_;
  AgentOptions& options_;
  Identity& identity_;
  Dialing& dialing_;
  const std::function<wire::Facts()> facts_;
  const std::function<void()> start_link_;
  std::unique_ptr<Enrolment> enrolment_;
  net::EventLoop::HandlePtr retry_;
};

}  // namespace gatehouse::agent
