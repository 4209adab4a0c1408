#include "db/audit_repository.h"

#include "db/access.h"
#include "db/paging.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kColumns =
    "organization_id, number, at, actor_id, actor, address, action, target_id, target, before, after, hash";

AuditEntry entry_of(Query& row) {
  AuditEntry entry;
  entry.organization = row.organization();
  entry.number = row.integer();
  entry.at = row.integer();
  entry.actor_id = row.maybe_integer();
  entry.actor = row.text();
  entry.address = row.text();
  entry.action = row.text();
  entry.target_id = row.text();
  entry.target = row.text();
  entry.before = row.text();
  entry.after = row.text();
  entry.hash = row.text();
  return entry;
}

}  // namespace

Result<void> AuditRepository::append(AuditEntry entry) {
  return write(database_, [&](Connection& connection) {
    std::string previous = kAuditStart;
    entry.number = 1;
    {
      Query last(
          connection,
          "SELECT number, hash FROM audit_entry WHERE organization_id = ? ORDER BY number DESC LIMIT 1",
          entry.organization);
      if (last.next()) {
        entry.number = last.integer() + 1;
        previous = last.text();
      }
    }
    entry.hash = audit_hash(previous, entry);
    Query(
        connection,
        "INSERT INTO audit_entry (" + std::string(kColumns) + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entry.organization, entry.number, entry.at, entry.actor_id, entry.actor, entry.address, entry.action,
        entry.target_id, entry.target, entry.before, entry.after, Blob{entry.hash})
        .run();
  });
}

Result<Page<AuditEntry>> AuditRepository::list(OrganizationId organization, const AuditFilter& filter,
                                               const Cursor& after, int limit) {
  return read(database_, [&](Connection& connection) {
    // The text after "user." in the order of bytes is "user/".
    const bool family = filter.action.ends_with('.');
    std::string beyond = filter.action;
    if (family) beyond.back() = '/';
    Query query(
        connection,
        "SELECT " + std::string(kColumns) +
            " FROM audit_entry WHERE organization_id = ?1 AND number < ?2 AND (?3 IS NULL OR actor_id = ?3)"
            " AND (?4 = '' OR action = ?4 OR (?5 AND action >= ?4 AND action < ?6))"
            " AND (?7 = '' OR instr(lower(actor || ' ' || target), lower(?7)) > 0)"
            " AND (?8 IS NULL OR at >= ?8) AND (?9 IS NULL OR at < ?9) ORDER BY number DESC",
        organization, after.id, filter.actor, filter.action, family, beyond, filter.search, filter.from,
        filter.to);
    return page_of<AuditEntry>(
        query, limit, [](Query& row) { return std::optional(entry_of(row)); },
        [](const AuditEntry& entry) { return Cursor{.time = entry.at, .id = entry.number}; });
  });
}

Result<std::vector<AuditEntry>> AuditRepository::after(OrganizationId organization, std::int64_t number,
                                                       int limit) {
  return read(database_, [&](Connection& connection) {
    std::vector<AuditEntry> entries;
    Query query(connection,
                "SELECT " + std::string(kColumns) +
                    " FROM audit_entry WHERE organization_id = ? AND number > ? ORDER BY number LIMIT ?",
                organization, number, limit);
    while (query.next()) entries.push_back(entry_of(query));
    return entries;
  });
}

}  // namespace gatehouse::db
