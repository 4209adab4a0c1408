// The appliance's keys and certificates on disk (DATA/keys, 0700, files 0600): made at first start, and
// renewed in time.
//
//   authority.{key,crt}   signs what browsers and agents verify the appliance by (authority.h: also those before it)
//   devices.{key,crt}     signs what the relay knows agents by (the same)
//   server.{key,crt}      the appliance's own, for the host's names and addresses
//   tickets.key           signs tickets, and nothing else
//   resumption.key        seals TLS session tickets; made anew every six hours
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "appliance/app/authority.h"
#include "appliance/base/result.h"
#include "appliance/net/certificates.h"
#include "appliance/net/front_end.h"
#include "appliance/seal/ticket.h"

namespace gatehouse::app {

class Identity {
 public:
  struct Options {
    std::string directory;                 // DATA/keys
    std::vector<std::string> extra_names;  // server.names
    std::string certificate_path;          // server.certificate; empty: the appliance's own
    std::string key_path;
  };

  // Makes what is missing; issues the server certificate again when names were added, its authority has a
  // successor, or it has less than 30 days left.
  static Result<Identity> load(const Options& options, std::int64_t now);

  const Authority& authority() const { return authority_; }
  const Authority& devices() const { return devices_; }
  net::ServerIdentity server_identity() const;
  // By which this appliance is reached; the first one is the host's name.
  const std::vector<std::string>& names() const { return names_; }
  // Those that somebody chose: of server.names, and of server.certificate.
  std::vector<std::string> given_names() const;
  // names(), and those in the certificate of server.certificate; DNS names there may begin with "*.".
  std::vector<std::string> all_names() const;

 private:
  Authority authority_, devices_;
  net::KeyAndCertificate own_, custom_;
  net::ResumptionKeys resumption_;
  std::vector<std::string> names_, extra_names_;
};

// The key that signs tickets, DATA/keys/tickets.key; made when it is not there.
Result<seal::TicketSigner> load_ticket_signer(const std::string& directory);
// The same for the one that signs the audit log, DATA/keys/audit.key.
Result<seal::SigningKey> load_audit_key(const std::string& directory);

}  // namespace gatehouse::app
