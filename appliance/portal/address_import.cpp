// Address books to and from tables: many entries at once, and all of them as a file.
#include "appliance/base/csv.h"
#include "appliance/portal/address_books.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/query.h"
#include "appliance/portal/services.h"
#include "appliance/portal/tags.h"

namespace gatehouse::portal::handlers {

namespace {

using nlohmann::json;

constexpr std::size_t kMostAtOnce = 1000;
constexpr std::size_t kMostBytes = 640 * 1024;
constexpr int kTogether = 500;

json outcome(const char* status, json reason, const std::optional<std::int64_t>& entry) {
  return {{"status", status}, {"reason", std::move(reason)}, {"entry_id", id_view(entry)}};
}

json refused_line(std::string reason) {
  return outcome("refused", std::move(reason), {});
}

class Import {
 public:
  Import(Context& context, const db::AddressBook& book, bool changes_existing)
      : entries_(context.services.address_entries),
        now_(context.services.clock.unix_seconds()),
        book_(book),
        changes_existing_(changes_existing),
        room_(kMostEntries - book.entries) {}

  Found<json> take(const json& line) {
    JsonBody fields(line);
    db::AddressEntry read = read_entry(fields, {});
    if (fields.refusal()) return refused_line(fields.first_mistake());
    read.organization = book_.organization;
    read.book = book_.id;
    read.created_at = now_;
    const auto there = entries_.find_by_address(book_.organization, book_.id, read.address);
    if (!there) return store_failed(there.error());
    if (*there) {
      if (!fields.has("comment")) read.comment = (*there)->comment;
      if (!fields.has("tags")) read.tags = (*there)->tags;
      return change(**there, std::move(read));
    }
    if (room_ == 0)
      return refused_line("An address book has " + std::to_string(kMostEntries) + " entries at most.");
    const auto added = entries_.add(std::move(read));
    if (!added) return store_failed(added.error());
    --room_;
    return outcome("created", nullptr, (*added)->id);
  }

 private:
  Found<json> change(const db::AddressEntry& there, db::AddressEntry read) {
    if (!changes_existing_) return outcome("exists", "This address is in the book already.", there.id);
    read.id = there.id;
    if (noted_entry(read) == noted_entry(there))
      return outcome("exists", "It is the same already.", there.id);
    if (auto refusal = refused(entries_.change(read))) return *refusal;
    return outcome("changed", nullptr, there.id);
  }

  db::AddressEntryRepository& entries_;
  const std::int64_t now_;
  const db::AddressBook& book_;
  const bool changes_existing_;
  std::int64_t room_;
};

}  // namespace

// A line that is refused, or is there already, stops none of the others.
http::Response import_address_entries(Context& context) {
  JsonBody body(context.request, kMostBytes);
  const json lines = body.objects("entries", kMostAtOnce);
  const bool changes_existing = body.choice("existing", {"keep", "change"}) == "change";
  if (auto refusal = body.refusal()) return *refusal;
  return change_book_in_path(context, [&](const db::AddressBook& book) -> http::Response {
    Import import(context, book, changes_existing);
    json counts = {{"created", 0}, {"changed", 0}, {"exists", 0}, {"refused", 0}};
    json results = json::array();
    for (const json& line : lines) {
      auto result = import.take(line);
      if (!result) return result.refusal();
      auto& count = counts[(*result)["status"].get<std::string>()];
      count = count.get<int>() + 1;
      results.push_back(*result);
    }
    http::Response answer = json_response(200, {{"results", std::move(results)}});
    if (counts["created"] == 0 && counts["changed"] == 0) return answer;
    return note_in_book(context, book,
                        {"address_book.imported", book.id, book.name, nullptr, std::move(counts)},
                        std::move(answer));
  });
}

http::Response export_address_entries(Context& context) {
  Query query(context.request);
  if (auto refusal = query.refusal()) return *refusal;
  const auto book = book_in_path(context);
  if (!book) return book.refusal();
  const std::string day = rfc3339(context.services.clock.unix_seconds()).substr(0, 10);
  return context.services.downloads.make(
      context.caller->user, {"text/csv; charset=utf-8", "address-book-" + day + ".csv"},
      [&](Downloads::Writer& out) -> Result<void> {
        out.add(csv_row({"Nickname", "Address", "Comment", "Tags"}));
        db::Cursor cursor;
        for (;;) {
          const auto page =
              context.services.address_entries.list(book->organization, book->id, {}, cursor, kTogether);
          if (!page) return page.error();
          for (const db::AddressEntry& entry : page->rows)
            out.add(csv_row({entry.nickname, entry.address, entry.comment, joined_tags(entry.tags)}));
          if (!page->next) return {};
          cursor = *page->next;
        }
      });
}

}  // namespace gatehouse::portal::handlers
