#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/audit_chain.h"
#include "db/database.h"
#include "db/page.h"
#include "db/records.h"

namespace gatehouse::db {

// What a list of sessions is narrowed to; empty or nothing: not at all.
struct SessionFilter {
  std::optional<ClientId> client = {};
  std::optional<UserId> user = {};
  std::optional<bool> active = {};  // true: not ended; false: ended
  std::string search =
      {};  // in the names of who and what, reason, comment, profile and token, without regard to (ASCII) case
  std::string authorized_by = {};                  // as portal/session_rights.h writes it
  std::optional<std::int64_t> from = {}, to = {};  // begun then; `to` is the first that is not wanted
};

// The history of remote sessions. A session goes requested → open → ended, never back; what comes
// too late changes nothing.
class SessionRepository {
 public:
  explicit SessionRepository(Database& database) : database_(database) {}

  // `session` as requested; its number is given here and is the relay's call number.
  Result<Session> add(Session session);
  Result<std::optional<Session>> find(OrganizationId organization, SessionId id);
  Result<Page<Session>> list(OrganizationId organization, const SessionFilter& filter, const Cursor& after,
                             int limit);
  Result<std::int64_t> count_active(OrganizationId organization);
  Result<std::int64_t> count_started_since(OrganizationId organization, std::int64_t time);

  // False: there is no such session, or it is past that.
  Result<bool> open(SessionId id, const std::string& direct_from, const std::string& relay);
  // What its viewer may do, and by which profile, says the machine.
  Result<bool> grant(SessionId id, std::uint32_t permissions, const std::string& profile);
  // Its viewer began or ceased to act as the machine's administrator: `entry`, of its organization, tells of it.
  Result<void> elevate(SessionId id, AuditEntry entry);
  // Byte counts so far. Costs no wait for the disk.
  Result<bool> progress(SessionId id, std::int64_t to_viewer, std::int64_t to_client);
  Result<bool> end(SessionId id, std::uint8_t close_reason, std::int64_t to_viewer, std::int64_t to_client,
                   std::int64_t now);
  // Its comment is this one from now on, and listed with those before. False: no such session, or another version.
  Result<bool> comment(OrganizationId organization, SessionId id, std::int64_t version,
                       const SessionComment& comment);
  // All it ever had, the newest first.
  Result<std::vector<SessionComment>> comments(OrganizationId organization, SessionId id);
  // Forgets at most `most` that ended before; how many there were.
  Result<int> remove_ended_before(OrganizationId organization, std::int64_t time, int most);
  // At start: those that an earlier run left open. Gives their number.
  Result<int> end_left_open(std::uint8_t close_reason, std::int64_t now);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
