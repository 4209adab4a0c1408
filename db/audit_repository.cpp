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

AuditCheckpoint checkpoint_of(Query& row) {
  AuditCheckpoint checkpoint;
  checkpoint.organization = row.organization();
  checkpoint.number = row.integer();
  checkpoint.at = row.integer();
  checkpoint.hash = row.text();
  checkpoint.key = row.text();
  checkpoint.signature = row.text();
  return checkpoint;
}

constexpr std::string_view kCheckpoints =
    "SELECT organization_id, number, at, hash, key, signature FROM audit_checkpoint WHERE organization_id = "
    "?1";

AuditEnds ends_of(Connection& connection, OrganizationId organization) {
  AuditEnds ends;
  Query start(connection, "SELECT number, hash FROM audit_start WHERE organization_id = ?", organization);
  if (start.next()) {
    ends.before = ends.last = start.integer();
    ends.before_hash = ends.last_hash = start.text();
  }
  Query last(connection,
             "SELECT number, hash FROM audit_entry WHERE organization_id = ? ORDER BY number DESC LIMIT 1",
             organization);
  if (last.next()) {
    ends.last = last.integer();
    ends.last_hash = last.text();
  }
  return ends;
}

}  // namespace

Result<void> AuditRepository::append(AuditEntry entry) {
  return write(database_, [&](Connection& connection) {
    const AuditEnds ends = ends_of(connection, entry.organization);
    entry.number = ends.last + 1;
    entry.hash = audit_hash(ends.last_hash, entry);
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
    std::string condition = "organization_id = ?1 AND number < ?2";
    // Said only when it is wanted: an index serves no "or".
    if (filter.actor) condition += " AND actor_id = ?3";
    if (!filter.action.empty())
      condition += family ? " AND action >= ?4 AND action < ?5" : " AND action = ?4";
    Query query(connection,
                "SELECT " + std::string(kColumns) + " FROM audit_entry WHERE " + condition +
                    " AND (?6 = '' OR instr(lower(actor || ' ' || target), lower(?6)) > 0)"
                    " AND (?7 IS NULL OR at >= ?7) AND (?8 IS NULL OR at < ?8) ORDER BY number DESC",
                organization, after.id, filter.actor, filter.action, beyond, filter.search, filter.from,
                filter.to);
    return page_of<AuditEntry>(
        query, limit, [](Query& row) { return std::optional(entry_of(row)); },
        [](const AuditEntry& entry) { return Cursor{.time = entry.at, .id = entry.number}; });
  });
}

Result<Page<AuditEntry>> AuditRepository::logins_of(OrganizationId organization, UserId user,
                                                    const Cursor& after, int limit) {
  return read(database_, [&](Connection& connection) {
    // As the index audit_entry_of_logins says it.
    Query query(connection,
                "SELECT " + std::string(kColumns) +
                    " FROM audit_entry WHERE organization_id = ? AND target_id = ? AND number < ?"
                    " AND action >= 'login.' AND action < 'login/' ORDER BY number DESC",
                organization, std::to_string(user), after.id);
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

Result<AuditEnds> AuditRepository::ends(OrganizationId organization) {
  return read(database_, [&](Connection& connection) { return ends_of(connection, organization); });
}

Result<void> AuditRepository::add_checkpoint(const AuditCheckpoint& checkpoint) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT INTO audit_checkpoint (organization_id, number, at, hash, key, signature)"
          " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
          checkpoint.organization, checkpoint.number, checkpoint.at, Blob{checkpoint.hash},
          Blob{checkpoint.key}, Blob{checkpoint.signature})
        .run();
  });
}

Result<std::vector<AuditCheckpoint>> AuditRepository::checkpoints(OrganizationId organization,
                                                                  std::int64_t number, int limit) {
  return read(database_, [&](Connection& connection) {
    std::vector<AuditCheckpoint> all;
    Query query(connection, std::string(kCheckpoints) + " AND number > ?2 ORDER BY number LIMIT ?3",
                organization, number, limit);
    while (query.next()) all.push_back(checkpoint_of(query));
    return all;
  });
}

Result<std::optional<AuditCheckpoint>> AuditRepository::newest_checkpoint(OrganizationId organization) {
  return read(database_, [&](Connection& connection) -> std::optional<AuditCheckpoint> {
    Query query(connection, std::string(kCheckpoints) + " ORDER BY number DESC LIMIT 1", organization);
    if (!query.next()) return std::nullopt;
    return checkpoint_of(query);
  });
}

Result<int> AuditRepository::forget_before(OrganizationId organization, std::int64_t time, int most) {
  return write(database_, [&](Connection& connection) {
    int count = 0;
    std::int64_t number = 0;
    std::string hash;
    {
      const AuditEnds ends = ends_of(connection, organization);
      Query oldest(connection,
                   "SELECT number, at, hash FROM audit_entry WHERE organization_id = ?1 AND number < ?2"
                   " AND number <= (SELECT max(number) FROM audit_checkpoint WHERE organization_id = ?1)"
                   " ORDER BY number LIMIT ?3",
                   organization, ends.last, most);
      while (oldest.next()) {
        const std::int64_t next = oldest.integer();
        if (oldest.integer() >= time) break;
        number = next;
        hash = oldest.text();
        ++count;
      }
    }
    if (count == 0) return 0;
    Query(connection,
          "INSERT INTO audit_start (organization_id, number, hash) VALUES (?, ?, ?) ON CONFLICT "
          "(organization_id)"
          " DO UPDATE SET number = excluded.number, hash = excluded.hash",
          organization, number, Blob{hash})
        .run();
    Query(connection, "DELETE FROM audit_entry WHERE organization_id = ? AND number <= ?", organization,
          number)
        .run();
    Query(connection, "DELETE FROM audit_checkpoint WHERE organization_id = ? AND number < ?", organization,
          number)
        .run();
    return count;
  });
}

Result<std::int64_t> AuditRepository::days_of(OrganizationId organization, UserId actor, std::int64_t since) {
  return count_rows(
      database_,
      "SELECT count(DISTINCT at / 86400) FROM (SELECT at FROM audit_entry WHERE organization_id = ?"
      " AND actor_id = ? ORDER BY number DESC LIMIT 2000) WHERE at >= ?",
      organization, actor, since);
}

}  // namespace gatehouse::db
