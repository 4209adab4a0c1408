#include "tests/unit/portal/world.h"

namespace gatehouse::portal_setup_test {

using namespace portal_test;

TEST_CASE("an appliance without an owner says so, and setting it up signs the owner in", "[portal]") {
  World world;
  Browser browser(world);
  CHECK(browser.get("/api/v1/state").body == json({{"setup_required", true},
                                                   {"version", "1.2.3"},
                                                   {"license", "ultimate"},
                                                   {"mail", false},
                                                   {"organization", nullptr}}));
  CHECK(browser.post("/api/v1/setup/code", {{"code", world.setup_code.text()}}).status == 204);

  const Answer done = browser.post("/api/v1/setup", world.setup_body());
  REQUIRE(done.status == 201);
  CHECK(done.body["user"]["email"] == "olga@example.org");
  CHECK(done.body["organization"] == json({{"id", "example"}, {"name", "Example"}}));
  CHECK(done.body["access"]["organization"] == "edit");
  CHECK(done.body["roles"] ==
        json::array({{{"id", "1"}, {"name", "Owner"}}, {{"id", "6"}, {"name", "User"}}}));
  CHECK(done.header("Set-Cookie").find("; Path=/; Secure; HttpOnly; SameSite=Strict") != std::string::npos);
  CHECK(browser.get("/api/v1/me").status == 200);
  CHECK(world.needs.set_up_for.size() == 1);
  CHECK(browser.get("/api/v1/state").body ==
        json({{"setup_required", false},
              {"version", "1.2.3"},
              {"license", "ultimate"},
              {"mail", false},
              {"organization", {{"id", "example"}, {"name", "Example"}}}}));
}

TEST_CASE("after set-up its routes do not exist, also after a restart", "[portal]") {
  World world;
  const json body = world.setup_body();
  world.set_up();
  for (int round = 0; round < 2; ++round) {
    Browser guest(world);
    for (const std::string target : {"/api/v1/setup", "/api/v1/setup/code"}) {
      for (const std::string method : {"POST", "GET", "PUT", "DELETE"}) {
        INFO(method << " " << target);
        const Answer answer = guest.send(guest.request(method, target, body));
        CHECK(answer.status == 404);
        CHECK(answer.code() == "not_found");
      }
    }
    world.start();
  }
}

TEST_CASE("a wrong code is refused, and guessing is slowed down", "[portal]") {
  World world;
  Browser browser(world);
  json body = world.setup_body();
  body["code"] = "AAAA-AAAA-AAAA";
  const Answer wrong = browser.post("/api/v1/setup", body);
  CHECK(wrong.code() == "wrong_setup_code");
  CHECK(wrong.names("code"));
  Answer last = browser.post("/api/v1/setup/code", {{"code", "x"}});
  CHECK(last.status == 403);
  for (int i = 0; i < 20 && last.status == 403; ++i)
    last = browser.post("/api/v1/setup/code", {{"code", "x"}});
  CHECK(last.status == 429);
  CHECK(std::stoi(last.header("Retry-After")) > 0);
  CHECK(last.body["retry_after"] == std::stoi(last.header("Retry-After")));
  CHECK(browser.post("/api/v1/setup", world.setup_body()).status == 429);

  Browser elsewhere(world, "192.0.2.77");
  CHECK(elsewhere.post("/api/v1/setup/code", {{"code", world.setup_code.text()}}).status == 204);
  CHECK(elsewhere.get("/api/v1/state").body["setup_required"] == true);
}

TEST_CASE("each wrong value is named", "[portal]") {
  World world;
  Browser browser(world);
  struct Case {
    std::string field;
    json value;
  };
  for (const auto& [field, value] :
       {Case{"organization_name", ""}, Case{"organization_name", "   "},
        Case{"organization_name", std::string(101, 'x')}, Case{"organization_name", "two\nlines"},
        Case{"organization_name", 7}, Case{"first_name", ""}, Case{"last_name", std::string(101, 'x')},
        Case{"last_name", nullptr}, Case{"email", "olga"},
        Case{"email", std::string(250, 'x') + "@example.org"}, Case{"password", "short"},
        Case{"password", std::string(1025, 'x')}, Case{"password", "olga@example.org"},
        Case{"is_admin", true}}) {
    INFO(field << ": " << value);
    json body = world.setup_body();
    body[field] = value;
    const Answer answer = browser.post("/api/v1/setup", body);
    CHECK(answer.status == 400);
    CHECK(answer.names(field));
  }
  const json whole = world.setup_body();
  for (const auto& [field, value] : whole.items()) {
    INFO(field);
    json body = whole;
    body.erase(field);
    CHECK(browser.post("/api/v1/setup", body).names(field));
  }
  CHECK(browser.get("/api/v1/state").body["setup_required"] == true);
}

}  // namespace gatehouse::portal_setup_test
