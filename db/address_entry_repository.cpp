#include "db/address_entry_repository.h"

#include "appliance/base/text.h"
#include "db/access.h"
#include "db/paging.h"
#include "db/tags.h"

namespace gatehouse::db {
namespace {

std::string select_where(std::string_view condition) {
  return "SELECT id, organization_id, book_id, nickname, address, comment, version, created_at, " +
         tags_column("address_entry_tag", "entry_id", "address_entry") + " FROM address_entry WHERE " +
         std::string(condition);
}

AddressEntry entry_of(Query& row) {
  AddressEntry entry;
  entry.id = row.integer();
  entry.organization = row.organization();
  entry.book = row.integer();
  entry.nickname = row.text();
  entry.address = row.text();
  entry.comment = row.text();
  entry.version = row.integer();
  entry.created_at = row.integer();
  entry.tags = tags_of(row);
  return entry;
}

// The caller's transaction sees both.
bool is_address_taken(Connection& connection, const AddressEntry& entry) {
  return Query(connection,
               "SELECT 1 FROM address_entry WHERE organization_id = ? AND book_id = ? AND lower(address) ="
               " lower(?) AND id <> ?",
               entry.organization, entry.book, entry.address, entry.id)
      .next();
}

void set_tags(Connection& connection, const AddressEntry& entry) {
  set_tags_of(connection, "address_entry_tag", "entry_id", entry.organization, entry.id, entry.tags);
}

}  // namespace

Result<std::optional<AddressEntry>> AddressEntryRepository::add(AddressEntry entry) {
  return write(database_, [&](Connection& connection) -> std::optional<AddressEntry> {
    if (is_address_taken(connection, entry)) return std::nullopt;
    Query(connection,
          "INSERT INTO address_entry (organization_id, book_id, nickname, address, comment, created_at)"
          " VALUES (?, ?, ?, ?, ?, ?)",
          entry.organization, entry.book, entry.nickname, entry.address, entry.comment, entry.created_at)
        .run();
    entry.id = connection.last_id();
    set_tags(connection, entry);
    return entry;
  });
}

Result<std::optional<AddressEntry>> AddressEntryRepository::find(OrganizationId organization,
                                                                 AddressBookId book, AddressEntryId id) {
  return read(database_, [&](Connection& connection) -> std::optional<AddressEntry> {
    Query query(connection, select_where("organization_id = ? AND book_id = ? AND id = ?"), organization,
                book, id);
    if (!query.next()) return std::nullopt;
    return entry_of(query);
  });
}

Result<std::optional<AddressEntry>> AddressEntryRepository::find_by_address(OrganizationId organization,
                                                                            AddressBookId book,
                                                                            const std::string& address) {
  return read(database_, [&](Connection& connection) -> std::optional<AddressEntry> {
    Query query(connection, select_where("organization_id = ? AND book_id = ? AND lower(address) = lower(?)"),
                organization, book, address);
    if (!query.next()) return std::nullopt;
    return entry_of(query);
  });
}

Result<Page<AddressEntry>> AddressEntryRepository::list(OrganizationId organization, AddressBookId book,
                                                        const AddressEntryFilter& filter, const Cursor& after,
                                                        int limit) {
  return read(database_, [&](Connection& connection) {
    // ?3 search, ?4 and ?5 tags, ?6 from the start, or after the row with nickname ?7 and number ?8.
    static const std::string kSql = select_where(
        "organization_id = ?1 AND book_id = ?2 AND (?3 = '' OR instr(lower(nickname || char(10) || address"
        " || char(10) || comment || char(10) || coalesce((SELECT group_concat(tag, char(10)) FROM"
        " address_entry_tag WHERE address_entry_tag.organization_id = address_entry.organization_id AND"
        " entry_id = address_entry.id), '')), lower(?3)) > 0) AND " +
        has_all_tags("address_entry_tag", "entry_id", "address_entry", "?4", "?5") +
        " AND (?6 OR (lower(nickname), id) > (?7, ?8)) ORDER BY lower(nickname), id");
    Query query(connection, kSql, organization, book, filter.search, wanted_tags(filter.tags),
                static_cast<std::int64_t>(filter.tags.size()), after.is_start(), after.name, after.id);
    return page_of<AddressEntry>(
        query, limit, [](Query& row) { return std::optional(entry_of(row)); },
        [](const AddressEntry& entry) {
          return Cursor{0, entry.id, lower_ascii(entry.nickname)};
        });
  });
}

Result<std::vector<TagCount>> AddressEntryRepository::tags(OrganizationId organization, AddressBookId book) {
  return read(database_, [&](Connection& connection) {
    Query query(connection,
                "SELECT min(tag), count(*) FROM address_entry JOIN address_entry_tag ON"
                " address_entry_tag.organization_id = address_entry.organization_id AND entry_id ="
                " address_entry.id WHERE address_entry.organization_id = ? AND book_id = ?"
                " GROUP BY lower(tag) ORDER BY lower(tag)",
                organization, book);
    return tag_counts(query);
  });
}

Result<std::int64_t> AddressEntryRepository::count(OrganizationId organization, AddressBookId book) {
  return count_rows(database_, "SELECT count(*) FROM address_entry WHERE organization_id = ? AND book_id = ?",
                    organization, book);
}

Result<bool> AddressEntryRepository::change(const AddressEntry& entry) {
  return write(database_, [&](Connection& connection) {
    if (is_address_taken(connection, entry)) return false;
    Query(connection,
          "UPDATE address_entry SET nickname = ?, address = ?, comment = ?, version = version + 1"
          " WHERE organization_id = ? AND book_id = ? AND id = ?",
          entry.nickname, entry.address, entry.comment, entry.organization, entry.book, entry.id)
        .run();
    set_tags(connection, entry);
    return true;
  });
}

Result<bool> AddressEntryRepository::remove(OrganizationId organization, AddressBookId book,
                                            AddressEntryId id) {
  return change_rows(database_,
                     "DELETE FROM address_entry WHERE organization_id = ? AND book_id = ? AND id = ?",
                     organization, book, id);
}

}  // namespace gatehouse::db
