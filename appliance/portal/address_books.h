// For handlers of address books: which book the path names, and what is noted of its changes.
#pragma once
#include <functional>

#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "db/address_entry_repository.h"

namespace gatehouse::portal {

struct Context;

inline constexpr std::int64_t kMostBooks = 200;
inline constexpr std::int64_t kMostEntries = 10'000;

// The shared book in the path, if the caller may see it; on paths under /me the caller's own one. Whoever may edit shared
// books sees all of them.
Found<db::AddressBook> book_in_path(Context& context);
Found<db::AddressEntry> entry_in_path(Context& context, const db::AddressBook& book);

// Changes the book in the path in a transaction; pages that show it look again.
using BookChange = std::function<http::Response(const db::AddressBook&)>;
http::Response change_book_in_path(Context& context, const BookChange& change);

// As note(): what is done in a personal book is nobody else's business, and nothing of it is written.
http::Response note_in_book(Context& context, const db::AddressBook& book, AuditEvent event,
                            http::Response answer);

// Of what is new (number 0) nickname and address are wanted; of others what the body does not name stays.
db::AddressEntry read_entry(class JsonBody& body, db::AddressEntry entry);

nlohmann::json book_view(const db::AddressBook& book);
// With the machine that has the address, for a caller who may see machines.
Found<nlohmann::json> entry_view(Context& context, const db::AddressEntry& entry);
// As the audit log keeps it.
nlohmann::json noted_entry(const db::AddressEntry& entry);

}  // namespace gatehouse::portal
