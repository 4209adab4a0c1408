// Certificates and what else a relay of its own (a node) needs to work; and the join of a new one, whose token makes its
// key known. One thread at a time: the store worker.
#pragma once
#include <optional>
#include <string>

#include "appliance/app/authority.h"
#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "appliance/relay/relay.h"
#include "appliance/wire/link.h"
#include "db/database.h"

namespace gatehouse::app {

class RelayPapers {
 public:
  RelayPapers(db::Database& database, const Clock& clock, Authority authority, Authority devices);
  void set_authorities(Authority authority, Authority devices);

  // Nothing: the token is none of a relay.
  Result<std::optional<relay::Needs::Enrolled>> join(const wire::Enrol& request);
  // Nothing: nobody's key here (any more).
  Result<std::optional<relay::Needs::NodePapers>> admit(const std::string& link_key, const wire::Node& said);

 private:
  Result<std::string> link_certificate(std::int64_t node, const std::string& request_pem) const;

  db::Database& database_;
  const Clock& clock_;
  Authority authority_, devices_;
};

}  // namespace gatehouse::app
