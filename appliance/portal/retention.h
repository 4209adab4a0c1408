// Once an hour: signs the audit logs, and forgets what an organization does not want to keep any longer. One thread.
#pragma once
#include <cstdint>
#include <map>

#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "db/records.h"

namespace gatehouse::portal {

struct Services;

class Retention {
 public:
  // Once a second: takes a little at a time, so that nobody else has to wait.
  void tick(Services& services);

 private:
  struct Forgotten {
    std::int64_t sessions = 0, entries = 0;
  };

  // True: there may be more.
  Result<bool> forget_some(Services& services, const db::Organization& organization);
  Result<void> note(Services& services, const db::Organization& organization);

  SteadyTime next_{};
  std::map<db::OrganizationId, Forgotten> forgotten_;  // since the last look
};

}  // namespace gatehouse::portal
