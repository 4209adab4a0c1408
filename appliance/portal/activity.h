// What was going on lately, for the dashboard's charts.
#pragma once
#include "appliance/base/clock.h"
#include "appliance/base/result.h"
#include "db/records.h"

namespace gatehouse::portal {

struct Services;

// Machines of the organization that are online now.
Result<std::int64_t> count_online(Services& services, db::OrganizationId organization);

// Notes every few minutes how many machines are online. One thread.
class ActivityWatch {
 public:
  static constexpr int kMostDays = 90;

  // Once a second.
  void tick(Services& services);

 private:
  SteadyTime next_{};
};

}  // namespace gatehouse::portal
