// Who this machine is: two keys made here at the first start and never sent anywhere, and the certificate the
// appliance issued at enrolment. Files, in a directory of their own (0700):
//
//   key.pem (0600), certificate.pem    whoever has both is this machine to the appliance
//   device.key (0600)                  by which viewers know it (sealed channel)
//   authority.crt, server              which appliance it enrolled with (one certificate or more) and where, when a
//                                      token told
#pragma once
#include <optional>
#include <string>

#include "appliance/base/result.h"
#include "appliance/base/secret.h"
#include "appliance/seal/keys.h"

namespace gatehouse::agent {

class Identity {
 public:
  // Makes the directory and the keys when they are not there. Refuses keys that others can read.
  static Result<Identity> open(const std::string& directory);

  // With new keys. They replace what is in the directory only with the certificate.
  static Result<Identity> renew(const std::string& directory);

  const Secret& key_pem() const { return key_pem_; }
  // Of the sealed channel.
  const seal::PrivateKey& device_key() const { return *device_key_; }
  const std::string& certificate_pem() const { return certificate_pem_; }  // empty: not enrolled
  bool enrolled() const { return !certificate_pem_.empty(); }
  // Error: it is for another key. What was there before stays.
  Result<void> store_certificate(const std::string& certificate_pem);

  const std::string& authority_pem() const { return authority_pem_; }  // empty: not kept here
  const std::string& server() const { return server_; }  // "host" or "host:port"; empty: not kept
  // Before store_certificate, so that a machine that is enrolled always knows where.
  Result<void> store_appliance(const std::string& server, const std::string& authority_pem);
  // The appliance named those that it is to be known by from now on. Error: these are no certificates.
  Result<void> store_authorities(const std::string& pem);

 private:
  explicit Identity(std::string directory) : directory_(std::move(directory)) {}
  Result<void> load_keys();

  std::string directory_;
  Secret key_pem_;
  std::optional<seal::PrivateKey> device_key_;  // always there in what open() and renew() give
  bool keys_are_new_ = false;                   // and not written yet
  std::string certificate_pem_, authority_pem_, server_;
};

}  // namespace gatehouse::agent
