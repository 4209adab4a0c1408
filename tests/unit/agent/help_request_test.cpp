#include "appliance/agent/help_request.h"

#include "tests/support/catch.h"

namespace gatehouse::help_request_test {

using agent::HelpRequest;
using State = HelpRequest::State;

struct World {
  std::vector<std::string> sent;  // "-" withdraws
  bool online = true;
  HelpRequest help{[this](const wire::Help& said) {
    if (online) sent.push_back(said.wanted ? said.words : "-");
  }};
};

TEST_CASE("a request is waiting, noted, and over when somebody came", "[agent]") {
  World world;
  world.help.told(false, 1);  // with the first welcome
  CHECK(world.help.now().state == State::none);
  world.help.ask("No sound", 10);
  CHECK(world.help.now().state == State::waiting);
  CHECK(world.help.now().words == "No sound");
  world.help.told(true, 11);
  CHECK(world.help.now().state == State::noted);
  CHECK(world.help.now().since == 10);
  world.help.told(false, 20);
  CHECK(world.help.now().state == State::over);
  CHECK(world.help.now().since == 20);
  world.help.link_began();
  CHECK(world.sent == std::vector<std::string>{"No sound"});
  world.help.ask("again", 30);
  CHECK(world.help.now().state == State::waiting);
}

TEST_CASE("a request made while offline is sent with the next link, once it is noted no more", "[agent]") {
  World world;
  world.online = false;
  world.help.ask("Printer", 10);
  world.online = true;
  world.help.link_began();
  world.help.told(false, 11);  // what the appliance knew before it came
  CHECK(world.help.now().state == State::waiting);
  world.help.link_began();  // the link broke before the answer
  world.help.told(true, 12);
  CHECK(world.help.now().state == State::noted);
  world.help.link_began();
  CHECK(world.sent == std::vector<std::string>{"Printer", "Printer"});
}

TEST_CASE("a withdrawn request is withdrawn even when nobody hears it at first", "[agent]") {
  World world;
  world.help.ask("x", 1);
  world.help.told(true, 2);
  world.online = false;
  world.help.withdraw();
  CHECK(world.help.now().state == State::none);
  world.online = true;
  world.help.link_began();
  world.help.told(true, 3);  // what the appliance knew before it came
  CHECK(world.help.now().state == State::none);
  world.help.told(false, 4);
  world.help.link_began();
  CHECK(world.sent == std::vector<std::string>{"x", "-"});
  world.help.withdraw();  // there is nothing to withdraw
  CHECK(world.sent.size() == 2);
}

TEST_CASE("a request of the agent's last run is known again", "[agent]") {
  World world;
  world.help.told(true, 5);
  CHECK(world.help.now().state == State::noted);
  world.help.withdraw();
  CHECK(world.sent == std::vector<std::string>{"-"});
}

TEST_CASE("words are one line that fits", "[agent]") {
  World world;
  world.help.ask("a\nb" + std::string(400, 'c'), 1);
  CHECK(world.help.now().words.size() == wire::kHelpWordsCap);
  CHECK(world.help.now().words.starts_with("a?b"));
}

}  // namespace gatehouse::help_request_test
