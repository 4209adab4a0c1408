// The appliance's own certificate authority and what is issued from it. P-256 keys, ECDSA with SHA-256 (RFC
// 5280). Two purposes, two CAs: `server` certificates for browsers and agents to verify the appliance,
// `device` certificates that identify agents to the relay.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/base/secret.h"

namespace gatehouse::net {

struct KeyAndCertificate {
  std::string key_pem;  // wiped when it goes
  std::string certificate_pem;
  ~KeyAndCertificate() { wipe(key_pem.data(), key_pem.size()); }
};

std::string new_key_pem();
// A self-signed CA for `days`.
Result<KeyAndCertificate> new_authority(const std::string& common_name, std::int64_t now, int days);
// An authority's certificate for its successor's name and key (RFC 4210 4.4, "new with old"), until its own ends.
Result<std::string> vouch_for(const KeyAndCertificate& authority, const std::string& successor_pem);
// A server certificate for DNS names and IP addresses (each goes to the right kind of subjectAltName), for at
// most 396 days. All certificates are valid from a day before `now`, for clocks that are a little off.
Result<KeyAndCertificate> issue_server(const KeyAndCertificate& authority,
                                       const std::vector<std::string>& names, std::int64_t now, int days);
// The same for the key in a request, for `days`.
Result<std::string> issue_server_for(const KeyAndCertificate& authority, const std::string& request_pem,
                                     const std::vector<std::string>& names, std::int64_t now, int days);
// A PKCS#10 request signed by `key_pem`; its subject is ignored by the issuer.
Result<std::string> new_request(const std::string& key_pem);
// Issues a client certificate for the key in `request_pem` after checking its self-signature; subject is
// CN=`device_id`.
Result<std::string> issue_device(const KeyAndCertificate& authority, const std::string& request_pem,
                                 const std::string& device_id, std::int64_t now, int days);
// SHA-256 over the DER of the first certificate in the PEM, hex.
Result<std::string> fingerprint(const std::string& certificate_pem);
// SHA-256 over the DER of its public key (SubjectPublicKeyInfo, RFC 5280 4.1), hex: what stays the same when the
// certificate is renewed.
Result<std::string> key_fingerprint(const std::string& certificate_pem);
// The same of the key in a request. Error: it is not signed by that key, or the key is no P-256 one.
Result<std::string> request_key_fingerprint(const std::string& request_pem);
// Error: the first certificate in the PEM is not for this key.
Result<void> check_pair(const std::string& key_pem, const std::string& certificate_pem);

struct CertificateFacts {
  std::string subject, issuer;  // common names
  std::int64_t not_before = 0, not_after = 0;
  std::vector<std::string> names;
};
Result<CertificateFacts> describe(const std::string& certificate_pem);
// The names and addresses by which this host is likely reached: host name, its qualified forms, localhost,
// interface addresses. Asks no name server.
std::vector<std::string> host_names();

}  // namespace gatehouse::net
