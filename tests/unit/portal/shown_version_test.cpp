// If-Match of what has no number that goes up.
#include "appliance/portal/shown_version.h"

#include "tests/unit/portal/world.h"

namespace gatehouse::portal_shown_version_test {

using namespace portal_test;

TEST_CASE("two people change a machine: the second is told, and nothing is overwritten", "[portal]") {
  World world;
  Browser owner = world.set_up();
  Browser admin = world.signed_in("ada@example.org", {"admin"});
  const std::string path = "/api/v1/clients/" + std::to_string(world.add_client("desk").id);
  const std::string seen = owner.get(path).header("ETag");
  REQUIRE_FALSE(seen.empty());
  const Answer changed = admin.patch_if(seen, path, {{"comment", "By the door"}});
  CHECK(changed.status == 200);
  CHECK(changed.header("ETag") != seen);
  CHECK(owner.patch_if(seen, path, {{"comment", "By the window"}}).code() == "changed_meanwhile");
  CHECK(owner.get(path).body["comment"] == "By the door");
  http::Request remove = owner.request("DELETE", path);
  remove.headers.emplace_back("if-match", seen);
  CHECK(owner.send(remove).status == 412);
  CHECK(world.needs.dropped.empty());
  CHECK(owner.patch_if(changed.header("ETag"), path, {{"comment", "By the window"}}).status == 200);
  // Who does not ask for it changes what is there.
  CHECK(owner.patch(path, {{"alias", "desk"}}).status == 200);
}

TEST_CASE("the organization's settings have a version, too", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const std::string path = "/api/v1/organization";
  const std::string seen = owner.get(path).header("ETag");
  const Answer changed = owner.patch_if(seen, path, {{"namespace", "acme"}});
  CHECK(changed.status == 200);
  CHECK(changed.header("ETag") == owner.get(path).header("ETag"));
  CHECK(owner.patch_if(seen, path, {{"automatic_alias", true}}).status == 412);
}

TEST_CASE("values that are told apart have other versions", "[portal]") {
  using portal::version_of_values;
  CHECK(version_of_values({"ab", "c"}) != version_of_values({"a", "bc"}));
  CHECK(version_of_values({"", "a"}) != version_of_values({"a", ""}));
  CHECK(version_of_values({"a"}) == version_of_values({"a"}));
  CHECK(version_of_values({}) > 0);
}

}  // namespace gatehouse::portal_shown_version_test
