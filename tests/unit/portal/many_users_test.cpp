#include "db/mail_repository.h"
#include "tests/unit/portal/people.h"

namespace gatehouse::portal_many_users_test {

using namespace portal_test;

constexpr const char* kMany = "/api/v1/users/many";

json lines(std::initializer_list<const char*> emails) {
  json users = json::array();
  for (const char* email : emails) users.push_back({{"email", email}});
  return {{"users", users}};
}

TEST_CASE("many users are created at once, and every line says what became of it", "[portal]") {
  People world;
  json wanted =
      lines({"tom.tester@example.org", "OLGA@example.org", "nobody", "info@example.org", "info@Example.org"});
  wanted["users"].push_back({{"email", "ada@example.org"}, {"first_name", "Ada"}, {"last_name", "Lovelace"}});
  wanted["users"].push_back({{"email", "x@example.org"}, {"age", 7}});
  wanted["users"].push_back({{"email", "y@example.org"}, {"first_name", std::string(101, 'x')}});
  wanted["users"].push_back({{"email", "z@example.org"}, {"first_name", "a\r\nb"}});
  const Answer answer = world.owner.post(kMany, wanted);
  REQUIRE(answer.status == 200);
  std::vector<std::string> states;
  for (const json& one : answer.body["results"]) states.push_back(one["status"].get<std::string>());
  CHECK(states == std::vector<std::string>{"created", "exists", "refused", "created", "exists", "created",
                                           "refused", "refused", "refused"});
  CHECK(answer.body["results"][2]["reason"] == "This is no e-mail address.");
  CHECK(answer.body["results"][6]["reason"] == "There is no such field.");
  const auto name = [&](const std::string& email) {
    const json user = world.owner.get("/api/v1/users/" + world.id_of(email)).body;
    return user["first_name"].get<std::string>() + " " + user["last_name"].get<std::string>();
  };
  CHECK(name("tom.tester@example.org") == "Tom Tester");
  CHECK(name("info@example.org") == "Info example.org");
  CHECK(name("ada@example.org") == "Ada Lovelace");
  const std::string link = answer.body["results"][5]["link"].get<std::string>();
  const json use = {{"token", link.substr(link.find('#') + 1)}, {"password", "violet lamps hum quietly"}};
  CHECK(Browser(world).post("/api/v1/account-links/use", use).status == 200);
  CHECK(world.owner.get("/api/v1/users/" + world.id_of("ada@example.org")).body["roles"][0]["name"] ==
        "User");
  // Each is in the audit log, and no link is.
  const Answer audit = world.owner.get("/api/v1/audit?action=user.created");
  CHECK(audit.body["items"].size() == 3);
  CHECK(audit.text.find("set-password") == std::string::npos);
}

TEST_CASE("all of many get a role and a group, if one may give them, and their mail", "[portal]") {
  People world;
  world.options.mail =
      portal::MailFacts{"mail.example:587", "starttls", "box@example.org", "gate.example.org"};
  world.start();
  const std::string support = world.preconfigured("support_agent"), desk = world.group("Desk");
  json wanted = lines({"a@example.org", "b@example.org"});
  wanted.update({{"role_id", support}, {"group_id", desk}, {"mail", true}});
  const Answer answer = world.owner.post(kMany, wanted);
  REQUIRE(answer.status == 200);
  CHECK(answer.body["mailed"] == true);
  CHECK(answer.body["results"][0]["link"].is_null());
  const json user = world.owner.get("/api/v1/users/" + world.id_of("b@example.org")).body;
  CHECK(user["roles"].size() == 2);
  CHECK(user["groups"][0]["name"] == "Desk");
  CHECK(world.owner.get("/api/v1/mail").body["waiting"] == 2);
  const json entry = world.owner.get("/api/v1/audit?action=user.created").body["items"][0];
  CHECK(entry["after"]["role"] == "Support agent");
  CHECK(entry["after"]["group"] == "Desk");

  Browser eve = world.with_access(
      "eve@example.org",
      {{"users", "edit"}, {"clients", "view"}, {"builds", "view"}, {"personal_profile", "edit"}});
  json more = lines({"c@example.org"});
  CHECK(eve.post(kMany, more).status == 200);
  more = lines({"d@example.org"});
  more["role_id"] = world.preconfigured("admin");
  CHECK(eve.post(kMany, more).code() == "more_than_yours");
  REQUIRE(world.owner.put("/api/v1/groups/" + desk + "/roles/" + world.preconfigured("admin")).status == 204);
  more = lines({"d@example.org"});
  more["group_id"] = desk;
  CHECK(eve.post(kMany, more).code() == "more_than_yours");
  more["group_id"] = "999";
  CHECK(world.owner.post(kMany, more).code() == "no_such_group");
  more = lines({"d@example.org"});
  more["role_id"] = "999";
  CHECK(world.owner.post(kMany, more).code() == "no_such_role");
  CHECK(world.owner.get("/api/v1/users?search=d@example.org").body["items"].empty());
}

TEST_CASE("what is no list of people is refused as a whole", "[portal]") {
  People world;
  for (const json& users : {json::array(), json("x"), json::array({1}), json(nullptr)})
    CHECK(world.owner.post(kMany, {{"users", users}}).names("users"));
  json many = json::array();
  for (int i = 0; i < 501; ++i) many.push_back({{"email", "u" + std::to_string(i) + "@example.org"}});
  CHECK(world.owner.post(kMany, {{"users", many}}).names("users"));
  CHECK(world.owner.post(kMany, {{"users", std::string(700 * 1024, 'x')}}).status == 413);
  json wanted = lines({"a@example.org"});
  wanted["mail"] = true;
  CHECK(world.owner.post(kMany, wanted).code() == "no_mail");
  wanted.erase("mail");
  wanted["role_id"] = "x";
  CHECK(world.owner.post(kMany, wanted).names("role_id"));
  Browser tom = world.signed_in("tom@example.org", {"user"});
  CHECK(tom.post(kMany, lines({"a@example.org"})).status == 403);
}

TEST_CASE("five hundred of the longest names are taken", "[portal]") {
  People world;
  std::string name;
  for (int i = 0; i < 100; ++i) name += "😀";
  json users = json::array();
  for (int i = 0; i < 500; ++i) {
    std::string email = std::to_string(1000 + i);
    users.push_back({{"email", email + std::string(80, 'x') + "@example.org"},
                     {"first_name", name},
                     {"last_name", name}});
  }
  const Answer answer = world.owner.post(kMany, {{"users", users}});
  REQUIRE(answer.status == 200);
  CHECK(std::ranges::all_of(answer.body["results"],
                            [](const json& one) { return one["status"] == "created"; }));
}

}  // namespace gatehouse::portal_many_users_test
