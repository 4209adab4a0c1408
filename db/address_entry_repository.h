// The entries of address books. Who may see a book is decided where the book is found (db/address_book_repository.h).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/address_book_repository.h"
#include "db/page.h"

namespace gatehouse::db {

using AddressEntryId = std::int64_t;

struct AddressEntry {
  AddressEntryId id = 0;
  OrganizationId organization{};
  AddressBookId book = 0;
  std::string nickname;
  std::string address;  // an ID in digits, or an alias
  std::string comment;
  std::vector<std::string> tags;  // each once, whatever its (ASCII) case
  std::int64_t version = 1;
  std::int64_t created_at = 0;
};

struct AddressEntryFilter {
  std::string search;             // in nickname, address, comment and tags; empty: all
  std::vector<std::string> tags;  // it has all of these, whatever their (ASCII) case; each once
};

class AddressEntryRepository {
 public:
  explicit AddressEntryRepository(Database& database) : database_(database) {}

  // The number of `entry` is given here. Nothing: the book has this address already, whatever its (ASCII) case.
  Result<std::optional<AddressEntry>> add(AddressEntry entry);
  Result<std::optional<AddressEntry>> find(OrganizationId organization, AddressBookId book,
                                           AddressEntryId id);
  Result<std::optional<AddressEntry>> find_by_address(OrganizationId organization, AddressBookId book,
                                                      const std::string& address);
  // By nickname.
  Result<Page<AddressEntry>> list(OrganizationId organization, AddressBookId book,
                                  const AddressEntryFilter& filter, const Cursor& after, int limit);
  // By tag; those that differ in (ASCII) case only are one.
  Result<std::vector<TagCount>> tags(OrganizationId organization, AddressBookId book);
  Result<std::int64_t> count(OrganizationId organization, AddressBookId book);
  // Everything that people see of it; the version goes up. False: another one of the book has this address.
  Result<bool> change(const AddressEntry& entry);
  // False: there is none.
  Result<bool> remove(OrganizationId organization, AddressBookId book, AddressEntryId id);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
