// Who this machine is to the appliance: a key made here at the first start and never sent anywhere, and the
// certificate the appliance issued for it at enrolment. Files: key.pem (0600) and certificate.pem in a
// directory of their own (0700).
#pragma once
#include <string>

#include "appliance/base/result.h"
#include "appliance/base/secret.h"

namespace gatehouse::agent {

class Identity {
 public:
  // Makes the directory and the key when they are not there. Refuses a key that others can read.
  static Result<Identity> open(const std::string& directory);

  const Secret& key_pem() const { return key_pem_; }
  const std::string& certificate_pem() const { return certificate_pem_; }  // empty: not enrolled
  bool enrolled() const { return !certificate_pem_.empty(); }
  Result<void> store_certificate(const std::string& certificate_pem);

 private:
  explicit Identity(std::string directory) : directory_(std::move(directory)) {}
  Result<void> load_key();

  std::string directory_;
  Secret key_pem_;
  std::string certificate_pem_;
};

}  // namespace gatehouse::agent
