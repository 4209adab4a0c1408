#pragma once
#include <map>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::db {

// Days are counted from 1970 on, and begin `offset` seconds before midnight in UTC (so an hour east of it: 3600).
struct DayRange {
  std::int64_t first = 0;
  std::int64_t offset = 0;
};

// What the charts of a dashboard show.
class ActivityRepository {
 public:
  explicit ActivityRepository(Database& database) : database_(database) {}

  // So many machines are online now; what is older than `keep` seconds is forgotten.
  Result<void> note_online(OrganizationId organization, std::int64_t now, std::int64_t count,
                           std::int64_t keep);
  // From the first day on: the most that were online at a time. Days of which nothing is known are missing.
  Result<std::map<std::int64_t, std::int64_t>> online_by_day(OrganizationId organization, DayRange days);
  // From the first day on: sessions that began. Days without one are missing.
  Result<std::map<std::int64_t, std::int64_t>> sessions_by_day(OrganizationId organization, DayRange days);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
