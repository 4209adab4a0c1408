// What an organization with a smaller license is: a team, with a name and a description.
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_team_test {

using namespace portal_test;
using policy::Tier;

const std::string kPath = "/api/v1/team";

struct Team : World {
  explicit Team(Tier tier = Tier::standard) {
    options.license = tier;
    start();
  }
};

TEST_CASE("setting up makes a team where the settings say so", "[portal]") {
  Team world;
  Browser owner(world);
  CHECK(owner.get("/api/v1/state").body["license"] == "standard");
  json setup = world.setup_body();
  for (const json& wrong : {json("a\nb"), json(std::string(501, 'x')), json(7), json("\u202Egnp")}) {
    setup["description"] = wrong;
    CHECK(owner.post("/api/v1/setup", setup).names("description"));
  }
  setup["description"] = "  Helps the shops ";
  REQUIRE(owner.post("/api/v1/setup", setup).status == 201);
  CHECK(owner.get("/api/v1/me").body["license"] == "standard");
  CHECK(owner.get(kPath).body ==
        json({{"id", "example"}, {"name", "Example"}, {"description", "Helps the shops"}}));
  // The setting is for set-up; what is there stays.
  world.options.license = Tier::ultimate;
  world.start();
  CHECK(owner.get("/api/v1/me").body["license"] == "standard");
}

TEST_CASE("an organization has no description", "[portal]") {
  Team world(Tier::ultimate);
  Browser owner(world);
  json setup = world.setup_body();
  CHECK(owner.get("/api/v1/state").body["license"] == "ultimate");
  setup["description"] = "Helps the shops";
  CHECK(owner.post("/api/v1/setup", setup).names("description"));
  setup["description"] = nullptr;
  CHECK(owner.post("/api/v1/setup", setup).status == 201);
  CHECK(owner.get(kPath).code() == "not_in_license");
  CHECK(owner.patch(kPath, {{"description", "x"}}).code() == "not_in_license");
}

TEST_CASE("the team's description may change, its name never", "[portal]") {
  Team world;
  Browser owner = world.set_up();
  Browser guest(world), una = world.signed_in("una@example.org", {"user"});
  CHECK(guest.get(kPath).status == 401);
  CHECK(guest.patch(kPath, {{"description", "x"}}).status == 401);
  CHECK(una.get(kPath).status == 403);
  CHECK(una.patch(kPath, {{"description", "x"}}).status == 403);

  const Answer before = owner.get(kPath);
  CHECK(before.string("description").empty());
  const Answer changed = owner.patch_if(before.header("ETag"), kPath, {{"description", "Helps"}});
  REQUIRE(changed.status == 200);
  CHECK(changed.string("description") == "Helps");
  CHECK(changed.header("ETag") != before.header("ETag"));
  CHECK(owner.get(kPath).header("ETag") == changed.header("ETag"));
  CHECK(owner.patch_if(before.header("ETag"), kPath, {{"description", "Late"}}).status == 412);
  CHECK(owner.patch(kPath, {{"name", "Renamed"}}).code() == "name_is_fixed");
  CHECK(owner.patch(kPath, {{"description", "x"}, {"name", "Example"}}).code() == "name_is_fixed");
  for (const json& wrong : {json("a\nb"), json(std::string(501, 'x')), json(true), json("a\u2066b")}) {
    INFO(wrong.dump());
    CHECK(owner.patch(kPath, {{"description", wrong}}).names("description"));
  }
  CHECK(owner.patch(kPath, {{"nonsense", 1}}).names("nonsense"));
  CHECK(owner.patch(kPath, json::object()).string("description") == "Helps");
  CHECK(owner.patch(kPath, {{"description", nullptr}}).string("description").empty());
  const json noted = owner.get("/api/v1/audit?action=team.").body["items"];
  REQUIRE(noted.size() == 2);
  CHECK(noted[1]["after"]["description"] == "Helps");
  CHECK(noted[1]["target"]["name"] == "Example");
  std::string longest;
  for (int i = 0; i < 500; ++i) longest += "ü";
  CHECK(owner.patch(kPath, {{"description", longest}}).status == 200);
}

TEST_CASE("an organization's name is fixed, too", "[portal]") {
  World world;
  Browser owner = world.set_up();
  CHECK(owner.patch("/api/v1/organization", {{"name", "Renamed"}}).code() == "name_is_fixed");
}

TEST_CASE("who deletes a team is its Owner, whatever the license", "[portal]") {
  Team world(Tier::advanced);
  Browser owner = world.set_up();
  const Answer answer = owner.send(owner.request("DELETE", "/api/v1/organization", {{"name", "Example"}}));
  CHECK(answer.code() == "appliances_own");
}

}  // namespace gatehouse::portal_team_test
