#include "appliance/agent/settings_pages.h"

#include "appliance/agent/second_factor.h"
#include "appliance/credentials/totp.h"
#include "tests/unit/agent/settings_world.h"

namespace gatehouse::local_settings_test {

TEST_CASE("the access list is changed on its page", "[agent]") {
  World world;
  world.sign_in();
  const char* const path = "/settings/access";
  CHECK(world.post(path, "action=on") == "The access list is on.");
  CHECK(world.list().on);
  CHECK(world.post(path, "action=allow&address=%40acme") == "*@acme is on the list.");
  CHECK(world.post(path, "action=allow-2h&address=123+456+789") ==
        "123 456 789 is on the list for two hours.");
  REQUIRE(world.list().entries.size() == 2);
  CHECK(world.list().entries[1].until == world.clock.seconds + 7200);
  CHECK(has(world.get(path), ">*@acme</span>"));
  CHECK(has(world.get(path), "aria-label=\"Remove 123 456 789\""));
  CHECK(world.post(path, "action=remove&address=*%40acme") == "*@acme is not on the list any more.");
  CHECK(world.list().entries.size() == 1);
  CHECK(has(world.post(path, "action=allow&address=%3Cscript%3E%E2%80%AE"), "is no address"));
  CHECK_FALSE(has(world.get(path), "<script"));
  CHECK(has(world.post(path, "action=explode"), "This form can"));
  world.desk.at("access.list") = {.name = "access.list", .value = "on", .source = "x.ini, line 3"};
  CHECK_FALSE(has(world.get(path), "Switch the list"));
  CHECK(has(world.get(path), "Decided by x.ini, line 3"));
}

TEST_CASE("settings are written with where they come from", "[agent]") {
  World world;
  world.desk.at("desktop.size") = {
      .name = "desktop.size", .value = "1280x800", .source = "a.ini, line 2", .in_file = true};
  world.desk.at("desktop.capture") = {
      .name = "desktop.capture", .value = "virtual", .source = "command line", .waits = true};
  world.sign_in();
  const std::string page = world.get("/settings/display");
  CHECK(has(page, "By a.ini, line 2"));
  CHECK(has(page, "Decided by command line"));
  CHECK(has(page, "aria-describedby=\"desktop.capture-about\" disabled"));
  CHECK(has(page, "Restart the agent now"));
  const char* const path = "/settings/display";
  CHECK(world.post(path, "action=settings&desktop.size=1280x800&desktop.keep_seconds=") ==
        "Nothing was changed.");
  CHECK(world.post(path, "action=settings&desktop.size=800x600&agent.server=evil&desktop.keep_seconds=5") ==
        "Saved.");
  CHECK(world.desk.changed == std::vector<std::string>{"desktop.size=800x600", "desktop.keep_seconds=5"});
  world.desk.changed.clear();
  CHECK(world.post(path, "action=settings&default=desktop.size") == "Saved.");
  CHECK(world.post(path, "action=settings&default=agent.server") == "Nothing was changed.");
  CHECK(world.desk.changed == std::vector<std::string>{"desktop.size=(default)"});
  world.desk.refuses = Error{"'<b>' is not a value"};
  CHECK(world.post(path, "action=settings&desktop.size=%3Cb%3E") == "'&lt;b&gt;' is not a value");
  const std::string restarting = world.send("/settings/restart", "token=" + world.token);
  CHECK(has(restarting, "Refresh: 4"));
  CHECK(world.needs.restarts == 1);
}

TEST_CASE("profiles are changed on their page", "[agent]") {
  World world;
  world.sign_in();
  const char* const path = "/settings/profiles";
  CHECK(world.post(path, "action=save&name=Default&enabled=on&may-view_screen=on&may-keyboard=on") ==
        "Saved Default.");
  CHECK(world.profiles().find("Default")->permissions.bits() == 3);
  CHECK(world.post(path, "action=save&name=Screen+Sharing") == "Saved Screen Sharing.");
  CHECK_FALSE(world.profiles().find("Screen Sharing")->enabled);
  CHECK(world.post(path, "action=first&name=Full+Access") == "Full Access is the first one.");
  CHECK(world.profiles().all().front().name == "Full Access");
  CHECK(has(world.post(path, "action=save&name=Default&enabled=on&by-password=on"), "has none"));
  CHECK(world.profiles().find("Default")->attended);
  CHECK(world.post(path, "action=add&name=%3Ci%3EVisitors") == "Added &lt;i&gt;Visitors, behind the others.");
  CHECK_FALSE(has(world.get(path), "<i>"));
  CHECK(has(world.post(path, "action=add&name=a%E2%80%AEb"), "A profile"));
  CHECK(has(world.post(path, "action=save&name=Nobody"), "There is no profile"));
  CHECK(world.post(path, "action=remove&name=Full+Access") == "Deleted Full Access.");
  CHECK(world.profiles().find("Full Access") == nullptr);
  CHECK(has(world.post(path, "action=presets"), "presets again"));
  CHECK(world.profiles().all().size() == 4);
}

TEST_CASE("a password is set twice alike, once for one profile, and taken away", "[agent]") {
  World world;
  world.sign_in();
  const char* const path = "/settings/password";
  const auto set = [&](const std::string& name, const std::string& password, const std::string& again) {
    return world.post(path, "action=set&name=" + name + "&password=" + password + "&again=" + again);
  };
  CHECK(set("Default", "seven+horses", "seven+horsse") == "The two passwords are not the same.");
  CHECK(has(set("Default", "short", "short"), "at least 8 characters"));
  CHECK_FALSE(world.profiles().is_unattended());
  CHECK(has(set("Unattended+Access", "seven+horses", "seven+horses"), "is set"));
  CHECK(world.profiles().find("Unattended Access")->is_unattended());
  CHECK(has(set("Default", "seven+horses", "seven+horses"), "Another profile has this password"));
  CHECK_FALSE(has(world.get(path), "seven"));
  CHECK_FALSE(has(world.get(path), "argon2"));
  world.needs.busy = true;
  CHECK(has(set("Default", "eight+horses", "eight+horses"), "Try again"));
  CHECK(world.post(path, "action=clear&name=Unattended+Access") ==
        "Unattended Access has no password any more.");
  CHECK_FALSE(world.profiles().is_unattended());
}

TEST_CASE("a second factor holds once a code has shown it, also while settings are locked", "[agent]") {
  World world;
  world.desk.settings.locked = "locked by x.ini, line 2";
  world.sign_in();
  const char* const path = "/settings/second-factor";
  const auto on = [&] { return *agent::has_second_factor(world.directory.path()); };
  world.agent.now.sessions = 1;
  world.sign_in();
  CHECK(has(world.post(path, "action=begin"), "would see the key"));
  world.agent.now.sessions = 0;
  CHECK(has(world.post(path, "action=confirm&code=123456"), "This form can"));
  world.post(path, "action=begin");
  const std::string page = world.get(path);
  CHECK(has(page, "<svg class=\"code\" role=\"img\""));
  CHECK(has(page, "<code>"));
  world.agent.now.sessions = 1;
  CHECK_FALSE(has(world.get(path), "<code>"));
  world.agent.now.sessions = 0;
  CHECK(has(world.post(path, "action=confirm&code=12345"), "That code is not right."));
  CHECK_FALSE(on());
  CHECK(world.post(path, "action=cancel") == "Nothing was changed.");
  CHECK_FALSE(has(world.get(path), "<code>"));
  world.post(path, "action=begin");
  // The key as it is shown; read back by its letters.
  std::string letters = between(world.get(path), "<code>", '<'), secret;
  std::erase(letters, ' ');
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : letters) {
    held = held << 5 | static_cast<std::uint32_t>(std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").find(c));
    if ((bits += 5) >= 8) secret += static_cast<char>(held >> (bits -= 8) & 0xff);
  }
  const std::string code = credentials::totp_code(secret, world.clock.seconds / credentials::kTotpStep);
  CHECK(has(world.post(path, "action=confirm&code=" + code.substr(0, 3) + "+" + code.substr(3)), "is on"));
  CHECK(on());
  CHECK_FALSE(has(world.get(path), letters.substr(0, 4)));
  CHECK(world.post(path, "action=off") == "The second factor is off.");
  CHECK_FALSE(on());
}

}  // namespace gatehouse::local_settings_test
