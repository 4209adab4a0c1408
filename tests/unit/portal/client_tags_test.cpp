// Tags of machines: set one by one or for many at once, and found again by them.
#include <chrono>

#include "db/access.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_client_tags_test {

using namespace portal_test;

const std::string kClients = "/api/v1/clients";
const std::string kMany = "/api/v1/clients/tags";

struct Fleet : People {
  std::string add(const std::string& name, const json& tags = json::array()) {
    std::string id = std::to_string(add_client(name).id);
    if (!tags.empty()) REQUIRE(owner.patch(kClients + "/" + id, {{"tags", tags}}).status == 200);
    return id;
  }
  json tags_of(const std::string& id) { return owner.get(kClients + "/" + id).body["tags"]; }
  std::string found(const std::string& query) {
    const Answer answer = owner.get(kClients + "?sort=name" + query);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    std::string names;
    for (const json& one : answer.body["items"]) names += one["name"].get<std::string>() + ";";
    return names;
  }
  json log(int limit = 50) {
    return owner.get("/api/v1/audit?action=client.changed&limit=" + std::to_string(limit)).body["items"];
  }
};

json many(const json& clients, const json& add, const json& remove = json::array()) {
  return {{"clients", clients}, {"add", add}, {"remove", remove}};
}

TEST_CASE("who may do what with the tags of machines", "[portal]") {
  Fleet fleet;
  const std::string id = fleet.add("desk");
  Browser guest(fleet), viewer = fleet.with_access("viewer@example.org", {{"clients", "view"}}),
                        editor = fleet.with_access("editor@example.org", {{"clients", "edit"}});
  struct Scenario {
    Browser& who;
    int list, change;
  };
  for (const auto& [who, list, change] :
       {Scenario{guest, 401, 401}, Scenario{viewer, 200, 403}, Scenario{editor, 200, 200}}) {
    CHECK(who.get("/api/v1/client-tags").status == list);
    CHECK(who.post(kMany, many({id}, {"Till"})).status == change);
    CHECK(who.patch(kClients + "/" + id, {{"tags", {"Till"}}}).status == change);
  }
}

TEST_CASE("a machine has tags, by name, and each change is in the log with what was there before",
          "[portal]") {
  Fleet fleet;
  const std::string id = fleet.add("desk"), path = kClients + "/" + id;
  CHECK(fleet.tags_of(id) == json::array());
  const std::string seen = fleet.owner.get(path).header("ETag");
  const Answer changed = fleet.owner.patch_if(seen, path, {{"tags", {" Till ", "berlin"}}});
  REQUIRE(changed.status == 200);
  CHECK(changed.body["tags"] == json{"berlin", "Till"});
  CHECK(changed.header("ETag") != seen);
  CHECK(fleet.owner.patch_if(seen, path, {{"tags", {"Other"}}}).code() == "changed_meanwhile");
  CHECK(fleet.log(1)[0]["before"] == json{{"tags", json::array()}});
  CHECK(fleet.log(1)[0]["after"] == json{{"tags", {"berlin", "Till"}}});
  // What is not named stays, what is the same is no change.
  CHECK(fleet.owner.patch(path, {{"comment", "x"}}).body["tags"].size() == 2);
  const std::size_t entries = fleet.log().size();
  CHECK(fleet.owner.patch(path, {{"tags", {"Till", "berlin"}}}).status == 200);
  CHECK(fleet.log().size() == entries);
  CHECK(fleet.owner.patch(path, {{"tags", json::array()}}).body["tags"] == json::array());
}

TEST_CASE("what is no list of tags is refused by field", "[portal]") {
  Fleet fleet;
  const std::string id = fleet.add("desk", {"Old"});
  json too_many = json::array();
  for (int i = 0; i < 21; ++i) too_many.push_back("t" + std::to_string(i));
  for (const json& tags : std::vector<json>{"till",
                                            nullptr,
                                            {{"a", 1}},
                                            json::array({7}),
                                            {""},
                                            {" \t"},
                                            {"a", "A"},
                                            {"a,b"},
                                            {"a;b"},
                                            {"a\u202eb"},
                                            {"a\u2066b\u2069"},
                                            {"two\nlines"},
                                            {std::string("a\0b", 3)},
                                            {std::string(33, 'x')},
                                            too_many}) {
    INFO(tags.dump());
    CHECK(fleet.owner.patch(kClients + "/" + id, {{"tags", tags}}).names("tags"));
    CHECK(fleet.owner.post(kMany, many({id}, tags)).names("add"));
    CHECK(fleet.owner.post(kMany, many({id}, {"new"}, tags)).names("remove"));
  }
  CHECK(fleet.tags_of(id) == json{"Old"});
  // In characters; and what only looks alike is another tag.
  std::string umlauts;
  for (int i = 0; i < 32; ++i) umlauts += "\u00fc";
  const json taken = {"<b>x</b>", "=1+1", "Till", "T\u0456ll", umlauts, "' OR 1=1 --"};
  CHECK(fleet.owner.patch(kClients + "/" + id, {{"tags", taken}}).body["tags"].size() == taken.size());
  CHECK(fleet.found("&tags=till") == "desk;");
}

TEST_CASE("machines are found by all of several tags, whatever their case", "[portal]") {
  Fleet fleet;
  fleet.add("alpha", {"Till", "Berlin"});
  fleet.add("bravo", {"till", "100%", "a_b"});
  fleet.add("charlie");
  struct Scenario {
    const char* query;
    const char* names;
  };
  for (const auto& [query, names] :
       {Scenario{"", "alpha;bravo;charlie;"}, Scenario{"&tags=", "alpha;bravo;charlie;"},
        Scenario{"&tags=TILL", "alpha;bravo;"}, Scenario{"&tags=till,berlin", "alpha;"},
        Scenario{"&tags=berlin, till ,,Till", "alpha;"}, Scenario{"&tags=till,none", ""},
        Scenario{"&tags=til", ""}, Scenario{"&tags=%", ""}, Scenario{"&tags=axb", ""},
        Scenario{"&tags=100%", "bravo;"}, Scenario{"&tags=till&search=char", ""},
        Scenario{"&tags=till&search=brav", "bravo;"}, Scenario{"&tags=till&online=false", ""},
        Scenario{"&search=BERL", "alpha;"}, Scenario{"&search=100%", "bravo;"}}) {
    INFO(query);
    CHECK(fleet.found(query) == names);
  }
  for (const char* sort : {"newest", "seen", "name"})
    CHECK(fleet.owner.get(kClients + "?tags=till&limit=1&sort=" + sort).body["next_cursor"].is_string());
  CHECK(fleet.owner.get(kClients + "?tags=a&tags=b").names("tags"));
  CHECK(fleet.owner.get(kClients + "?tags=" + std::string(661, 'x')).names("tags"));
  std::string list = "0";
  for (int i = 1; i < 21; ++i) list += "," + std::to_string(i);
  CHECK(fleet.owner.get(kClients + "?tags=" + list).names("tags"));
  const json items = fleet.owner.get("/api/v1/client-tags").body["items"];
  REQUIRE(items.size() == 4);
  CHECK(items[0]["tag"] == "100%");
  CHECK(items[1]["tag"] == "a_b");
  CHECK(items[2] == json{{"tag", "Berlin"}, {"clients", 1}});
  CHECK(items[3] == json{{"tag", "Till"}, {"clients", 2}});
  CHECK(fleet.owner.get("/api/v1/client-tags?x=1").names("x"));
}

TEST_CASE("many machines get and lose tags at once, and the answer tells how to undo it", "[portal]") {
  Fleet fleet;
  const std::string one = fleet.add("one", {"Old"}), two = fleet.add("two", {"old", "Till"}),
                    three = fleet.add("three", {"new"});
  const std::size_t before = fleet.log().size();
  const json request = many({one, two, three}, {"New"}, {"OLD"});
  const Answer answer = fleet.owner.post(kMany, request);
  REQUIRE(answer.status == 200);
  CHECK(answer.body["changed"] == 2);
  CHECK(answer.body["changes"] ==
        json::array({{{"client_id", one}, {"added", {"New"}}, {"removed", {"Old"}}},
                     {{"client_id", two}, {"added", {"New"}}, {"removed", {"old"}}}}));
  CHECK(fleet.tags_of(one) == json{"New"});
  CHECK(fleet.tags_of(two) == json{"New", "Till"});
  CHECK(fleet.tags_of(three) == json{"new"});
  const json log = fleet.log();
  REQUIRE(log.size() == before + 2);
  CHECK(log[1]["target"]["name"] == "one");
  CHECK(log[1]["before"] == json{{"tags", {"Old"}}});
  CHECK(log[1]["after"] == json{{"tags", {"New"}}});
  CHECK(fleet.owner.post(kMany, request).body["changed"] == 0);
  CHECK(fleet.log().size() == before + 2);

  for (const json& change : answer.body["changes"]) {
    const json back = many(json::array({change["client_id"]}), change["removed"], change["added"]);
    CHECK(fleet.owner.post(kMany, back).body["changed"] == 1);
  }
  CHECK(fleet.tags_of(one) == json{"Old"});
  CHECK(fleet.tags_of(two) == json{"old", "Till"});
}

TEST_CASE("a change of many that is not right for one changes none", "[portal]") {
  Fleet fleet;
  json full = json::array();
  for (int i = 0; i < 20; ++i) full.push_back("t" + std::to_string(i));
  const std::string one = fleet.add("one"), brimful = fleet.add("brimful", full);
  const auto other = db::OrganizationRepository(*fleet.database).add("Other", "other", fleet.clock.now);
  REQUIRE(other);
  const auto foreign = db::ClientRepository(*fleet.database).add(other->id, "f", {}, false, fleet.clock.now);
  REQUIRE(foreign);
  const std::size_t before = fleet.log().size();
  const std::string theirs = std::to_string(foreign->id);

  Answer answer = fleet.owner.post(kMany, many({one, "999", theirs}, {"New"}));
  CHECK(answer.code() == "no_such_client");
  CHECK(answer.string("detail") == "There is no such machine: 999, " + theirs + ".");
  answer = fleet.owner.post(kMany, many({one, brimful}, {"New"}));
  CHECK(answer.code() == "too_many_tags");
  CHECK(answer.string("client_id") == brimful);
  CHECK(answer.string("detail").find("brimful") != std::string::npos);
  json unknown = json::array();
  for (int i = 1; i <= 500; ++i) unknown.push_back(std::to_string(i));
  CHECK(fleet.owner.post(kMany, many(unknown, {"New"})).string("detail").ends_with("10 and 490 more."));

  struct Scenario {
    const char* field;
    json body;
  };
  unknown.push_back("501");
  for (const auto& [field, body] :
       std::vector<Scenario>{{"clients", many(json::array(), {"a"})},
                             {"clients", {{"add", {"a"}}}},
                             {"clients", many(unknown, {"a"})},
                             {"clients", many({one, one}, {"a"})},
                             {"clients", many({1}, {"a"})},
                             {"clients", many({"-1"}, {"a"})},
                             {"clients", many({"1e3"}, {"a"})},
                             {"clients", many({"99999999999999999999"}, {"a"})},
                             {"clients", many(one, {"a"})},
                             {"add", {{"clients", {one}}}},
                             {"add", many({one}, json::array())},
                             {"remove", many({one}, {"a", "b"}, {"B"})},
                             {"tags", {{"clients", {one}}, {"add", {"a"}}, {"tags", {"a"}}}}}) {
    INFO(body.dump().substr(0, 200));
    CHECK(fleet.owner.post(kMany, body).names(field));
  }
  CHECK(fleet.tags_of(one) == json::array());
  CHECK(fleet.log().size() == before);
  // Room is made in the same step.
  CHECK(fleet.owner.post(kMany, many({brimful}, {"New"}, {"t0"})).body["changed"] == 1);
  CHECK(fleet.tags_of(brimful).size() == 20);
}

TEST_CASE("a change of many that is repeated with its key is done once", "[portal]") {
  Fleet fleet;
  const std::string one = fleet.add("one"), two = fleet.add("two");
  const auto ask = [&] {
    auto request = fleet.owner.request("POST", kMany, many({one, two}, {"a"}));
    request.headers.emplace_back("idempotency-key", "k");
    return fleet.owner.send(request);
  };
  const Answer first = ask();
  CHECK(first.body["changed"] == 2);
  REQUIRE(fleet.owner.post(kMany, many({one}, {"b"}, {"a"})).status == 200);
  const Answer again = ask();
  CHECK(again.text == first.text);
  CHECK(again.header("Idempotency-Replayed") == "true");
  CHECK(fleet.tags_of(one) == json{"b"});
}

TEST_CASE("tags go with their machine, and stay behind when it changes its organization", "[portal]") {
  Fleet fleet;
  const std::string one = fleet.add("one", {"Till"}), two = fleet.add("two", {"Till"});
  const auto left = [&] {
    const auto rows = db::count_rows(*fleet.database, "SELECT count(*) FROM client_tag");
    REQUIRE(rows);
    return *rows;
  };
  CHECK(left() == 2);
  REQUIRE(fleet.owner.del(kClients + "/" + one).status == 204);
  CHECK(left() == 1);
  const auto other = db::OrganizationRepository(*fleet.database).add("Other", "other", fleet.clock.now);
  REQUIRE(other);
  REQUIRE(db::write(*fleet.database, [&](db::Connection& connection) {
    db::Query(connection, "UPDATE client SET organization_id = ? WHERE id = ?", other->id,
              static_cast<db::ClientId>(std::stoll(two)))
        .run();
  }));
  CHECK(left() == 0);
  CHECK(fleet.owner.get("/api/v1/client-tags").body["items"].empty());
}

TEST_CASE("among ten thousand machines those with a tag are found soon", "[portal]") {
  Fleet fleet;
  const auto organization = fleet.organization().id;
  REQUIRE(db::write(*fleet.database, [&](db::Connection& connection) {
    db::Query(
        connection,
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) INSERT INTO"
        " client (id, organization_id, link_key, name, created_at) SELECT 200000000 + i, ?, 'key ' || i,"
        " 'till ' || i, i FROM n",
        organization)
        .run();
    for (int place = 0; place < 3; ++place) {
      db::Query(connection,
                "INSERT INTO client_tag (organization_id, client_id, place, tag) SELECT organization_id, id,"
                " ?1, 'Tag ' || ?1 || ' ' || (id % (7 + 1000 * ?1)) FROM client",
                place)
          .run();
    }
  }));
  for (const char* query : {"?tags=tag 0 3,tag 1 5&limit=200", "?tags=tag 0 3&sort=name&limit=200",
                            "?tags=none&sort=seen", "?search=tag 2 1999", "?search=nothing"}) {
    INFO(query);
    const auto start = std::chrono::steady_clock::now();
    CHECK(fleet.owner.get(kClients + query).status == 200);
    const auto took = std::chrono::steady_clock::now() - start;
    INFO(std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms");
    CHECK(took < std::chrono::seconds(1));
  }
  const json tags = fleet.owner.get("/api/v1/client-tags").body["items"];
  CHECK(tags.size() == 1000);
  CHECK(tags[0]["tag"] == "Tag 0 0");
  CHECK(tags[0]["clients"] == 1429);

  json ids = json::array();
  for (int i = 0; i < 500; ++i) ids.push_back(std::to_string(200'000'000 + i));
  const auto start = std::chrono::steady_clock::now();
  CHECK(fleet.owner.post(kMany, many(ids, {"Move"})).body["changed"] == 500);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  CHECK(fleet.owner.get(kClients + "?tags=move&limit=200").body["items"].size() == 200);
}

}  // namespace gatehouse::portal_client_tags_test
