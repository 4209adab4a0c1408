#include "appliance/portal/address_books.h"

#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/query.h"
#include "appliance/portal/rights_rules.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {

namespace {

constexpr std::size_t kMostGroupsOfBook = 50;
constexpr const char* kEveryone = "everyone";
constexpr const char* kGroups = "groups";

db::BookViewer viewer_of(const Context& context) {
  const bool edits =
      context.caller->rights.access.allows(policy::Section::address_books, policy::Level::edit);
  return {context.caller->user.id, context.services.clock.unix_seconds(), edits};
}

Found<db::AddressBook> find_shared(Context& context, db::AddressBookId id) {
  return found(
      context.services.address_books.find_shared(context.caller->organization.id, id, viewer_of(context)),
      to_response({404, "no_such_book", "There is no such address book."}));
}

// What the body says; what it does not name stays as in `book`.
db::AddressBook read_book(JsonBody& body, db::AddressBook book) {
  read_name(body, book);
  if (body.has("visible_to"))
    book.for_everyone = body.choice("visible_to", {kEveryone, kGroups}) == kEveryone;
  if (body.has("groups")) book.groups = body.ids("groups", kMostGroupsOfBook);
  if (book.for_everyone) {
    book.groups.clear();
  } else if ((body.has("visible_to") || body.has("groups")) && book.groups.empty()) {
    body.fail("groups", "Choose at least one group.");
  }
  return book;
}

// For the audit log, which tells names. Refused when a group is not there.
Found<nlohmann::json> noted(Context& context, const db::AddressBook& book) {
  nlohmann::json names = nlohmann::json::array();
  for (const db::GroupId id : book.groups) {
    const auto group =
        found(context.services.groups.find(book.organization, id, context.services.clock.unix_seconds()),
              unknown_in("groups", "group"));
    if (!group) return group.refusal();
    names.push_back(group->name);
  }
  return nlohmann::json{{"name", book.name},
                        {"description", book.description},
                        {"visible_to", book.for_everyone ? kEveryone : kGroups},
                        {"groups", std::move(names)}};
}

http::Response shown(int status, const db::AddressBook& book) {
  return with_version(json_response(status, book_view(book)), book.version);
}

http::Response shown(Context& context, int status, db::AddressBookId id) {
  const auto book = find_shared(context, id);
  return book ? shown(status, *book) : book.refusal();
}

}  // namespace

Found<db::AddressBook> book_in_path(Context& context) {
  if (context.parameters.contains("book_id")) return find_shared(context, context.id_in_path("book_id"));
  return found(
      context.services.address_books.find_personal(context.caller->organization.id, context.caller->user.id),
      to_response({404, "no_such_book", "There is no such address book."}));
}

http::Response change_book_in_path(Context& context, const BookChange& change) {
  Services& services = context.services;
  http::Response answer = in_transaction(services, [&] {
    const auto book = book_in_path(context);
    return book ? change(*book) : book.refusal();
  });
  if (answer.status >= 400) return answer;
  const auto& user = context.caller->user;
  if (context.parameters.contains("book_id")) {
    services.events.publish(user.organization, Topic::address_books);
  } else {
    services.events.publish_own_book(user.organization, user.id);
  }
  return answer;
}

http::Response note_in_book(Context& context, const db::AddressBook& book, AuditEvent event,
                            http::Response answer) {
  if (book.owner) return answer;
  return note(context, std::move(event), std::move(answer));
}

nlohmann::json book_view(const db::AddressBook& book) {
  nlohmann::json groups = nlohmann::json::array();
  for (const db::GroupId id : book.groups) groups.push_back(std::to_string(id));
  return {{"id", std::to_string(book.id)},   {"name", book.name},
          {"description", book.description}, {"visible_to", book.for_everyone ? kEveryone : kGroups},
          {"groups", std::move(groups)},     {"entries", book.entries},
          {"version", book.version},         {"created_at", rfc3339(book.created_at)}};
}

namespace handlers {

http::Response list_address_books(Context& context) {
  Query query(context.request);
  if (auto refusal = query.refusal()) return *refusal;
  return list_response(
      context.services.address_books.list_shared(context.caller->organization.id, viewer_of(context)),
      book_view);
}

http::Response get_address_book(Context& context) {
  const auto book = book_in_path(context);
  return book ? shown(200, *book) : book.refusal();
}

http::Response get_personal_book(Context& context) {
  const auto book = book_in_path(context);
  return book ? json_response(200, {{"entries", book->entries}}) : book.refusal();
}

http::Response create_address_book(Context& context) {
  Services& services = context.services;
  JsonBody body(context.request);
  db::AddressBook wanted = read_book(body, {});
  if (auto refusal = body.refusal()) return *refusal;
  wanted.organization = context.caller->organization.id;
  wanted.created_at = services.clock.unix_seconds();
  http::Response answer = in_transaction(services, [&]() -> http::Response {
    const auto count = services.address_books.count_shared(wanted.organization);
    if (auto refusal = refuse_too_many(count, kMostBooks, "address books")) return *refusal;
    const auto after = noted(context, wanted);
    if (!after) return after.refusal();
    const auto added = found(services.address_books.add(wanted), name_taken("address book"));
    if (!added) return added.refusal();
    if (auto refusal = refused(services.address_books.set_visibility(*added))) return *refusal;
    return note_in_book(context, *added, {"address_book.created", added->id, added->name, nullptr, *after},
                        shown(context, 201, added->id));
  });
  if (answer.status < 400) services.events.publish(wanted.organization, Topic::address_books);
  return answer;
}

http::Response change_address_book(Context& context) {
  JsonBody body(context.request);
  return change_book_in_path(context, [&](const db::AddressBook& before) -> http::Response {
    db::AddressBookRepository& books = context.services.address_books;
    if (auto stale = refuse_stale(context.request, before.version)) return *stale;
    const db::AddressBook after = read_book(body, before);
    if (auto refusal = body.refusal()) return *refusal;
    const auto was = noted(context, before), is = noted(context, after);
    if (!was) return was.refusal();
    if (!is) return is.refusal();
    if (auto refusal = refused(books.change(after), name_taken("address book"))) return *refusal;
    if (auto refusal = refused(books.set_visibility(after))) return *refusal;
    return note_in_book(context, after, {"address_book.changed", before.id, before.name, *was, *is},
                        shown(context, 200, before.id));
  });
}

http::Response remove_address_book(Context& context) {
  return change_book_in_path(context, [&](const db::AddressBook& book) -> http::Response {
    if (auto stale = refuse_stale(context.request, book.version)) return *stale;
    auto was = noted(context, book);
    if (!was) return was.refusal();
    nlohmann::json before = *was;
    before["entries"] = book.entries;
    if (auto refusal = refused(context.services.address_books.remove(book.organization, book.id)))
      return *refusal;
    return note_in_book(context, book, {"address_book.deleted", book.id, book.name, std::move(before)},
                        no_content());
  });
}

}  // namespace handlers

}  // namespace gatehouse::portal
