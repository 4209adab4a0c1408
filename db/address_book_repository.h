// Address books without their entries (db/address_entry_repository.h). A shared book is reached by its number, a personal
// one by its owner only: no number leads to it.
#pragma once
#include <optional>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/rights_records.h"

namespace gatehouse::db {

using AddressBookId = std::int64_t;

struct AddressBook : NamedThing {
  std::optional<UserId> owner;  // whose personal one, which has no name; none: shared
  bool for_everyone = true;     // who may see address books
  std::vector<GroupId> groups;  // else: the groups whose members see it
  std::int64_t entries = 0;     // given, not taken
};

// Who looks: of shared books, a viewer sees those for everyone and those for a group that they are in at `now`.
struct BookViewer {
  UserId user = 0;
  std::int64_t now = 0;
  bool sees_all = false;
};

class AddressBookRepository {
 public:
  explicit AddressBookRepository(Database& database) : database_(database) {}

  // A shared one, for everyone; its number is given here. Nothing: the name is in use, whatever its (ASCII) case.
  Result<std::optional<AddressBook>> add(AddressBook book);
  // By name.
  Result<std::vector<AddressBook>> list_shared(OrganizationId organization, const BookViewer& viewer);
  Result<std::optional<AddressBook>> find_shared(OrganizationId organization, AddressBookId id,
                                                 const BookViewer& viewer);
  // Everybody has one.
  Result<std::optional<AddressBook>> find_personal(OrganizationId organization, UserId owner);
  Result<std::int64_t> count_shared(OrganizationId organization);
  // Of a shared one, name and description; the version goes up. False: the name is in use.
  Result<bool> change(const AddressBook& book);
  // Who sees a shared one: `for_everyone` and `groups`.
  Result<void> set_visibility(const AddressBook& book);
  // A shared one, with its entries. False: there is none.
  Result<bool> remove(OrganizationId organization, AddressBookId id);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
