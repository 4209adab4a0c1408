// Turns a token into a certificate: ENROL on a connection without client certificate, again with back-off
// until the appliance has answered. Loop thread.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "appliance/agent/backoff.h"
#include "appliance/agent/conversation.h"

namespace gatehouse::agent {

class Enrolment {
 public:
  // The certificate, or why the appliance refused for good. Once; the owner may destroy the enrolment inside
  // it.
  using Done = std::function<void(Result<std::string> certificate_pem)>;

  // Without `backoff` the first attempt is the only one, and why it failed is the answer.
  Enrolment(net::EventLoop& loop, Dial dial, wire::Enrol request, Done done,
            std::optional<Backoff> backoff = Backoff());

 private:
  void attempt();

  net::EventLoop& loop_;
  const Dial dial_;
  const wire::Enrol request_;
  Done done_;
  std::optional<Backoff> backoff_;
  std::unique_ptr<Conversation> conversation_;
  net::EventLoop::HandlePtr retry_;
};

}  // namespace gatehouse::agent
