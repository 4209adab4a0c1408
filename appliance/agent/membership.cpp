#include "appliance/agent/membership.h"

#include "appliance/base/log.h"
#include "appliance/base/secret.h"
#include "appliance/net/certificates.h"

namespace gatehouse::agent {
namespace {

constexpr std::chrono::seconds kUnknownRetry{60};  // and up to as long again

}  // namespace

void Membership::begin() {
  identity_.enrolled() ? start_link_() : enrol();
}

void Membership::stop() {
  enrolment_.reset();
  retry_.reset();
}

void Membership::give_up(Error error) {
  log::error("agent", error.message);
  if (options_.failed) options_.failed(std::move(error));
}

// A file that the settings name is the administrator's own.
void Membership::learn(const wire::Authorities& named) {
  if (!options_.ca_pem.empty() || named.certificates_pem == identity_.authority_pem()) return;
  if (auto stored = identity_.store_authorities(named.certificates_pem); !stored)
    return log::error("agent", "the appliance's new authority: " + stored.error().message);
  log::info("agent", "the appliance named the authorities it is to be known by from now on");
}

void Membership::enrol() {
  const auto request = net::new_request(std::string(identity_.key_pem().view()));
  if (!request) return give_up(request.error());
  enrolment_ = std::make_unique<Enrolment>(
      loop_, [this](Dialed done) { return dialing_.to_enrol(std::move(done)); },
      wire::Enrol{wire::kVersion, options_.enrolment_token, *request, facts_(), options_.mode},
      [this](Result<std::string> certificate_pem) { answered(std::move(certificate_pem)); });
}

void Membership::answered(Result<std::string> certificate_pem) {
  enrolment_.reset();
  options_.enrolment_token.clear();  // good once
  dialing_.certificate_changed();
  if (!certificate_pem) return give_up(certificate_pem.error());
  if (auto kept = keep(*certificate_pem); !kept) return give_up(kept.error());
  log::info("agent", "this machine is enrolled");
  start_link_();
}

Result<void> Membership::keep(const std::string& certificate_pem) {
  if (dialing_.finds_authority()) {
    const std::string server = options_.server_host.find(':') == std::string::npos
                                   ? options_.server_host
                                   : "[" + options_.server_host + "]";
    auto kept = identity_.store_appliance(server + ":" + std::to_string(options_.server_port),
                                          dialing_.found_authority());
    if (!kept) return kept;
  }
  return identity_.store_certificate(certificate_pem);
}

void Membership::unknown_here() {
  if (!options_.enrolment_token.empty()) return enrol();
  log::error(
      "agent",
      "the appliance does not know this machine (any more). For it to be reached again, take a new line "
      "from the portal (Clients, Add machine), or run 'gatehouse enroll --again' with a new token");
  const std::chrono::milliseconds wait = kUnknownRetry;
  retry_ =
      loop_.after(wait + std::chrono::milliseconds(random_below(static_cast<std::uint64_t>(wait.count()))),
                  [this] { start_link_(); });
}

}  // namespace gatehouse::agent
