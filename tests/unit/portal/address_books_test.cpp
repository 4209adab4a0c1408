// Shared address books: who sees and changes them, and personal ones, which nobody but their owner does.
#include "db/address_entry_repository.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_address_books_test {

using namespace portal_test;

const std::string kBooks = "/api/v1/address-books";
const std::string kOwn = "/api/v1/me/address-book";

json entry(const std::string& nickname, const std::string& address) {
  return {{"nickname", nickname}, {"address", address}};
}

struct Books : People {
  std::string book(const json& body) { return kBooks + "/" + made(owner.post(kBooks, body)); }
  json newest() { return owner.get("/api/v1/audit?limit=1").body["items"][0]; }
  std::string names(Browser& browser) {
    const Answer answer = browser.get(kBooks);
    REQUIRE(answer.status == 200);
    std::string all;
    for (const json& one : answer.body["items"]) all += one["name"].get<std::string>() + ";";
    return all;
  }
};

TEST_CASE("shared address books are for those whose roles have the section", "[portal]") {
  Books world;
  const std::string book = world.book({{"name", "Shops"}});
  const std::string one =
      book + "/entries/" + world.made(world.owner.post(book + "/entries", entry("Till", "123456789")));
  Browser guest(world), user = world.signed_in("user@example.org", {"user"});
  Browser viewer = world.with_access("viewer@example.org", {{"address_books", "view"}});
  Browser editor = world.with_access("editor@example.org", {{"address_books", "edit"}});
  struct Scenario {
    const char* name;
    Browser* who;
    int read, write;
  };
  for (const Scenario& scenario :
       {Scenario{"guest", &guest, 401, 401}, Scenario{"no section", &user, 403, 403},
        Scenario{"view", &viewer, 200, 403}, Scenario{"edit", &editor, 200, 200}}) {
    INFO(scenario.name);
    for (const std::string& path : {kBooks, book, book + "/entries", one, book + "/tags", book + "/export"})
      CHECK(scenario.who->get(path).status == scenario.read);
    CHECK(scenario.who->patch(book, {{"description", scenario.name}}).status == scenario.write);
    CHECK(scenario.who->patch(one, {{"comment", scenario.name}}).status == scenario.write);
    const json import = {{"entries", {entry("Till", "123456789")}}};
    CHECK(scenario.who->post(book + "/import", import).status == scenario.write);
    const int created = scenario.write == 200 ? 201 : scenario.write;
    CHECK(scenario.who->post(kBooks, {{"name", scenario.name}}).status == created);
    CHECK(scenario.who->post(book + "/entries", entry("x", "987654321")).status == created);
    const int deleted = scenario.write == 200 ? 204 : scenario.write;
    CHECK(scenario.who->del(one).status == deleted);
    CHECK(scenario.who->del(book).status == deleted);
  }
}

TEST_CASE("a shared book has a name of its own, and is not changed unseen", "[portal]") {
  Books world;
  const Answer answer = world.owner.post(kBooks, {{"name", " Shops "}, {"description", "All tills"}});
  REQUIRE(answer.status == 201);
  CHECK(answer.body["name"] == "Shops");
  CHECK(answer.body["visible_to"] == "everyone");
  CHECK(answer.body["entries"] == 0);
  CHECK(world.newest()["action"] == "address_book.created");
  const std::string path = kBooks + "/" + answer.string("id");
  CHECK(world.owner.post(kBooks, {{"name", "SHOPS"}}).names("name"));
  const std::string other = world.book({{"name", "Offices"}});
  CHECK(world.owner.patch(other, {{"name", "shops"}}).code() == "name_taken");
  CHECK(world.names(world.owner) == "Offices;Shops;");

  const std::string etag = answer.header("ETag");
  const Answer changed = world.owner.patch_if(etag, path, {{"name", "Branches"}});
  REQUIRE(changed.status == 200);
  CHECK(world.newest()["before"] == json{{"name", "Shops"}});
  CHECK(world.newest()["after"] == json{{"name", "Branches"}});
  CHECK(world.owner.patch_if(etag, path, {{"name", "Mine"}}).code() == "changed_meanwhile");
  auto removal = world.owner.request("DELETE", path);
  removal.headers.emplace_back("if-match", etag);
  CHECK(world.owner.send(removal).status == 412);
  CHECK(world.owner.del(path).status == 204);
  CHECK(world.newest()["before"]["entries"] == 0);
  CHECK(world.owner.get(path).status == 404);

  for (const json& bad :
       {json{{"name", ""}}, json{{"name", std::string(81, 'x')}}, json{{"name", "a\u202eb"}},
        json{{"name", std::string("a\0b", 3)}}, json{{"name", 7}}, json::object()})
    CHECK(world.owner.post(kBooks, bad).names("name"));
  CHECK(world.owner.post(kBooks, {{"name", "x"}, {"visible_to", "nobody"}}).names("visible_to"));
  CHECK(world.owner.post(kBooks, {{"name", "x"}, {"visible_to", "groups"}}).names("groups"));
  CHECK(world.owner.post(kBooks, {{"name", "x"}, {"visible_to", "groups"}, {"groups", {"99"}}})
            .names("groups"));
}

TEST_CASE("a book that is not for everyone is there for its groups, and for who may edit", "[portal]") {
  Books world;
  const std::string desk = world.group("Desk");
  world.book({{"name", "All"}});
  const std::string some =
      world.book({{"name", "Some"}, {"visible_to", "groups"}, {"groups", json::array({desk})}});
  CHECK(world.newest()["after"]["groups"] == json::array({"Desk"}));
  Browser viewer = world.with_access("viewer@example.org", {{"address_books", "view"}});
  Browser editor = world.with_access("editor@example.org", {{"address_books", "edit"}});
  CHECK(world.names(viewer) == "All;");
  CHECK(world.names(editor) == "All;Some;");
  for (const std::string& path : {some, some + "/entries", some + "/tags", some + "/export"})
    CHECK(viewer.get(path).status == 404);

  const std::string member = "/api/v1/groups/" + desk + "/members/" + world.id_of("viewer@example.org");
  REQUIRE(world.owner.put(member, {{"expires_at", rfc3339(world.clock.now + 100)}}).status == 204);
  CHECK(world.names(viewer) == "All;Some;");
  CHECK(viewer.get(some + "/entries").status == 200);
  world.clock.now += 100;
  CHECK(viewer.get(some).status == 404);
  REQUIRE(world.owner.patch(some, {{"visible_to", "everyone"}}).status == 200);
  CHECK(viewer.get(some).body["groups"].empty());
  CHECK(viewer.get(some).status == 200);
}

TEST_CASE("a group that is gone leaves a book to those who may edit", "[portal]") {
  Books world;
  const std::string desk = world.group("Desk");
  const std::string some =
      world.book({{"name", "Some"}, {"visible_to", "groups"}, {"groups", json::array({desk})}});
  REQUIRE(world.owner.del("/api/v1/groups/" + desk).status == 204);
  CHECK(world.owner.get(some).body["groups"].empty());
  CHECK(world.owner.patch(some, {{"name", "Left"}}).status == 200);
  Browser viewer = world.with_access("viewer@example.org", {{"address_books", "view"}});
  CHECK(viewer.get(some).status == 404);
}

TEST_CASE("a personal book is its owner's alone", "[portal]") {
  Books world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  Browser admin = world.signed_in("admin@example.org", {"user", "admin"});
  const json before = world.owner.get("/api/v1/audit").body["items"];
  const std::string own = world.made(tom.post(kOwn + "/entries", entry("Secret", "123456789")));
  CHECK(tom.get(kOwn).body["entries"] == 1);
  CHECK(tom.patch(kOwn + "/entries/" + own, {{"tags", {"home"}}}).status == 200);
  const json import = {{"entries", {entry("Other", "987654321")}}};
  CHECK(tom.post(kOwn + "/import", import).status == 200);
  CHECK(tom.get(kOwn + "/export").text.find("Secret") != std::string::npos);

  // The store numbers all books; no number leads anybody to a personal one.
  for (Browser* other : {&world.owner, &admin}) {
    CHECK(other->get(kOwn).body["entries"] == 0);
    CHECK(other->get(kOwn + "/entries").body["items"].empty());
    CHECK(other->get(kOwn + "/entries/" + own).status == 404);
    CHECK(other->patch(kOwn + "/entries/" + own, {{"comment", "x"}}).status == 404);
    CHECK(other->del(kOwn + "/entries/" + own).status == 404);
    CHECK(world.names(*other).empty());
    for (int id = 1; id <= 10; ++id) {
      const std::string path = kBooks + "/" + std::to_string(id);
      CHECK(other->get(path).status == 404);
      CHECK(other->get(path + "/entries").status == 404);
      CHECK(other->get(path + "/entries/" + own).status == 404);
      CHECK(other->get(path + "/export").status == 404);
      CHECK(other->patch(path, {{"name", "Mine"}}).status == 404);
      CHECK(other->del(path).status == 404);
      CHECK(other->post(path + "/entries", entry("x", "123123123")).status == 404);
    }
  }
  // Nothing of it is written to the log.
  CHECK(world.owner.get("/api/v1/audit").body["items"] == before);

  // Nor do programs reach it: a token does nothing to its owner's own account.
  const json order = {{"name", "Sync"},
                      {"scope", {{"address_books", "edit"}}},
                      {"days", 30},
                      {"current_password", kPassword}};
  const Answer token = world.owner.post("/api/v1/me/tokens", order);
  INFO(token.text);
  REQUIRE(token.status == 201);
  http::Request program = Browser(world).request("GET", kOwn);
  program.headers.emplace_back("authorization", "Bearer " + token.string("token"));
  CHECK(Answer(world.portal->handle(program)).status == 403);
  program.path = kBooks;
  CHECK(Answer(world.portal->handle(program)).status == 200);
}

TEST_CASE("a personal book goes with its owner", "[portal]") {
  Books world;
  Browser tom = world.signed_in("tom@example.org", {"user"});
  REQUIRE(tom.post(kOwn + "/entries", entry("Mine", "123456789")).status == 201);
  const std::string id = world.id_of("tom@example.org");
  REQUIRE(world.owner.del("/api/v1/users/" + id).status == 204);
  CHECK(tom.get(kOwn).status == 401);
  Browser again = world.signed_in("tom@example.org", {"user"});
  CHECK(again.get(kOwn).body["entries"] == 0);
}

TEST_CASE("books of another organization are not there", "[portal]") {
  Books world;
  const auto other =
      db::OrganizationRepository(*world.database).add("Elsewhere", "elsewhere", world.clock.now);
  REQUIRE(other);
  db::AddressBook theirs;
  theirs.organization = other->id;
  theirs.name = "Theirs";
  db::AddressBookRepository books(*world.database);
  db::AddressEntryRepository entries(*world.database);
  const auto book = books.add(theirs);
  REQUIRE(book);
  REQUIRE(*book);
  db::AddressEntry till;
  till.organization = other->id;
  till.book = (*book)->id;
  till.nickname = "Till";
  till.address = "123456789";
  const auto added = entries.add(till);
  REQUIRE(added);
  const std::string path = kBooks + "/" + std::to_string((*book)->id);
  const std::string their_entry = "/entries/" + std::to_string((*added)->id);
  const std::string own = world.book({{"name", "Theirs"}});
  CHECK(world.names(world.owner) == "Theirs;");
  for (const std::string& where : {path, path + "/entries", path + their_entry, path + "/tags",
                                   path + "/export", own + their_entry, kOwn + their_entry})
    CHECK(world.owner.get(where).status == 404);
  CHECK(world.owner.patch(path, {{"name", "x"}}).status == 404);
  CHECK(world.owner.del(path).status == 404);
  CHECK(world.owner.post(path + "/entries", entry("x", "987654321")).status == 404);
  CHECK(world.owner.post(path + "/import", {{"entries", {entry("x", "987654321")}}}).status == 404);
  for (const std::string& where : {path + their_entry, own + their_entry, kOwn + their_entry}) {
    CHECK(world.owner.patch(where, {{"comment", "x"}}).status == 404);
    CHECK(world.owner.del(where).status == 404);
  }
}

}  // namespace gatehouse::portal_address_books_test
