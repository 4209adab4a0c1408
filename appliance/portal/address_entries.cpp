#include "appliance/policy/address.h"
#include "appliance/portal/address_books.h"
#include "appliance/portal/client_in_path.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/query.h"
#include "appliance/portal/services.h"
#include "appliance/portal/tags.h"

namespace gatehouse::portal {

namespace {

// In characters.
constexpr std::size_t kLongestNickname = 100;
constexpr std::size_t kLongestAddress = 128;
constexpr std::size_t kLongestComment = 500;

std::string read_address(JsonBody& body) {
  const std::string typed = body.text("address", 1, kLongestAddress);
  const auto address = policy::parse_address(typed);
  if (!address) {
    body.fail("address",
              "This is no address. Write an ID of nine or ten digits, or an alias such as name@namespace.");
    return typed;
  }
  if (const auto* id = std::get_if<std::int64_t>(&*address)) return std::to_string(*id);
  return std::get<std::string>(*address);
}

http::Response address_taken() {
  const std::string words = "This address book has an entry with this address already.";
  return to_response({409, "address_taken", words, {{"address", words}}});
}

http::Response shown(Context& context, int status, const db::AddressEntry& entry) {
  const auto view = entry_view(context, entry);
  if (!view) return view.refusal();
  return with_version(json_response(status, *view), entry.version);
}

}  // namespace

db::AddressEntry read_entry(JsonBody& body, db::AddressEntry entry) {
  if (entry.id == 0 || body.has("nickname")) entry.nickname = body.text("nickname", 1, kLongestNickname);
  if (entry.id == 0 || body.has("address")) entry.address = read_address(body);
  if (body.has("comment")) entry.comment = body.text("comment", 0, kLongestComment);
  if (body.has("tags")) entry.tags = read_tags(body, "tags");
  return entry;
}

Found<db::AddressEntry> entry_in_path(Context& context, const db::AddressBook& book) {
  return found(
      context.services.address_entries.find(book.organization, book.id, context.id_in_path("entry_id")),
      to_response({404, "no_such_entry", "There is no such entry."}));
}

Found<nlohmann::json> entry_view(Context& context, const db::AddressEntry& entry) {
  nlohmann::json client;
  if (context.caller->rights.access.allows(policy::Section::clients, policy::Level::view)) {
    const auto known = handlers::client_by_address(context, entry.address);
    if (!known) return store_failed(known.error());
    if (*known) client = client_view(**known, context.services);
  }
  return nlohmann::json{{"id", std::to_string(entry.id)},
                        {"nickname", entry.nickname},
                        {"address", entry.address},
                        {"comment", entry.comment},
                        {"tags", entry.tags},
                        {"client", std::move(client)},
                        {"version", entry.version},
                        {"created_at", rfc3339(entry.created_at)}};
}

nlohmann::json noted_entry(const db::AddressEntry& entry) {
  return {{"nickname", entry.nickname},
          {"address", entry.address},
          {"comment", entry.comment},
          {"tags", entry.tags}};
}

namespace handlers {

http::Response list_address_entries(Context& context) {
  Query query(context.request);
  const int limit = static_cast<int>(query.limit());
  const auto cursor = query.cursor();
  db::AddressEntryFilter filter;
  filter.search = query.text("search", 100);
  filter.tags = wanted_tags(query);
  if (auto refusal = query.refusal()) return *refusal;
  const auto book = book_in_path(context);
  if (!book) return book.refusal();
  const auto page =
      context.services.address_entries.list(book->organization, book->id, filter, cursor, limit);
  if (!page) return store_failed(page.error());
  nlohmann::json items = nlohmann::json::array();
  for (const db::AddressEntry& entry : page->rows) {
    auto view = entry_view(context, entry);
    if (!view) return view.refusal();
    items.push_back(*view);
  }
  return json_response(200, page_view(std::move(items), page->next));
}

http::Response list_address_tags(Context& context) {
  Query query(context.request);
  if (auto refusal = query.refusal()) return *refusal;
  const auto book = book_in_path(context);
  if (!book) return book.refusal();
  return list_response(context.services.address_entries.tags(book->organization, book->id),
                       [](const db::TagCount& one) -> nlohmann::json {
                         return {{"tag", one.tag}, {"entries", one.things}};
                       });
}

http::Response get_address_entry(Context& context) {
  const auto book = book_in_path(context);
  if (!book) return book.refusal();
  const auto entry = entry_in_path(context, *book);
  return entry ? shown(context, 200, *entry) : entry.refusal();
}

http::Response create_address_entry(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  db::AddressEntry wanted = read_entry(body, {});
  if (auto refusal = body.refusal()) return *refusal;
  return change_book_in_path(context, [&](const db::AddressBook& book) -> http::Response {
    if (book.entries >= kMostEntries) {
      return to_response({409, "too_many",
                          "An address book has " + std::to_string(kMostEntries) +
                              " entries at most. Delete one that is not needed first."});
    }
    wanted.organization = book.organization;
    wanted.book = book.id;
    wanted.created_at = services.clock.unix_seconds();
    const auto added = found(services.address_entries.add(wanted), address_taken());
    if (!added) return added.refusal();
    return note_in_book(context, book,
                        {"address_book.entry_created", book.id, book.name, nullptr, noted_entry(*added)},
                        shown(context, 201, *added));
  });
}

http::Response change_address_entry(Context& context) {
  JsonBody body(context.request);
  db::AddressEntry any;
  any.id = 1;
  read_entry(body, any);
  if (auto refusal = body.refusal()) return *refusal;
  return change_book_in_path(context, [&](const db::AddressBook& book) -> http::Response {
    const auto before = entry_in_path(context, book);
    if (!before) return before.refusal();
    if (auto stale = refuse_stale(context.request, before->version)) return *stale;
    db::AddressEntry after = read_entry(body, *before);
    if (auto refusal = refused(context.services.address_entries.change(after), address_taken()))
      return *refusal;
    ++after.version;
    return note_in_book(context, book,
                        {"address_book.entry_changed",
                         book.id,
                         book.name,
                         noted_entry(*before),
                         noted_entry(after),
                         {{"entry", before->nickname}}},
                        shown(context, 200, after));
  });
}

http::Response remove_address_entry(Context& context) {
  return change_book_in_path(context, [&](const db::AddressBook& book) -> http::Response {
    const auto entry = entry_in_path(context, book);
    if (!entry) return entry.refusal();
    if (auto stale = refuse_stale(context.request, entry->version)) return *stale;
    const auto removed = context.services.address_entries.remove(book.organization, book.id, entry->id);
    if (auto refusal = refused(removed)) return *refusal;
    return note_in_book(
        context, book, {"address_book.entry_deleted", book.id, book.name, noted_entry(*entry)}, no_content());
  });
}

}  // namespace handlers

}  // namespace gatehouse::portal
