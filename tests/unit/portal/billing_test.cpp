// Who is billed: for the records, in every license.
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_billing_test {

using namespace portal_test;

const std::string kPath = "/api/v1/billing";
const std::vector<std::pair<std::string, std::size_t>> kFields = {
    {"company", 200}, {"contact", 200}, {"street", 200}, {"postal_code", 20},      {"city", 100},
    {"country", 100}, {"vat_id", 50},   {"phone", 50},   {"customer_number", 100}, {"order_number", 100},
    {"payment", 1000}};

TEST_CASE("billing is read and changed by who has invoices", "[portal]") {
  People world;
  Browser guest(world), una = world.signed_in("una@example.org", {"user"}),
                        accountant = world.signed_in("acc@example.org", {"accountant"}),
                        editor = world.with_access("edit@example.org", {{"invoices", "edit"}});
  CHECK(guest.get(kPath).status == 401);
  CHECK(una.get(kPath).status == 403);
  CHECK(guest.patch(kPath, {{"city", "Berlin"}}).status == 401);
  CHECK(una.patch(kPath, {{"city", "Berlin"}}).status == 403);
  CHECK(accountant.patch(kPath, {{"city", "Berlin"}}).status == 403);
  CHECK(editor.patch(kPath, {{"city", "Berlin"}}).status == 200);
  CHECK(accountant.get(kPath).string("city") == "Berlin");
}

TEST_CASE("every field is kept, and emptied by null or nothing", "[portal]") {
  People world;
  Browser& owner = world.owner;
  const Answer empty = owner.get(kPath);
  REQUIRE(empty.body.size() == kFields.size() + 1);
  for (const auto& [name, value] : empty.body.items()) CHECK(value == "");
  json all = {{"email", "Invoices@Example.org"}};
  for (const auto& [name, longest] : kFields) all[name] = std::string(longest, 'x');
  const Answer set = owner.patch(kPath, all);
  INFO(set.text);
  REQUIRE(set.status == 200);
  all["email"] = "invoices@example.org";
  CHECK(set.body == all);
  CHECK(owner.get(kPath).body == all);
  for (const auto& [name, longest] : kFields) {
    INFO(name);
    CHECK(owner.patch(kPath, {{name, std::string(longest + 1, 'x')}}).names(name));
    CHECK(owner.patch(kPath, {{name, 7}}).names(name));
    CHECK(owner.patch(kPath, {{name, "a\u202Eb"}}).names(name));
    CHECK(owner.patch(kPath, {{name, std::string("a\0b", 3)}}).names(name));
    if (name != "payment") CHECK(owner.patch(kPath, {{name, "a\nb"}}).names(name));
    CHECK(owner.patch(kPath, {{name, nullptr}}).string(name).empty());
    CHECK(owner.patch(kPath, {{name, "=1+1"}}).string(name) == "=1+1");
    CHECK(owner.patch(kPath, {{name, "  "}}).string(name).empty());
  }
  CHECK(owner.patch(kPath, {{"payment", "By transfer\nwithin 30 days"}}).string("payment") ==
        "By transfer\nwithin 30 days");
  for (const json& wrong : {json("nobody"), json("a@b@c"), json("a b@c.example"), json(3),
                            json(std::string(250, 'x') + "@x.example")})
    CHECK(owner.patch(kPath, {{"email", wrong}}).names("email"));
  CHECK(owner.patch(kPath, {{"email", ""}}).string("email").empty());
  CHECK(owner.patch(kPath, {{"nonsense", "x"}}).names("nonsense"));
}

TEST_CASE("billing is not saved over somebody else's change", "[portal]") {
  People world;
  const std::string first = world.owner.get(kPath).header("ETag");
  const Answer changed = world.owner.patch_if(first, kPath, {{"city", "Berlin"}});
  REQUIRE(changed.status == 200);
  CHECK(world.owner.patch_if(first, kPath, {{"city", "Bonn"}}).status == 412);
  CHECK(world.owner.get(kPath).header("ETag") == changed.header("ETag"));
}

TEST_CASE("the log says what of it was changed, not what it says", "[portal]") {
  People world;
  REQUIRE(
      world.owner.patch(kPath, {{"vat_id", "DE1234"}, {"payment", "IBAN DE99"}, {"city", nullptr}}).status ==
      200);
  REQUIRE(world.owner.patch(kPath, {{"vat_id", "DE1234"}}).status == 200);  // nothing new
  const Answer noted = world.owner.get("/api/v1/audit?action=billing.");
  REQUIRE(noted.body["items"].size() == 1);
  CHECK(noted.body["items"][0]["after"]["changed"] == json::array({"vat_id", "payment"}));
  CHECK(noted.text.find("DE99") == std::string::npos);
  CHECK(noted.text.find("DE1234") == std::string::npos);
}

}  // namespace gatehouse::portal_billing_test
