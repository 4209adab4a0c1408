// What this account knows of appliances, in its configuration directory: the authority of each, by which its
// certificates are verified, and the keys of its machines.
//
//   $XDG_CONFIG_HOME/gatehouse or ~/.config/gatehouse      0700
//     authorities/HOST:PORT.pem                            0600
//     known_keys                                           0600
#pragma once
#include <string>

#include "appliance/base/result.h"
#include "appliance/connect/known_keys.h"

namespace gatehouse::connect {

class Appliances {
 public:
  // Makes the directories. Error: there is no home, or others may look into them.
  static Result<Appliances> open();

  // `server`: HOST:PORT in lower case. Empty: its authority is not known.
  Result<std::string> authority_pem(const std::string& server) const;
  Result<void> remember_authority(const std::string& server, const std::string& pem) const;
  std::string authority_path(const std::string& server) const;

  KnownKeys known_keys() const { return KnownKeys(directory_ + "/known_keys"); }

 private:
  explicit Appliances(std::string directory) : directory_(std::move(directory)) {}

  std::string directory_;
};

}  // namespace gatehouse::connect
