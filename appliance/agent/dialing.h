// How this machine reaches its appliance, and relays of their own. Loop thread.
#pragma once
#include <memory>
#include <string>

#include "appliance/agent/agent.h"
#include "appliance/agent/dial.h"
#include "appliance/agent/identity.h"
#include "appliance/net/tls.h"

namespace gatehouse::agent {

class Dialing {
 public:
  // Both outlive it.
  Dialing(net::EventLoop& loop, const AgentOptions& options, const Identity& identity)
      : loop_(loop), options_(options), identity_(identity) {}

  // For the control link, of which the appliance has one for every machine: it waits most of its life.
  net::EventLoop::HandlePtr idle(Dialed done) const;
  // Without a certificate, to get one.
  net::EventLoop::HandlePtr to_enrol(Dialed done) const;
  // To where the session is carried: the appliance, or a relay of its own.
  net::EventLoop::HandlePtr to_join(const wire::Ring& ring, Dialed done) const;

  // There is a certificate that was not there before.
  void certificate_changed() { resumption_ = net::TlsResumption::create(); }
  // Enrolling finds out what the appliance's authority is, by what its token says of it.
  bool finds_authority() const { return options_.ca_pem.empty() && !options_.authority_fingerprint.empty(); }
  const std::string& found_authority() const { return *found_authority_; }

 private:
  net::TlsClientOptions tls_options(bool with_certificate) const;

  net::EventLoop& loop_;
  const AgentOptions& options_;
  const Identity& identity_;
  std::shared_ptr<net::TlsResumption> resumption_ = net::TlsResumption::create();
  const std::shared_ptr<std::string> found_authority_ = std::make_shared<std::string>();  // while enrolling
};

}  // namespace gatehouse::agent
