// Certificates and what else a relay of its own (a node) needs to work; and the join of a new one, whose token makes its
// key known. One thread at a time: the store worker.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appliance/app/authority.h"
#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "appliance/relay/relay.h"
#include "appliance/wire/link.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::app {

class RelayPapers {
 public:
  // `own_names`: of the appliance. No certificate is ever made for one of them.
  RelayPapers(db::Database& database, const Clock& clock, Authority authority, Authority devices,
              std::vector<std::string> own_names);
  void set_identity(Authority authority, Authority devices, std::vector<std::string> own_names);

  // Nothing: the token is none of a relay.
  Result<std::optional<relay::Needs::Enrolled>> join(const wire::Enrol& request);
  // Nothing: nobody's key here (any more). Error: also when its address is one of the appliance.
  Result<std::optional<relay::Needs::NodePapers>> admit(const std::string& link_key, const wire::Node& said);

 private:
  Result<std::string> server_certificate(const db::RelayNode& node, const std::string& request_pem) const;
  Result<std::string> link_certificate(std::int64_t node, const std::string& request_pem) const;

  db::Database& database_;
  const Clock& clock_;
  Authority authority_, devices_;
  std::vector<std::string> own_names_;
};

}  // namespace gatehouse::app
