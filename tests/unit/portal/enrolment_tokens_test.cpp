#include "appliance/auth/enrolment.h"
#include "appliance/policy/roles.h"
#include "appliance/wire/enrolment_token.h"
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_enrolment_tokens_test {

using namespace portal_test;

const std::string kPath = "/api/v1/enrolment-tokens";

json order(const std::string& label = "Office", int uses = 2, int days = 7) {
  return {{"label", label}, {"uses", uses}, {"days", days}};
}

TEST_CASE("a guest and who may only look make no token", "[portal]") {
  World world;
  world.set_up();
  Browser guest(world);
  CHECK(guest.get(kPath).status == 401);
  CHECK(guest.post(kPath, order()).status == 401);
  CHECK(guest.del(kPath + "/1").status == 401);
  for (const policy::Role& role : policy::preconfigured_roles()) {
    INFO(role.key);
    Browser somebody = world.signed_in(std::string(role.key) + "@example.org", {std::string(role.key)});
    const bool may_look = role.access.allows(policy::Section::clients, policy::Level::view);
    const bool may_edit = role.access.allows(policy::Section::clients, policy::Level::edit);
    CHECK(somebody.get(kPath).status == (may_look ? 200 : 403));
    const Answer made = somebody.post(kPath, order());
    CHECK(made.status == (may_edit ? 201 : 403));
    CHECK(somebody.del(kPath + "/999").status == (may_edit ? 404 : 403));
  }
}

TEST_CASE("a token is shown once, names the authority, and lets a machine in", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const Answer made = owner.post(kPath, order(" Office \xc3\xbc"));
  REQUIRE(made.status == 201);
  const auto token = wire::parse_enrolment_token(made.string("token"));
  REQUIRE(token);
  CHECK(token->authority_fingerprint == std::string(32, 'f'));
  const json details = made.body["details"];
  CHECK(details["label"] == "Office \xc3\xbc");
  CHECK(details["created_by"] == "Olga Owner");
  CHECK(details["uses"] == 2);
  CHECK(details["uses_left"] == 2);
  CHECK(details["state"] == "good");
  CHECK(details["expires_at"] == "2026-02-07T12:00:00Z");

  const Answer list = owner.get(kPath);
  CHECK(list.body["items"] == json::array({details}));
  CHECK(list.text.find(token->secret) == std::string::npos);

  auth::Enrolment enrolment(*world.database, world.clock);
  const auto redeemed = enrolment.redeem(token->secret);
  REQUIRE(redeemed);
  REQUIRE(*redeemed);
  CHECK((*redeemed)->organization == world.organization().id);
  CHECK(owner.get(kPath).body["items"][0]["uses_left"] == 1);
}

TEST_CASE("what became of a token is told", "[portal]") {
  World world;
  Browser owner = world.set_up();
  auth::Enrolment enrolment(*world.database, world.clock);
  const auto state = [&] { return owner.get(kPath).body["items"][0]["state"]; };
  const Answer made = owner.post(kPath, order("a", 1, 1));
  CHECK(state() == "good");
  world.clock.now += 86400;
  Browser again(world);
  REQUIRE(again.log_in("olga@example.org").status == 200);
  owner.cookie = again.cookie;
  owner.csrf = again.csrf;
  CHECK(state() == "expired");
  const Answer used = owner.post(kPath, order("b", 1, 1));
  CHECK(*enrolment.redeem(wire::parse_enrolment_token(used.string("token"))->secret));
  CHECK(state() == "used_up");
  ++world.clock.now;
  const Answer revoked = owner.post(kPath, order("c", 1, 1));
  const std::string id = revoked.body["details"]["id"].get<std::string>();
  CHECK(owner.del(kPath + "/" + id).status == 204);
  CHECK(state() == "revoked");
  CHECK(owner.del(kPath + "/" + id).code() == "no_such_token");
  CHECK_FALSE(*enrolment.redeem(wire::parse_enrolment_token(revoked.string("token"))->secret));
}

TEST_CASE("a token's label, machines and days have bounds", "[portal]") {
  World world;
  Browser owner = world.set_up();
  for (const auto& [field, value] :
       std::vector<std::pair<std::string, json>>{{"label", ""},
                                                 {"label", "  "},
                                                 {"label", std::string(65, 'x')},
                                                 {"label", "two\nlines"},
                                                 {"label", 5},
                                                 {"uses", 0},
                                                 {"uses", 1001},
                                                 {"uses", -1},
                                                 {"uses", 1.5},
                                                 {"uses", "2"},
                                                 {"uses", 18446744073709551615ull},
                                                 {"days", 0},
                                                 {"days", 366},
                                                 {"days", nullptr}}) {
    INFO(field << " " << value.dump());
    json body = order();
    body[field] = value;
    const Answer refused = owner.post(kPath, body);
    CHECK(refused.status == 400);
    CHECK(refused.names(field));
    body.erase(field);
    CHECK(owner.post(kPath, body).names(field));
  }
  json more = order();
  more["purpose"] = "this_machine";
  CHECK(owner.post(kPath, more).names("purpose"));
  CHECK(owner.get(kPath).body["items"].empty());
  CHECK(owner.post(kPath, order(std::string(64, 'x'), 1000, 365)).status == 201);
  CHECK(owner.post(kPath, order("x", 1, 1)).status == 201);
}

TEST_CASE("the appliance's own tokens and those of others are not there", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const auto ours = world.organization().id;
  const auto other = db::OrganizationRepository(*world.database).add("Other", "other", world.clock.now);
  REQUIRE(other);
  auth::Enrolment enrolment(*world.database, world.clock);
  for (const auto& [organization, purpose] :
       {std::pair{other->id, auth::kEnrolAgent}, {ours, auth::kEnrolThisMachine}}) {
    const auto created = enrolment.create(
        {.organization = organization, .purpose = purpose, .good_for = std::chrono::hours(1)});
    REQUIRE(created);
    CHECK(owner.get(kPath).body["items"].empty());
    CHECK(owner.del(kPath + "/" + std::to_string(created->token.id)).status == 404);
  }
}

}  // namespace gatehouse::portal_enrolment_tokens_test
