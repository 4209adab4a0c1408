#include "tests/unit/portal/world.h"

namespace gatehouse::portal_client_list_test {

using namespace portal_test;

// The names of all pages of a list, one after the other.
std::vector<std::string> names_of(Browser& browser, const std::string& query) {
  std::vector<std::string> names;
  std::string cursor;
  do {
    const Answer page = browser.get("/api/v1/clients?" + query + (cursor.empty() ? "" : "&cursor=" + cursor));
    REQUIRE(page.status == 200);
    for (const json& item : page.body["items"]) names.push_back(item["name"].get<std::string>());
    cursor = page.body["next_cursor"].is_string() ? page.string("next_cursor") : "";
    if (!cursor.empty()) CHECK_FALSE(page.body["items"].empty());
  } while (!cursor.empty() && names.size() < 100);
  return names;
}

using Names = std::vector<std::string>;

struct Fleet : World {
  Browser owner = set_up();

  void add(const std::string& name, const std::string& platform, std::int64_t seen, bool online) {
    const db::Client client = add_client(name, online);
    db::ClientFacts facts;
    facts.name = name;
    facts.platform = platform;
    db::ClientRepository clients(*database);
    if (seen > 0) REQUIRE(*clients.update_facts(client.id, facts, seen));
  }
};

TEST_CASE("machines are listed by when they were last seen, those online first", "[portal]") {
  Fleet fleet;
  fleet.add("away since noon", "linux-x86_64", fleet.clock.now - 100, false);
  fleet.add("never", "", 0, false);
  fleet.add("came early", "linux-aarch64", fleet.clock.now - 5000, true);
  fleet.add("away for long", "linux-x86_64", fleet.clock.now - 90000, false);
  fleet.add("came late", "linux-x86_64", fleet.clock.now - 10, true);
  const Names all{"came late", "came early", "away since noon", "away for long", "never"};
  for (const char* limit : {"1", "2", "3", "4", "5", "50"}) {
    INFO(limit);
    CHECK(names_of(fleet.owner, std::string("sort=seen&limit=") + limit) == all);
  }
  CHECK(names_of(fleet.owner, "sort=seen&limit=1&online=true") == Names{"came late", "came early"});
  CHECK(names_of(fleet.owner, "sort=seen&limit=1&online=false") ==
        Names{"away since noon", "away for long", "never"});
  CHECK(names_of(fleet.owner, "sort=seen&limit=2&search=away") == Names{"away since noon", "away for long"});
  CHECK(names_of(fleet.owner, "sort=seen&search=nobody").empty());
}

TEST_CASE("a page that ends with the last machine online says whether others follow", "[portal]") {
  Fleet fleet;
  fleet.add("here", "linux-x86_64", fleet.clock.now, true);
  CHECK(fleet.owner.get("/api/v1/clients?sort=seen&limit=1").body["next_cursor"].is_null());
  fleet.add("away", "linux-x86_64", fleet.clock.now, false);
  CHECK(fleet.owner.get("/api/v1/clients?sort=seen&limit=1").body["next_cursor"].is_string());
}

TEST_CASE("machines are listed by platform, together with the other filters", "[portal]") {
  Fleet fleet;
  CHECK(fleet.owner.get("/api/v1/client-platforms").body == json({{"items", json::array()}}));
  fleet.add("desk", "linux-x86_64", fleet.clock.now, true);
  fleet.add("pi", "linux-aarch64", fleet.clock.now, true);
  fleet.add("old pi", "linux-aarch64", fleet.clock.now, false);
  fleet.add("never", "", 0, false);
  CHECK(fleet.owner.get("/api/v1/client-platforms").body ==
        json({{"items", {"linux-aarch64", "linux-x86_64"}}}));
  CHECK(names_of(fleet.owner, "platform=linux-aarch64&sort=name") == Names{"old pi", "pi"});
  CHECK(names_of(fleet.owner, "platform=linux-aarch64&online=true") == Names{"pi"});
  CHECK(names_of(fleet.owner, "platform=linux-aarch64&search=desk").empty());
  CHECK(names_of(fleet.owner, "platform=linux").empty());
  CHECK(fleet.owner.get("/api/v1/clients?platform=" + std::string(65, 'x')).names("platform"));

  const auto other = db::OrganizationRepository(*fleet.database).add("Other", "other", fleet.clock.now);
  REQUIRE(other);
  db::ClientFacts facts;
  facts.platform = "linux-armv7l";
  REQUIRE(db::ClientRepository(*fleet.database).add(other->id, "f", facts, false, fleet.clock.now));
  CHECK(fleet.owner.get("/api/v1/client-platforms").body["items"].size() == 2);
  Browser guest(fleet);
  CHECK(guest.get("/api/v1/client-platforms").status == 401);
}

}  // namespace gatehouse::portal_client_list_test
