// What stands in an address book: entries, how they are found, and how they come and go as tables.
#include <chrono>

#include "tests/support/patience.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_address_entries_test {

using namespace portal_test;

const std::string kOwn = "/api/v1/me/address-book";

json entry(const std::string& nickname, const std::string& address, const json& tags = json::array()) {
  return {{"nickname", nickname}, {"address", address}, {"tags", tags}};
}

struct Book : People {
  std::string book =
      "/api/v1/address-books/" + made(owner.post("/api/v1/address-books", {{"name", "Shops"}}));
  std::string entries = book + "/entries";

  std::string add(const json& body) { return entries + "/" + made(owner.post(entries, body)); }
  std::string found(const std::string& query) {
    const Answer answer = owner.get(entries + query);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    std::string names;
    for (const json& one : answer.body["items"]) names += one["nickname"].get<std::string>() + ";";
    return names;
  }
  json newest() { return owner.get("/api/v1/audit?limit=1").body["items"][0]; }
};

TEST_CASE("an entry has a nickname, an address, a comment and tags", "[portal]") {
  Book world;
  const Answer answer = world.owner.post(world.entries, {{"nickname", " Till 1 "},
                                                         {"address", "123 456 789"},
                                                         {"comment", "By the door"},
                                                         {"tags", {"Till", "Berlin"}}});
  REQUIRE(answer.status == 201);
  CHECK(answer.body["nickname"] == "Till 1");
  CHECK(answer.body["address"] == "123456789");
  CHECK(answer.body["tags"] == json::array({"Till", "Berlin"}));
  CHECK(answer.body["client"].is_null());
  CHECK(world.newest()["action"] == "address_book.entry_created");
  CHECK(world.newest()["target"]["name"] == "Shops");
  const std::string path = world.entries + "/" + answer.string("id");

  const std::string etag = answer.header("ETag");
  const Answer changed = world.owner.patch_if(etag, path, {{"address", "till@ad"}, {"tags", json::array()}});
  REQUIRE(changed.status == 200);
  CHECK(changed.body["comment"] == "By the door");
  CHECK(changed.header("ETag") == world.owner.get(path).header("ETag"));
  CHECK(world.newest()["before"] ==
        json{{"address", "123456789"}, {"tags", {"Till", "Berlin"}}, {"entry", "Till 1"}});
  CHECK(world.newest()["after"] ==
        json{{"address", "till@ad"}, {"tags", json::array()}, {"entry", "Till 1"}});
  CHECK(world.owner.patch_if(etag, path, {{"nickname", "x"}}).status == 412);
  auto removal = world.owner.request("DELETE", path);
  removal.headers.emplace_back("if-match", etag);
  CHECK(world.owner.send(removal).status == 412);

  CHECK(world.owner.post(world.entries, entry("Again", "TILL@AD")).code() == "address_taken");
  const std::string other = world.add(entry("Other", "987654321"));
  CHECK(world.owner.patch(other, {{"address", "Till@ad"}}).names("address"));
  CHECK(world.owner.del(path).status == 204);
  CHECK(world.newest()["before"]["nickname"] == "Till 1");
  CHECK(world.owner.get(path).status == 404);
  CHECK(world.owner.get(world.book).body["entries"] == 1);
}

TEST_CASE("what is no entry is refused by field", "[portal]") {
  Book world;
  struct Scenario {
    const char* field;
    json value;
  };
  json many = json::array();
  for (int i = 0; i < 21; ++i) many.push_back("t" + std::to_string(i));
  for (const auto& [field, value] : std::vector<Scenario>{{"nickname", ""},
                                                          {"nickname", std::string(101, 'x')},
                                                          {"nickname", "a\u202eb"},
                                                          {"nickname", std::string("a\0b", 3)},
                                                          {"nickname", 7},
                                                          {"address", ""},
                                                          {"address", "012345678"},
                                                          {"address", "12345678"},
                                                          {"address", "12345678901"},
                                                          {"address", "till"},
                                                          {"address", "till@"},
                                                          {"address", "=cmd()@ad"},
                                                          {"address", "tíll@ad"},
                                                          {"address", nullptr},
                                                          {"comment", std::string(501, 'x')},
                                                          {"comment", "two\nlines"},
                                                          {"tags", "till"},
                                                          {"tags", {"a", "A"}},
                                                          {"tags", {""}},
                                                          {"tags", {"a,b"}},
                                                          {"tags", {"a;b"}},
                                                          {"tags", {7}},
                                                          {"tags", {"a\u202eb"}},
                                                          {"tags", {std::string(33, 'x')}},
                                                          {"tags", many},
                                                          {"owner", "1"}}) {
    json body = entry("Till", "123456789");
    body[field] = value;
    INFO(body.dump());
    CHECK(world.owner.post(world.entries, body).names(field));
  }
  CHECK(world.owner.post(world.entries, {{"nickname", "x"}}).names("address"));
  CHECK(world.found("").empty());
}

TEST_CASE("entries are found by text and by all of several tags, in pages by nickname", "[portal]") {
  Book world;
  world.add(entry("bravo", "100000002", {"Till", "Berlin"}));
  world.add(entry("Alpha", "100000001", {"till"}));
  world.add(entry("charlie", "desk_1@ad", {"Office", "BERLIN", "100%"}));
  struct Scenario {
    const char* query;
    const char* names;
  };
  for (const Scenario& scenario :
       {Scenario{"", "Alpha;bravo;charlie;"}, Scenario{"?search=ALPHA", "Alpha;"},
        Scenario{"?search=desk_1", "charlie;"}, Scenario{"?search=deskx1", ""},
        Scenario{"?search=%", "charlie;"}, Scenario{"?search=berl", "bravo;charlie;"},
        Scenario{"?tags=TILL", "Alpha;bravo;"}, Scenario{"?tags=till,berlin", "bravo;"},
        Scenario{"?tags=till,till,", "Alpha;bravo;"}, Scenario{"?tags=berl", ""}, Scenario{"?tags=%", ""},
        Scenario{"?tags=berlin&search=desk", "charlie;"}}) {
    INFO(scenario.query);
    CHECK(world.found(scenario.query) == scenario.names);
  }
  const Answer first = world.owner.get(world.entries + "?limit=2");
  CHECK(first.body["items"].size() == 2);
  CHECK(world.found("?limit=2&cursor=" + first.string("next_cursor")) == "charlie;");
  const json tags = world.owner.get(world.book + "/tags").body["items"];
  REQUIRE(tags.size() == 4);
  CHECK(tags[1]["entries"] == 2);
  CHECK(world.owner.get(world.entries + "?tags=a&tags=b").names("tags"));
  CHECK(world.owner.get(world.entries + "?tag=a").names("tag"));
  CHECK(world.owner.get(world.entries + "?cursor=x").names("cursor"));
}

TEST_CASE("an entry shows the machine that has its address, to who may see machines", "[portal]") {
  Book world;
  const db::Client desk = world.add_client("desk");
  REQUIRE(world.owner.patch("/api/v1/clients/" + std::to_string(desk.id), {{"alias", "desk@ad"}}).status ==
          200);
  const std::string by_id = world.add(entry("One", std::to_string(desk.id)));
  const std::string by_alias = world.add(entry("Two", "DESK@ad"));
  for (const std::string& path : {by_id, by_alias}) {
    const json client = world.owner.get(path).body["client"];
    CHECK(client["name"] == "desk");
    CHECK(client["online"] == true);
    CHECK(client["device_key_fingerprint"].is_string());
  }
  Browser blind = world.signed_in("blind@example.org", {});
  world.give("blind@example.org", world.role("Books", {{"address_books", "view"}}));
  const Answer seen = blind.get(by_id);
  REQUIRE(seen.status == 200);
  CHECK(seen.body["client"].is_null());
}

TEST_CASE("many entries come at once, and every line says what became of it", "[portal]") {
  Book world;
  world.add({{"nickname", "Old"}, {"address", "100000001"}, {"comment", "stays"}});
  json lines =
      json::array({entry("New", "100000002", {"a"}), entry("Other", "100000001"), entry("Twin", "100000002"),
                   entry("Bad", "nothing"), json{{"address", "till@ad"}, {"nickname", "Till"}}});
  lines.push_back({{"nickname", "x"}, {"address", "100000003"}, {"color", "red"}});
  const auto states = [](const Answer& answer) {
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    std::string all;
    for (const json& one : answer.body["results"]) all += one["status"].get<std::string>() + ";";
    return all;
  };
  const Answer kept = world.owner.post(world.book + "/import", {{"entries", lines}});
  CHECK(states(kept) == "created;exists;exists;refused;created;refused;");
  CHECK(kept.body["results"][3]["reason"].get<std::string>().starts_with("This is no address."));
  CHECK(world.newest()["action"] == "address_book.imported");
  CHECK(world.newest()["after"] == json{{"created", 2}, {"changed", 0}, {"exists", 2}, {"refused", 2}});

  const json again = {{"entries", {entry("Fresh", "100000001"), entry("New", "100000002", {"a"})}},
                      {"existing", "change"}};
  CHECK(states(world.owner.post(world.book + "/import", again)) == "changed;exists;");
  CHECK(world.owner.get(world.entries + "?search=fresh").body["items"][0]["comment"] == "stays");
  const json log = world.newest();
  CHECK(states(world.owner.post(world.book + "/import", again)) == "exists;exists;");
  CHECK(world.newest() == log);  // nothing done, nothing written

  json many = json::array();
  for (int i = 0; i <= 1000; ++i) many.push_back(entry("x", std::to_string(200000000 + i)));
  CHECK(world.owner.post(world.book + "/import", {{"entries", many}}).names("entries"));
  CHECK(world.owner.post(world.book + "/import", {{"entries", json::array()}}).names("entries"));
  CHECK(
      world.owner.post(world.book + "/import", {{"entries", lines}, {"existing", "burn"}}).names("existing"));
}

TEST_CASE("ten thousand entries are read soon, and are the most that a book holds", "[portal]") {
  Book world;
  const auto start = std::chrono::steady_clock::now();
  for (int piece = 0; piece < 10; ++piece) {
    json lines = json::array();
    for (int i = 0; i < 1000; ++i) {
      const std::string number = std::to_string(300'000'000 + piece * 1000 + i);
      lines.push_back(
          entry("Machine " + number, number, {"Berlin", "Till", "Floor " + std::to_string(i % 7)}));
    }
    REQUIRE(world.owner.post(world.book + "/import", {{"entries", lines}}).status == 200);
  }
  CHECK(std::chrono::steady_clock::now() - start < test::when_busy(std::chrono::seconds(10)));
  CHECK(world.owner.get(world.book).body["entries"] == 10'000);
  CHECK(world.owner.post(world.entries, entry("One more", "123456789")).code() == "too_many");
  const Answer import =
      world.owner.post(world.book + "/import", {{"entries", {entry("One more", "123456789")}}});
  CHECK(import.body["results"][0]["status"] == "refused");
  const auto before = std::chrono::steady_clock::now();
  CHECK(
      world.owner.get(world.entries + "?tags=floor 3,berlin&search=machine&limit=200").body["items"].size() ==
      200);
  CHECK(std::chrono::steady_clock::now() - before < test::when_busy(std::chrono::seconds(1)));
}

TEST_CASE("an exported book holds no formula", "[portal]") {
  Book world;
  world.add(
      {{"nickname", "=1+1"}, {"address", "100000001"}, {"comment", "'@SUM(A1)"}, {"tags", {"+a", "b"}}});
  const Answer file = world.owner.get(world.book + "/export");
  CHECK(file.text ==
        "\"Nickname\",\"Address\",\"Comment\",\"Tags\"\r\n"
        "\"'=1+1\",\"100000001\",\"''@SUM(A1)\",\"'+a; b\"\r\n");
  CHECK(file.header("Content-Disposition").find("address-book-2026-01-31.csv") != std::string::npos);
}

TEST_CASE("a repeated request makes one book and one entry", "[portal]") {
  Book world;
  const auto twice = [&](const std::string& path, const json& body) {
    auto request = world.owner.request("POST", path, body);
    request.headers.emplace_back("idempotency-key", "key-" + path);
    const Answer first = world.owner.send(request), second = world.owner.send(request);
    CHECK(first.status == second.status);
    CHECK(first.body == second.body);
    CHECK(second.header("Idempotency-Replayed") == "true");
  };
  twice("/api/v1/address-books", {{"name", "Twice"}});
  twice(world.entries, entry("Till", "123456789"));
  twice(world.book + "/import", {{"entries", {entry("Desk", "987654321")}}});
  CHECK(world.owner.get(world.book).body["entries"] == 2);
}

}  // namespace gatehouse::portal_address_entries_test
