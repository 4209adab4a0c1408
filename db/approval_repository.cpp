#include "db/approval_repository.h"

#include <algorithm>
#include <array>

#include "db/access.h"
#include "db/paging.h"

namespace gatehouse::db {
namespace {

constexpr std::array<const char*, 5> kStates = {"waiting", "approved", "declined", "withdrawn", "revoked"};

const char* name_of(ApprovalState state) {
  return kStates[static_cast<std::size_t>(state)];
}

ApprovalState state_from(const std::string& name) {
  const auto* found = std::ranges::find(kStates, name);
  return found == kStates.end() ? ApprovalState::revoked
                                : static_cast<ApprovalState>(found - kStates.begin());
}

std::string select_where(std::string_view condition) {
  return "SELECT id, organization_id, client_id, client_name, asked_by, asked_by_name, reason, minutes,"
         " asked_at, state, ends_at, decided_by, decided_by_name, decided_at, comment, ended_by_name, "
         "ended_at"
         " FROM approval WHERE " +
         std::string(condition);
}

Approval approval_of(Query& row) {
  Approval approval;
  approval.id = row.integer();
  approval.organization = row.organization();
  approval.client = row.integer();
  approval.client_name = row.text();
  approval.asked_by = row.maybe_integer();
  approval.asked_by_name = row.text();
  approval.reason = row.text();
  approval.minutes = row.integer();
  approval.asked_at = row.integer();
  approval.state = state_from(row.text());
  approval.ends_at = row.integer();
  approval.decided_by = row.maybe_integer();
  approval.decided_by_name = row.text();
  approval.decided_at = row.maybe_integer();
  approval.comment = row.text();
  approval.ended_by_name = row.text();
  approval.ended_at = row.maybe_integer();
  return approval;
}

std::optional<Approval> one(Query&& query) {
  if (!query.next()) return std::nullopt;
  return approval_of(query);
}

std::string by_number() {
  return select_where("organization_id = ? AND id = ?");
}

// ?4: now. What somebody approved counts for as long as they could sign in.
constexpr std::string_view kApproverStands =
    "EXISTS (SELECT 1 FROM user_account AS approver WHERE approver.organization_id = ?1 AND approver.id = "
    "decided_by"
    " AND approver.disabled = 0 AND coalesce(approver.expires_at > ?4, 1))";

}  // namespace

Result<std::optional<Approval>> ApprovalRepository::add(Approval approval) {
  return write(database_, [&](Connection& connection) -> std::optional<Approval> {
    Query(connection,
          "INSERT INTO approval (organization_id, client_id, client_name, asked_by, asked_by_name, reason,"
          " minutes, asked_at, state, ends_at) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'waiting', ?9"
          " WHERE NOT EXISTS (SELECT 1 FROM approval WHERE organization_id = ?1 AND client_id = ?2"
          " AND asked_by = ?4 AND ends_at > ?8 AND state IN ('waiting', 'approved'))",
          approval.organization, approval.client, approval.client_name, approval.asked_by,
          approval.asked_by_name, approval.reason, approval.minutes, approval.asked_at, approval.ends_at)
        .run();
    if (connection.changed_rows() == 0) return std::nullopt;
    return one(Query(connection, by_number(), approval.organization, connection.last_id()));
  });
}

Result<std::optional<Approval>> ApprovalRepository::find(OrganizationId organization, ApprovalId id) {
  return read(database_,
              [&](Connection& connection) { return one(Query(connection, by_number(), organization, id)); });
}

Result<std::optional<Approval>> ApprovalRepository::find_good(OrganizationId organization, ClientId client,
                                                              UserId asked_by, std::int64_t now) {
  return read(database_, [&](Connection& connection) {
    return one(Query(connection,
                     select_where("organization_id = ?1 AND client_id = ?2 AND asked_by = ?3 AND ends_at > ?4"
                                  " AND state = 'approved' AND " +
                                  std::string(kApproverStands) + " ORDER BY ends_at DESC LIMIT 1"),
                     organization, client, asked_by, now));
  });
}

Result<bool> ApprovalRepository::holds(OrganizationId organization, ClientId client, ApprovalId id,
                                       std::int64_t now) {
  return read(database_, [&](Connection& connection) {
    return Query(connection,
                 "SELECT 1 FROM approval WHERE organization_id = ?1 AND client_id = ?2 AND id = ?3 AND "
                 "ends_at > ?4"
                 " AND state = 'approved' AND " +
                     std::string(kApproverStands),
                 organization, client, id, now)
        .next();
  });
}

Result<Page<Approval>> ApprovalRepository::list(OrganizationId organization, const ApprovalFilter& filter,
                                                const Cursor& after, int limit) {
  // One text a combination, so that each can use its index.
  std::string condition =
      "organization_id = ?1 AND (asked_at, id) < (?2, ?3)"
      " AND (?7 IS NULL OR (state = 'waiting' AND ends_at > ?7))";
  if (filter.asked_by) condition += " AND asked_by = ?4";
  if (filter.client) condition += " AND client_id = ?5";
  if (filter.open_at) condition += " AND state IN ('waiting', 'approved') AND ends_at > ?6";
  return read(database_, [&](Connection& connection) {
    Query query(connection, select_where(condition + " ORDER BY asked_at DESC, id DESC"), organization,
                after.time, after.id, filter.asked_by, filter.client, filter.open_at, filter.waiting_at);
    return page_of<Approval>(
        query, limit, [](Query& row) { return std::optional(approval_of(row)); },
        [](const Approval& approval) {
          return Cursor{approval.asked_at, approval.id};
        });
  });
}

Result<bool> ApprovalRepository::decide(const Approval& decided) {
  return change_rows(
      database_,
      "UPDATE approval SET state = ?1, decided_by = ?2, decided_by_name = ?3, decided_at = ?4,"
      " comment = ?5, ends_at = ?6 WHERE organization_id = ?7 AND id = ?8 AND state = 'waiting'"
      " AND ends_at > ?4 AND asked_by IS NOT NULL AND asked_by <> ?2",
      name_of(decided.state), decided.decided_by, decided.decided_by_name, decided.decided_at,
      decided.comment, decided.ends_at, decided.organization, decided.id);
}

Result<bool> ApprovalRepository::end(const Approval& ended) {
  return change_rows(
      database_,
      "UPDATE approval SET state = ?1, ended_by_name = ?2, ended_at = ?3 WHERE organization_id = ?4"
      " AND id = ?5 AND state IN ('waiting', 'approved') AND ends_at > ?3",
      name_of(ended.state), ended.ended_by_name, ended.ended_at, ended.organization, ended.id);
}

Result<int> ApprovalRepository::remove_asked_before(OrganizationId organization, std::int64_t time,
                                                    int most) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "DELETE FROM approval WHERE id IN (SELECT id FROM approval WHERE organization_id = ?"
          " AND asked_at < ? ORDER BY asked_at LIMIT ?)",
          organization, time, most)
        .run();
    return static_cast<int>(connection.changed_rows());
  });
}

}  // namespace gatehouse::db
