#include "db/address_book_repository.h"

#include "db/access.h"
#include "db/named_things.h"

namespace gatehouse::db {
namespace {

constexpr std::string_view kTable = "address_book";

std::string select_where(std::string_view condition) {
  return "SELECT " + std::string(kNamedColumns) +
         ", owner_id, for_everyone, (SELECT count(*) FROM address_entry WHERE address_entry.organization_id ="
         " address_book.organization_id AND book_id = address_book.id) FROM address_book WHERE " +
         std::string(condition);
}

// ?1 organization, ?2 the user who looks, ?3 now, ?4 do they see all?
std::string select_shared(std::string_view condition) {
  return select_where(
      "organization_id = ?1 AND owner_id IS NULL AND (?4 OR for_everyone OR EXISTS (SELECT 1 FROM"
      " address_book_group JOIN group_member USING (organization_id, group_id)"
      " WHERE address_book_group.organization_id = address_book.organization_id AND book_id = address_book.id"
      " AND user_id = ?2 AND coalesce(expires_at > ?3, 1))) " +
      std::string(condition));
}

AddressBook book_of(Query& row) {
  AddressBook book;
  read_named(row, book);
  book.owner = row.maybe_integer();
  book.for_everyone = row.flag();
  book.entries = row.integer();
  return book;
}

void read_groups(Connection& connection, AddressBook& book) {
  Query query(
      connection,
      "SELECT group_id FROM address_book_group WHERE organization_id = ? AND book_id = ? ORDER BY group_id",
      book.organization, book.id);
  while (query.next()) book.groups.push_back(query.integer());
}

}  // namespace

Result<std::optional<AddressBook>> AddressBookRepository::add(AddressBook book) {
  return write(database_, [&](Connection& connection) -> std::optional<AddressBook> {
    if (is_name_taken(connection, kTable, book)) return std::nullopt;
    book.id = insert_named(connection, kTable, book);
    return book;
  });
}

Result<std::vector<AddressBook>> AddressBookRepository::list_shared(OrganizationId organization,
                                                                    const BookViewer& viewer) {
  return read(database_, [&](Connection& connection) {
    std::vector<AddressBook> books;
    {
      Query query(connection, select_shared("ORDER BY lower(name)"), organization, viewer.user, viewer.now,
                  viewer.sees_all);
      while (query.next()) books.push_back(book_of(query));
    }
    for (AddressBook& book : books) read_groups(connection, book);
    return books;
  });
}

Result<std::optional<AddressBook>> AddressBookRepository::find_shared(OrganizationId organization,
                                                                      AddressBookId id,
                                                                      const BookViewer& viewer) {
  return read(database_, [&](Connection& connection) -> std::optional<AddressBook> {
    std::optional<AddressBook> book;
    {
      Query query(connection, select_shared("AND id = ?5"), organization, viewer.user, viewer.now,
                  viewer.sees_all, id);
      if (query.next()) book = book_of(query);
    }
    if (book) read_groups(connection, *book);
    return book;
  });
}

Result<std::optional<AddressBook>> AddressBookRepository::find_personal(OrganizationId organization,
                                                                        UserId owner) {
  return read(database_, [&](Connection& connection) -> std::optional<AddressBook> {
    Query query(connection, select_where("organization_id = ? AND owner_id = ?"), organization, owner);
    if (!query.next()) return std::nullopt;
    return book_of(query);
  });
}

Result<std::int64_t> AddressBookRepository::count_shared(OrganizationId organization) {
  return count_rows(database_,
                    "SELECT count(*) FROM address_book WHERE organization_id = ? AND owner_id IS NULL",
                    organization);
}

Result<bool> AddressBookRepository::change(const AddressBook& book) {
  return write(database_, [&](Connection& connection) {
    if (is_name_taken(connection, kTable, book)) return false;
    update_named(connection, kTable, book);
    return true;
  });
}

Result<void> AddressBookRepository::set_visibility(const AddressBook& book) {
  return write(database_, [&](Connection& connection) {
    Query(connection, "UPDATE address_book SET for_everyone = ? WHERE organization_id = ? AND id = ?",
          book.for_everyone, book.organization, book.id)
        .run();
    Query(connection, "DELETE FROM address_book_group WHERE organization_id = ? AND book_id = ?",
          book.organization, book.id)
        .run();
    for (const GroupId group : book.groups) {
      Query(connection,
            "INSERT INTO address_book_group (organization_id, book_id, group_id) VALUES (?, ?, ?)",
            book.organization, book.id, group)
          .run();
    }
  });
}

Result<bool> AddressBookRepository::remove(OrganizationId organization, AddressBookId id) {
  return change_rows(database_,
                     "DELETE FROM address_book WHERE organization_id = ? AND id = ? AND owner_id IS NULL",
                     organization, id);
}

}  // namespace gatehouse::db
