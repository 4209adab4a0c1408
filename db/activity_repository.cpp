#include "db/activity_repository.h"

#include "db/access.h"

namespace gatehouse::db {
namespace {

constexpr std::int64_t kHour = 3600, kDay = 24 * kHour;

std::map<std::int64_t, std::int64_t> by_day(Query query) {
  std::map<std::int64_t, std::int64_t> days;
  while (query.next()) {
    const std::int64_t day = query.integer();
    days[day] = query.integer();
  }
  return days;
}

}  // namespace

Result<void> ActivityRepository::note_online(OrganizationId organization, std::int64_t now,
                                             std::int64_t count, std::int64_t keep) {
  return write(
      database_,
      [&](Connection& connection) {
        Query(
            connection,
            "INSERT INTO activity (organization_id, hour, clients_online) VALUES (?1, ?2, ?3) ON CONFLICT DO"
            " UPDATE SET clients_online = max(clients_online, ?3)",
            organization, now / kHour, count)
            .run();
        Query(connection, "DELETE FROM activity WHERE organization_id = ? AND hour < ?", organization,
              (now - keep) / kHour)
            .run();
      },
      Durability::cheap);
}

Result<std::map<std::int64_t, std::int64_t>> ActivityRepository::online_by_day(OrganizationId organization,
                                                                               DayRange days) {
  return read(database_, [&](Connection& connection) {
    return by_day(Query(connection,
                        "SELECT (hour * 3600 + ?1) / 86400 AS day, max(clients_online) FROM activity"
                        " WHERE organization_id = ?2 AND hour >= ?3 GROUP BY day",
                        days.offset, organization, (days.first * kDay - days.offset) / kHour));
  });
}

Result<std::map<std::int64_t, std::int64_t>> ActivityRepository::sessions_by_day(OrganizationId organization,
                                                                                 DayRange days) {
  return read(database_, [&](Connection& connection) {
    return by_day(Query(connection,
                        "SELECT (started_at + ?1) / 86400 AS day, count(*) FROM session"
                        " WHERE organization_id = ?2 AND started_at >= ?3 GROUP BY day",
                        days.offset, organization, days.first * kDay - days.offset));
  });
}

}  // namespace gatehouse::db
