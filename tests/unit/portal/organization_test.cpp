#include "tests/unit/portal/world.h"

namespace gatehouse::portal_organization_test {

using namespace portal_test;

const std::string kPath = "/api/v1/organization";

TEST_CASE("an organization has a namespace of its own, in which its machines may be named", "[portal]") {
  World world;
  Browser owner = world.set_up();
  CHECK(owner.get(kPath).body == json({{"id", "example"},
                                       {"name", "Example"},
                                       {"namespace", nullptr},
                                       {"automatic_alias", false},
                                       {"reason_required", false},
                                       {"keep_sessions_days", nullptr},
                                       {"keep_audit_days", nullptr},
                                       {"default_namespace", "ad"}}));
  const Answer set = owner.patch(kPath, {{"namespace", "Example-Org"}, {"automatic_alias", true}});
  REQUIRE(set.status == 200);
  CHECK(set.body["namespace"] == "Example-Org");
  CHECK(owner.get(kPath).body["automatic_alias"] == true);

  const std::string client = "/api/v1/clients/" + std::to_string(world.add_client("pc").id);
  CHECK(owner.patch(client, {{"alias", "desk"}}).body["alias"] == "desk@Example-Org");
  CHECK(owner.patch(client, {{"alias", "desk@example-org"}}).status == 200);
  CHECK(owner.patch(client, {{"alias", "desk@ad"}}).status == 200);
}

TEST_CASE("a namespace is not given up while machines are named in it", "[portal]") {
  World world;
  Browser owner = world.set_up();
  REQUIRE(owner.patch(kPath, {{"namespace", "example"}}).status == 200);
  const std::string client = "/api/v1/clients/" + std::to_string(world.add_client("pc").id);
  REQUIRE(owner.patch(client, {{"alias", "desk"}}).status == 200);
  CHECK(owner.patch(kPath, {{"namespace", "other"}}).code() == "namespace_in_use");
  CHECK(owner.patch(kPath, {{"namespace", nullptr}}).code() == "namespace_in_use");
  CHECK(owner.patch(kPath, {{"namespace", "EXAMPLE"}}).status == 200);
  REQUIRE(owner.patch(client, {{"alias", nullptr}}).status == 200);
  CHECK(owner.patch(kPath, {{"namespace", nullptr}}).body["namespace"].is_null());
}

TEST_CASE("a namespace that is everybody's, another's or malformed is refused", "[portal]") {
  World world;
  Browser owner = world.set_up();
  Browser support = world.signed_in("support@example.org", {"support_agent"});
  db::OrganizationRepository organizations(*world.database);
  const auto other = organizations.add("Other", "other", world.clock.now);
  REQUIRE(other);
  REQUIRE(*organizations.set_aliases(other->id, "theirs", false));
  CHECK(owner.patch(kPath, {{"namespace", "Theirs"}}).code() == "namespace_taken");
  for (const char* bad : {"AD", "-x", "a.b", "a@b", "x y"}) {
    INFO(bad);
    CHECK(owner.patch(kPath, {{"namespace", bad}}).names("namespace"));
  }
  CHECK(owner.patch(kPath, {{"automatic_alias", "yes"}}).names("automatic_alias"));
  CHECK(owner.patch(kPath, {{"name", "Renamed"}}).names("name"));
  CHECK(support.patch(kPath, {{"namespace", "mine"}}).status == 403);
}

TEST_CASE("an organization says how long what happened is kept", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const Answer set = owner.patch(kPath, {{"keep_sessions_days", 90}, {"keep_audit_days", 30}});
  REQUIRE(set.status == 200);
  CHECK(set.body["keep_sessions_days"] == 90);
  CHECK(owner.patch(kPath, {{"keep_sessions_days", nullptr}}).body["keep_sessions_days"].is_null());
  CHECK(owner.get(kPath).body["keep_audit_days"] == 30);
  CHECK(owner.patch(kPath, {{"keep_sessions_days", 0}}).names("keep_sessions_days"));
  CHECK(owner.patch(kPath, {{"keep_audit_days", 29}}).names("keep_audit_days"));
  CHECK(owner.patch(kPath, {{"keep_audit_days", "30"}}).names("keep_audit_days"));
  CHECK(owner.patch(kPath, {{"reason_required", 1}}).names("reason_required"));
}

}  // namespace gatehouse::portal_organization_test
