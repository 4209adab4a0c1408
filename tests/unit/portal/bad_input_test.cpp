// What somebody sends who means no good, where no other file is about it.
#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "db/second_factor_repository.h"
#include "tests/support/disable_user.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_bad_input_test {

using namespace portal_test;

json login_of(const std::string& email, const std::string& password = kPassword) {
  return {{"organization_id", "example"}, {"email", email}, {"password", password}};
}

TEST_CASE("a cookie that was there before the sign-in is none of it", "[portal]") {
  World world;
  Browser attacker = world.set_up();
  struct Planted {
    std::string name, cookie, step;
  };
  for (const Planted& planted : {Planted{"the attacker's own login", attacker.cookie, ""},
                                 Planted{"one that never was", std::string(43, 'A'), ""},
                                 Planted{"a step that never was", "", std::string(43, 'A')}}) {
    INFO(planted.name);
    Browser victim(world);
    victim.cookie = planted.cookie;
    victim.step = planted.step;
    REQUIRE(victim.post("/api/v1/login", login_of("olga@example.org")).status == 200);
    CHECK(victim.cookie != planted.cookie);
    CHECK(victim.csrf != attacker.csrf);
    CHECK(victim.get("/api/v1/me/logins").status == 200);
    Browser thief(world);
    thief.cookie = planted.cookie;
    CHECK(thief.get("/api/v1/me").status == (planted.cookie == attacker.cookie ? 200 : 401));
  }
}

// Where no password can be looked at any more, whoever does not come to that point answers otherwise.
TEST_CASE("an unknown account costs the work of a known one", "[portal]") {
  World world;
  world.set_up();
  test::disable(*world.database, world.add_user("off@example.org", {"user"}));
  credentials::PasswordHasher full{{.memory_kib = 8, .passes = 1, .lanes = 1},
                                   /*at_once=*/0,
                                   /*patience_milliseconds=*/1};
  auto made = portal::Portal::create(world.options, {world.needs, world.clock, *world.database, full,
                                                     world.tickets, world.setup_code, world.audit_key});
  REQUIRE(made);
  world.portal = std::move(*made);
  json elsewhere = login_of("olga@example.org");
  elsewhere["organization_id"] = "nowhere";
  for (const json& body : {login_of("olga@example.org"), login_of("olga@example.org", "wrong password"),
                           login_of("nobody@example.org"), login_of("off@example.org"), elsewhere}) {
    INFO(body.dump());
    Browser browser(world);
    CHECK(browser.post("/api/v1/login", body).code() == "busy");
  }
  world.portal.reset();  // before what it works with
}

TEST_CASE("what looks like SQL, or like a pattern, is only text to a filter", "[portal]") {
  People world;
  world.set("Set", {{"clients", "view"}});
  world.role("Role", {{"clients", "view"}});
  world.group("Group");
  world.add_client("Till desk");
  const std::string book = world.made(world.owner.post("/api/v1/address-books", {{"name", "Book"}}));
  const json entry = {{"nickname", "Till"}, {"address", "123456789"}, {"tags", {"shop"}}};
  REQUIRE(world.owner.post("/api/v1/address-books/" + book + "/entries", entry).status == 201);
  REQUIRE(world.owner.post("/api/v1/me/address-book/entries", entry).status == 201);
  const std::vector<std::string> filters = {"/users?search=",
                                            "/clients?search=",
                                            "/clients?platform=",
                                            "/audit?search=",
                                            "/audit?action=",
                                            "/sessions?search=",
                                            "/address-books/" + book + "/entries?search=",
                                            "/address-books/" + book + "/entries?tags=",
                                            "/me/address-book/entries?search=",
                                            "/me/address-book/entries?tags="};
  for (const std::string& filter : filters) {
    for (const std::string typed : {"'+OR+1=1+--", "%25", "_", "\\", "\"", "')+OR+('1'='1", "*", "Till%25"}) {
      INFO(filter << typed);
      const Answer answer = world.owner.get("/api/v1" + filter + typed);
      INFO(answer.text);
      if (answer.status == 400) continue;
      REQUIRE(answer.status == 200);
      CHECK(answer.body["items"].empty());
    }
  }
}

TEST_CASE("of two who change a role at once, one is told to look again", "[portal][threads]") {
  People world;
  const std::string role = "/api/v1/roles/" + world.role("Help desk", {{"clients", "view"}});
  for (int round = 0; round < 20; ++round) {
    const std::string version = world.owner.get(role).header("ETag");
    std::atomic<int> changed = 0, stale = 0;
    std::vector<std::thread> both;
    for (const std::string& name : {"One " + std::to_string(round), "Two " + std::to_string(round)}) {
      http::Request request = world.owner.request("PATCH", role, {{"name", name}});
      request.headers.emplace_back("if-match", version);
      both.emplace_back([&world, &changed, &stale, request] {
        const Answer answer(world.portal->handle(request));
        if (answer.status == 200) ++changed;
        if (answer.code() == "changed_meanwhile") ++stale;
      });
    }
    for (std::thread& one : both) one.join();
    CHECK(changed == 1);
    CHECK(stale == 1);
  }
}

TEST_CASE("nobody removes what another shows beside the password", "[portal]") {
  People world;
  db::TotpDevice device;
  device.organization = world.organization().id;
  device.user = std::stoll(world.id_of("olga@example.org"));
  device.name = "Phone";
  device.secret = std::string(20, 's');
  db::SecondFactorRepository factors(*world.database);
  Browser tom = world.signed_in("tom@example.org", {"user"});
  const auto added = factors.add_device(device);
  REQUIRE(added);
  const Answer answer = tom.del("/api/v1/me/second-factor/devices/" + std::to_string(added->id));
  CHECK(answer.status == 404);
  const auto left = factors.devices(device.organization, device.user);
  REQUIRE(left);
  CHECK(left->size() == 1);
}

}  // namespace gatehouse::portal_bad_input_test
