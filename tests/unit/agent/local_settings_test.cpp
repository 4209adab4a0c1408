#include "appliance/agent/local_settings.h"

#include "tests/unit/agent/settings_world.h"

namespace gatehouse::local_settings_test {

constexpr const char* kPages[] = {"/settings",           "/settings/access",        "/settings/profiles",
                                  "/settings/password",  "/settings/second-factor", "/settings/display",
                                  "/settings/connection"};

TEST_CASE("nobody sees settings without signing in", "[agent]") {
  World world;
  const std::string form = world.get("/settings");
  CHECK(status(form) == 200);
  CHECK(has(form, "User name on this machine"));
  CHECK_FALSE(has(form, "123 456 789"));
  for (const char* path : kPages) {
    if (std::string(path) == "/settings") continue;
    INFO(path);
    CHECK(status(world.get(path)) == 303);
    CHECK(has(world.send(path, "action=on"), "Location: /settings\r\n"));
  }
  world.cookie = "gatehouse-settings-7071=guess";
  CHECK(status(world.get("/settings/access")) == 303);
  CHECK(status(world.send("/settings/restart", "token=x")) == 303);
  CHECK(world.needs.restarts == 0);
  CHECK_FALSE(world.list().on);
  CHECK(status(world.ask("DELETE /settings")) == 405);
}

TEST_CASE("an administrator signs in, and out again", "[agent]") {
  World world;
  const std::string answer = world.send("/settings/sign-in", "name=tom&password=right");
  CHECK(has(answer, "; Path=/settings; HttpOnly; SameSite=Strict\r\n"));
  CHECK(world.check.asked == std::vector<std::string>{"account 1000: tom"});
  world.sign_in();
  for (const char* path : kPages) {
    INFO(path);
    const std::string page = world.get(path);
    CHECK(status(page) == 200);
    CHECK(has(page, "Signed in as tom"));
    CHECK(has(page, "aria-current=\"page\""));
    CHECK(has(page, "Cache-Control: no-store"));
    CHECK_FALSE(has(page, "{{"));
    CHECK_FALSE(has(page, "style="));
    CHECK_FALSE(has(page, "<script"));
  }
  CHECK(has(world.get("/settings"), "123 456 789"));
  CHECK(has(world.get("/settings"), "aa bb"));
  CHECK(status(world.get("/settings/")) == 404);
  CHECK(status(world.get("/settings/../access")) == 404);
  const std::string out = world.send("/settings/sign-out", "token=" + world.token);
  CHECK(has(out, "Max-Age=0"));
  CHECK(status(world.get("/settings/access")) == 303);
}

TEST_CASE("who may not is told no more than that", "[agent]") {
  World world;
  const auto tried = [&](const std::string& body) {
    const std::string answer = world.send("/settings/sign-in", body);
    CHECK(status(answer) == 403);
    CHECK_FALSE(has(answer, "Set-Cookie"));
    CHECK_FALSE(has(answer, "value=\"wrong\""));
    return answer;
  };
  CHECK(has(tried("name=tom&password=wrong"), "That name or password is not right."));
  world.check.says = AdministratorVerdict::no_administrator;
  CHECK(has(tried("name=tom&password=right"), "may not administer"));
  world.check.says = AdministratorVerdict::unavailable;
  CHECK(has(tried("name=tom&password=right"), "gatehouse settings"));
  world.check.says = AdministratorVerdict::yes;
  world.check.asked.clear();
  for (const std::string& body :
       {std::string("name=&password=right"), std::string("name=tom"),
        std::string("name=t%0am&password=right"), std::string("name=t%E2%80%AEm&password=right"),
        "name=" + std::string(65, 'x') + "&password=right", "name=tom&password=" + std::string(513, 'x')})
    tried(body);
  CHECK(world.check.asked.empty());
  CHECK(has(tried("name=%3Cb%3E&password=wrong"), "value=\"&lt;b&gt;\""));
  world.check.waits = 30;
  CHECK(has(tried("name=tom&password=right"), "Try again in 30 seconds."));
}

TEST_CASE("an answer that takes its time reaches who asked, and nobody when the page is gone", "[agent]") {
  auto world = std::make_unique<World>();
  world->check.later = true;
  CHECK(world->send("/settings/sign-in", "name=tom&password=right").empty());
  const auto answer = world->check.pending;
  world.reset();
  answer(AdministratorVerdict::yes);
}

TEST_CASE("a visit ends when nothing is done, and is good for one account's browser", "[agent]") {
  World world;
  world.sign_in();
  world.clock.seconds += 14 * 60;
  CHECK(status(world.get("/settings/access")) == 200);
  world.clock.seconds += 14 * 60;
  CHECK(status(world.get("/settings/access")) == 200);
  world.browser = kEve;
  CHECK(status(world.get("/settings/access")) == 303);
  world.browser.reset();
  CHECK(status(world.get("/settings/access")) == 303);
  world.browser = kTom;
  CHECK(status(world.get("/settings/access")) == 200);
  world.clock.seconds += 15 * 60;
  CHECK(status(world.get("/settings/access")) == 303);
}

TEST_CASE("whoever connects finds no page that was left open", "[agent]") {
  World world;
  world.sign_in();
  CHECK(status(world.get("/settings/access")) == 200);
  world.agent.now.sessions = 1;  // somebody rings, and may be refused
  CHECK(status(world.get("/settings/access")) == 200);
  world.agent.now.opened = 1;
  CHECK(status(world.get("/settings/access")) == 303);
  world.agent.now.sessions = 0;
  CHECK(status(world.get("/settings/access")) == 303);
  world.sign_in();
  CHECK(status(world.get("/settings/access")) == 200);
  world.agent.now.opened = 2;  // a second one, beside whom they signed in or after
  CHECK(status(world.get("/settings/access")) == 303);
}

TEST_CASE("foreign names, pages and forms change nothing", "[agent]") {
  World world;
  world.sign_in();
  const std::string good = "token=" + world.token + "&action=on";
  for (const char* host : {"evil.example", "evil.example:7071", "127.0.0.1", "127.0.0.2:7071"})
    CHECK(status(world.ask("GET /settings", "", "", host)) == 421);
  for (const char* origin : {"http://evil.example", "null", "https://127.0.0.1:7071", "http://127.0.0.1:9999",
                             "http://localhost:7071"}) {
    INFO(origin);
    CHECK(status(world.send("/settings/access", good, origin)) == 403);
    CHECK(status(world.send("/settings/sign-in", "name=tom&password=right", origin)) == 403);
  }
  CHECK(status(world.ask("POST /settings/access", "Content-Type: application/x-www-form-urlencoded\r\n",
                         good)) == 403);
  CHECK(status(world.send("/settings/access", "action=on")) == 403);
  CHECK(status(world.send("/settings/access", "token=guess&action=on")) == 403);
  CHECK(status(world.send("/settings/access", good + "&action=on")) == 400);
  CHECK(status(world.ask("POST /settings/access",
                         "Origin: http://127.0.0.1:7071\r\nContent-Type: text/plain\r\n", good)) == 400);
  world.cookie.clear();
  CHECK(status(world.send("/settings/access", good)) == 303);
  CHECK_FALSE(world.list().on);
}

TEST_CASE("locked settings are shown, and nothing is changed", "[agent]") {
  World world;
  world.desk.settings.locked = "locked by x.ini, line 2";
  world.sign_in();
  const auto before = world.profiles().text();
  for (const auto& [path, body] :
       {std::pair("/settings/access", "action=on"),
        {"/settings/access", "action=settings&access.ask_seconds=20"},
        {"/settings/profiles", "action=remove&name=Default"},
        {"/settings/profiles", "action=presets"},
        {"/settings/password", "action=set&name=Default&password=12345678&again=12345678"},
        {"/settings/display", "action=settings&desktop.size=800x600"},
        {"/settings/connection", "action=settings&agent.server=box"}}) {
    INFO(path << " " << body);
    world.send(path, "token=" + world.token + "&" + body);
    const std::string page = world.get(path);
    CHECK(has(page, "Nothing can be changed here: locked by x.ini, line 2"));
    CHECK_FALSE(has(page, ">Save<"));
    CHECK_FALSE(has(page, ">Add<"));
  }
  CHECK_FALSE(world.list().on);
  CHECK(world.profiles().text() == before);
  CHECK(world.desk.changed.empty());
}

TEST_CASE("a hidden category is not there, and can't be written", "[agent]") {
  World world;
  world.sign_in();
  world.desk.settings.hidden = {"access", "second_factor"};
  for (const char* path : {"/settings/access", "/settings/second-factor"}) {
    CHECK(status(world.get(path)) == 404);
    CHECK(status(world.send(path, "token=" + world.token + "&action=on")) == 404);
    CHECK_FALSE(has(world.get("/settings"), path));
  }
  CHECK_FALSE(world.list().on);
  world.desk.settings.hidden = {"address"};
  CHECK(has(world.get("/settings"), "Location: /settings/access"));
  CHECK(world.page.are_shown());
  world.desk.settings.hidden = {"all"};
  CHECK_FALSE(world.page.are_shown());
  for (const char* path : kPages) CHECK(status(world.get(path)) == 404);
  CHECK(status(world.send("/settings/sign-in", "name=tom&password=right")) == 404);
}

TEST_CASE("settings that can't be read are told, and nothing else", "[agent]") {
  World world;
  world.desk.broken = Error{"x.ini, line 2: <nonsense>"};
  CHECK(status(world.get("/settings")) == 500);
  CHECK(has(world.get("/settings"), "&lt;nonsense&gt;"));
  CHECK(status(world.send("/settings/sign-in", "name=tom&password=right")) == 500);
  CHECK(world.check.asked.empty());
}

}  // namespace gatehouse::local_settings_test
