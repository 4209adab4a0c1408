#include "appliance/connect/trust.h"

#include <cstdio>

#include "appliance/base/secret.h"
#include "appliance/base/text.h"
#include "appliance/connect/terminal.h"

namespace gatehouse::connect {
namespace {

struct Authority {
  std::string pem;      // of the one with the fingerprint that was asked for
  std::string instead;  // or the fingerprint of another one that was there
  std::string why;
};

Authority ask_authority(const Place& place, const std::string& fingerprint) {
  net::EventLoop loop;
  Authority authority;
  auto tls = place.link_options();
  tls.trusted_fingerprint = fingerprint;
  tls.authority_found = [&](std::string pem) { authority.pem = std::move(pem); };
  tls.other_authority = [&](std::string instead) { authority.instead = std::move(instead); };
  const auto dialing = net::tls_connect(loop, std::move(tls), [&](auto link) {
    if (!link) authority.why = link.error().message;
    loop.stop();
  });
  loop.run();
  return authority;
}

Result<std::string> remember_authority(const Place& place, const Appliances& known,
                                       const std::string& fingerprint) {
  Authority authority = ask_authority(place, fingerprint);
  if (authority.pem.empty()) {
    const std::string instead =
        authority.instead.empty() ? "" : "; the authority there is " + hex(authority.instead);
    return Error{authority.why + instead};
  }
  if (auto ok = known.remember_authority(place.name(), authority.pem); !ok) return ok.error();
  return std::move(authority.pem);
}

Result<std::string> meet_authority(const Place& place, const Appliances& known, bool may_ask) {
  // Nobody's fingerprint: what is there is not trusted, only named.
  const Authority there = ask_authority(place, random_bytes(32));
  if (there.instead.empty()) return Error{there.why};
  const std::string shown = hex(there.instead);
  const std::string words = "he appliance " + place.name() +
                            " is not known here yet. SHA-256 fingerprint of its authority:\n  " + shown +
                            "\n";
  if (!may_ask)
    return Error{"t" + words + "If the appliance's console shows the same, add --fingerprint " + shown};
  std::fprintf(stderr, "T%s", words.c_str());
  if (!ask_yes("Does the appliance's console show the same? (yes/no) "))
    return Error{"not trusted, so not connected"};
  return remember_authority(place, known, there.instead);
}

}  // namespace

std::string Place::name() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

net::TlsClientOptions Place::link_options() const {
  net::TlsClientOptions tls;
  tls.host = host;
  tls.port = port;
  tls.server_name = certificate_name;
  return tls;
}

Result<std::string> authority_for(const Place& place, const Appliances& known, const std::string& fingerprint,
                                  bool may_ask) {
  if (!fingerprint.empty()) return remember_authority(place, known, fingerprint);
  auto pem = known.authority_pem(place.name());
  if (!pem || !pem->empty()) return pem;
  const auto trusted = PortalClient(place.name(), "").reach();
  if (!trusted) return trusted.error();
  return *trusted ? std::string() : meet_authority(place, known, may_ask);
}

Result<void> check_reached(const Place& place, const Appliances& known, PortalClient& portal) {
  const auto trusted = portal.reach();
  if (!trusted) return trusted.error();
  if (*trusted) return {};
  return Error{"the certificate of " + place.name() +
               " is not of the authority that is known for it. Somebody may sit in between. If the "
               "appliance was set up anew, add --fingerprint with what its console shows; if it has an "
               "official certificate now, delete " +
               known.authority_path(place.name())};
}

}  // namespace gatehouse::connect
