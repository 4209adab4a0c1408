// Certificates by which machines are known to the relay: the first at enrolment, which makes the machine's entry in
// the store, later ones before it ends. One thread at a time: the store worker.
#pragma once
#include <string>

#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "appliance/net/certificates.h"
#include "appliance/wire/link.h"
#include "db/database.h"
#include "db/enrolment_repository.h"
#include "db/records.h"

namespace gatehouse::app {

class MachineCertificates {
 public:
  MachineCertificates(db::Database& database, const Clock& clock, net::KeyAndCertificate authority,
                      std::string default_namespace);
  // Who signs from now on.
  void set_authority(net::KeyAndCertificate authority) { authority_ = std::move(authority); }

  struct Enrolled {
    db::ClientId machine = 0;
    db::OrganizationId organization{};
    std::string certificate_pem;
  };
  // Spends the token. A machine whose key is known already, because the answer to it got lost, stays the same one.
  Result<Enrolled> enrol(const wire::Enrol& request, const std::string& peer_ip);
  // Error: the request is not for the key by which this machine is known.
  Result<std::string> renew(db::ClientId machine, const std::string& request_pem);

 private:
  // In the audit log.
  Result<void> note(const db::EnrolmentToken& token, const db::Client& client, const std::string& peer_ip);
  Result<db::Client> entry_for(const db::EnrolmentToken& token, const wire::Enrol& request,
                               const std::string& link_key);
  Result<void> give_alias(const db::Client& client);
  Result<std::string> issue(db::ClientId machine, const std::string& request_pem);

  db::Database& database_;
  const Clock& clock_;
  net::KeyAndCertificate authority_;
  const std::string default_namespace_;
};

// What the store keeps of what a machine says of itself.
db::ClientFacts stored(const wire::Facts& facts);

}  // namespace gatehouse::app
