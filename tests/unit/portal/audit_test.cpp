// What is in the audit log beside the changes of people and their rights, which users_test.cpp looks at.
#include "tests/unit/portal/world.h"

namespace gatehouse::portal_audit_test {

using namespace portal_test;

json newest(Browser& reader) {
  const Answer log = reader.get("/api/v1/audit?limit=1");
  REQUIRE(log.body["items"].size() == 1);
  return log.body["items"][0];
}

std::string actions(Browser& reader, const std::string& like) {
  std::string all;
  const Answer log = reader.get("/api/v1/audit?action=" + like);
  for (const json& entry : log.body["items"]) all += entry["action"].get<std::string>() + " ";
  return all;
}

TEST_CASE("signing in, failing to, and out again are in the audit log", "[portal]") {
  World world;
  Browser owner = world.set_up();
  Browser there(world, "192.0.2.77");
  CHECK(there.log_in("olga@example.org", "something else").status == 401);
  const json failed = newest(owner);
  CHECK(failed["action"] == "login.failed");
  CHECK(failed["target"]["name"] == "olga@example.org");
  CHECK(failed["actor"]["name"] == "");
  CHECK(failed["address"] == "192.0.2.77");
  CHECK(failed.dump().find("something else") == std::string::npos);

  CHECK(there.log_in("nobody@example.org", "something else").status == 401);
  CHECK(newest(owner)["number"] == failed["number"]);  // whatever strangers type is not kept

  REQUIRE(there.log_in("olga@example.org").status == 200);
  CHECK(newest(owner)["action"] == "login.begun");
  REQUIRE(there.post("/api/v1/logout", json::object()).status == 204);
  CHECK(newest(owner)["action"] == "login.ended");
  CHECK(newest(owner)["actor"]["name"] == "olga@example.org");

  Browser again(world, "192.0.2.77");
  REQUIRE(again.log_in("olga@example.org").status == 200);
  REQUIRE(owner.del("/api/v1/me/logins").status == 204);
  CHECK(newest(owner)["after"] == json{{"logins", 1}});
  CHECK(actions(owner, "login.") ==
        "login.others_ended login.begun login.ended login.begun login.failed login.begun ");
}

TEST_CASE("guesses at one account do not hide guesses at another, and do not fill the audit log",
          "[portal]") {
  World world;
  Browser owner = world.set_up();
  for (const std::string email : {"tom@example.org", "ada@example.org"}) {
    const db::User user = world.add_user(email, {"user"});
    for (int guess = 0; guess < 60; ++guess) {
      world.clock.now += 15 * 60;  // for each as long as its account has to wait at most
      owner.get("/api/v1/me");     // stays signed in
      Browser guesser(world, "203.0.113." + std::to_string(guess));
      CHECK(guesser.log_in(email, "guess").status == 401);
    }
    const Answer log = owner.get("/api/v1/audit?action=login.failed&limit=200&search=" + email);
    CHECK(log.body["items"].size() > 20);
    CHECK(log.body["items"].size() < 55);
    CHECK(log.body["items"][0]["after"]["left_out"] == 1);
  }
}

TEST_CASE("a changed password is in the audit log, and neither the old nor the new one", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const std::string next = "violet lamps hum quietly";
  REQUIRE(
      owner.post("/api/v1/me/password", {{"current_password", kPassword}, {"new_password", next}}).status ==
      204);
  const json entry = newest(owner);
  CHECK(entry["action"] == "user.password_changed");
  CHECK(entry["before"].is_null());
  CHECK(entry["after"].is_null());
}

TEST_CASE("what is done to machines is in the audit log", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const db::Client client = world.add_client("front desk");
  const std::string path = "/api/v1/clients/" + std::to_string(client.id);
  REQUIRE(owner.patch(path, {{"alias", "desk"}, {"comment", "by the door"}}).status == 200);
  const json changed = newest(owner);
  CHECK(changed["action"] == "client.changed");
  CHECK(changed["target"] == json{{"id", std::to_string(client.id)}, {"name", "front desk"}});
  CHECK(changed["before"] == json{{"alias", nullptr}, {"comment", ""}});
  CHECK(changed["after"]["comment"] == "by the door");
  REQUIRE(owner.patch(path, {{"comment", "by the door"}}).status == 200);
  CHECK(newest(owner)["number"] == changed["number"]);  // nothing was changed
  CHECK(owner.patch(path, {{"alias", "?"}}).status != 200);
  CHECK(newest(owner)["number"] == changed["number"]);

  REQUIRE(owner.del(path).status == 204);
  CHECK(newest(owner)["action"] == "client.removed");
  CHECK(newest(owner)["before"]["alias"] == changed["after"]["alias"]);

  const Answer token = owner.post("/api/v1/enrolment-tokens", {{"label", "Hall"}, {"uses", 3}, {"days", 1}});
  REQUIRE(token.status == 201);
  const json made = newest(owner);
  CHECK(made["action"] == "enrolment_token.created");
  CHECK(made["target"]["name"] == "Hall");
  CHECK(made["after"]["uses"] == 3);
  CHECK(made.dump().find(token.string("token")) == std::string::npos);
  const auto id = token.body["details"]["id"].get<std::string>();
  REQUIRE(owner.del("/api/v1/enrolment-tokens/" + id).status == 204);
  CHECK(newest(owner)["action"] == "enrolment_token.revoked");
  CHECK(owner.del("/api/v1/enrolment-tokens/" + id).status == 404);
}

TEST_CASE("what is done to relays and to the organization is in the audit log", "[portal]") {
  World world;
  Browser owner = world.set_up();
  const Answer relay = owner.post("/api/v1/relays", {{"name", "North"}, {"address", "relay.example.org"}});
  REQUIRE(relay.status == 201);
  CHECK(newest(owner)["action"] == "relay.created");
  CHECK(owner.post("/api/v1/relays", {{"name", "South"}, {"address", "relay.example.org"}}).status == 409);
  const std::string path = "/api/v1/relays/" + relay.body["relay"]["id"].get<std::string>();
  REQUIRE(owner.post(path + "/token", json::object()).status == 201);
  REQUIRE(owner.del(path).status == 204);
  CHECK(actions(owner, "relay.") == "relay.removed relay.token_made relay.created ");

  REQUIRE(owner.patch("/api/v1/organization", {{"namespace", "acme"}}).status == 200);
  const json changed = newest(owner);
  CHECK(changed["action"] == "organization.changed");
  CHECK(changed["before"] == json{{"namespace", nullptr}});
  CHECK(changed["after"] == json{{"namespace", "acme"}});
}

}  // namespace gatehouse::portal_audit_test
