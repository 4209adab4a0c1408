#include "appliance/agent/dialing.h"

#include "appliance/base/server_address.h"
#include "appliance/wire/server_names.h"

namespace gatehouse::agent {

net::EventLoop::HandlePtr Dialing::idle(Dialed done) const {
  net::TlsClientOptions tls = tls_options(true);
  tls.idle_link = resumption_;
  return net::tls_connect(loop_, std::move(tls), std::move(done));
}

net::EventLoop::HandlePtr Dialing::to_enrol(Dialed done) const {
  return net::tls_connect(loop_, tls_options(false), std::move(done));
}

net::EventLoop::HandlePtr Dialing::to_join(const wire::Ring& ring, Dialed done) const {
  net::TlsClientOptions tls = tls_options(true);
  if (ring.relay_id != 0) {
    const auto at = parse_server_address(ring.relay);
    tls.host = at ? at->host : "";
    tls.port = at ? at->port : 0;
    tls.server_name = wire::relay_server_name(ring.relay_id);
  }
  return net::tls_connect(loop_, std::move(tls), std::move(done));
}

net::TlsClientOptions Dialing::tls_options(bool with_certificate) const {
  net::TlsClientOptions tls;
  tls.host = options_.server_host;
  tls.port = options_.server_port;
  tls.server_name = wire::kApplianceName;
  tls.trusted_ca = options_.ca_pem.empty() ? identity_.authority_pem() : options_.ca_pem;
  if (!with_certificate && finds_authority()) {
    tls.trusted_ca.clear();
    tls.trusted_fingerprint = options_.authority_fingerprint;
    tls.authority_found = [found = found_authority_](std::string pem) { *found = std::move(pem); };
  }
  if (with_certificate) {
    tls.certificate = identity_.certificate_pem();
    tls.key = std::string(identity_.key_pem().view());
  }
  return tls;
}

}  // namespace gatehouse::agent
