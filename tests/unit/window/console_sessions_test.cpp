#include "appliance/window/console_sessions.h"

#include "tests/support/catch.h"

namespace gatehouse::console_sessions_test {

using namespace window;
using policy::Permission;
using policy::Permissions;
using std::chrono::milliseconds;
using Time = ConsoleSessions::Time;

const Time kNow{};

Running a_session(std::uint64_t call, std::string name = "Ada") {
  return {call, std::move(name), "ada@example.org", Permissions::available(), Permissions::available(),
          false};
}

struct World {
  std::string press(std::string_view keys, Time now = kNow) {
    KeyReader reader;
    std::string out;
    for (const char byte : keys)
      if (const auto key = reader.take(static_cast<std::uint8_t>(byte)))
        out += words(sessions.press(*key, now));
    return out;
  }
  std::string words(const std::vector<Message>& messages) {
    std::string out;
    for (const Message& message : messages) {
      if (const auto* end = std::get_if<End>(&message)) out += "end " + std::to_string(end->call) + ";";
      if (const auto* hold = std::get_if<Hold>(&message)) out += hold->held ? "hold;" : "let go;";
      if (const auto* choose = std::get_if<Choose>(&message)) {
        chosen = choose->chosen;
        out += "choose " + std::to_string(choose->call) + ";";
      }
    }
    return out;
  }
  std::string shown(ConsoleSize size = {}) const {
    std::string out;
    for (const ConsoleLine& line : sessions.lines(size)) out += line.text + "\n";
    return out;
  }

  ConsoleSessions sessions{Language::english};
  Permissions chosen;
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("the console shows who is connected, and each can be ended", "[window][console]") {
  World world;
  CHECK(has(world.shown(), "Nobody is connected"));
  CHECK(world.press("ex1b\t") == "");
  world.sessions.put(a_session(5));
  CHECK(has(world.shown(), "1  Ada (ada@example.org) is connected"));
  CHECK(has(world.shown(), "[E] End"));
  CHECK_FALSE(has(world.shown(), "[X]"));
  CHECK(world.press("x") == "");
  CHECK(world.press("e") == "end 5;");
  world.sessions.put(a_session(9, "Bob"));
  world.sessions.put(a_session(7, "Eve\033[2J"));
  CHECK(has(world.shown(), "> 1  Ada"));
  CHECK(has(world.shown(), "  2  Eve\xef\xbf\xbd[2J"));
  CHECK(world.press("e") == "end 5;");
  CHECK(world.press("2e") == "end 7;");
  CHECK(world.press("3E") == "end 9;");
  CHECK(world.press("4e") == "end 9;");
  CHECK(world.press("\te") == "end 5;");
  CHECK(world.press("x") == "end 0;");
  CHECK(world.words(world.sessions.remove(5)).empty());
  CHECK(world.press("e") == "end 7;");
  auto elevated = a_session(7, "Eve");
  elevated.elevated = true;
  world.sessions.put(elevated);
  CHECK(has(world.shown(), "acts as administrator"));
}

TEST_CASE("what is switched off at the console is off at once, and on again after a second question",
          "[window][console]") {
  World world;
  world.sessions.put(a_session(5));
  CHECK(world.press("b") == "choose 5;");
  CHECK(world.chosen == Permissions::available().without(Permission::hear_sound));
  CHECK(has(world.shown(), "[ ] B Hear the sound"));
  CHECK(world.press("b") == "hold;");
  CHECK(has(world.shown(), "Hear the sound: [Y] Allow again?"));
  SECTION("too soon") {
    CHECK(world.press("y", kNow + milliseconds(799)) == "");
    CHECK(world.press("y", kNow + milliseconds(800)) == "choose 5;let go;");
    CHECK(world.chosen == Permissions::available());
    CHECK(world.press("y", kNow + milliseconds(900)) == "");
  }
  SECTION("no") {
    CHECK(world.press("n") == "let go;");
    CHECK(world.press("y", kNow + milliseconds(900)) == "");
  }
  SECTION("nothing") {
    CHECK(world.words(world.sessions.tick(kNow + milliseconds(9999))).empty());
    CHECK(world.words(world.sessions.tick(kNow + milliseconds(10000))) == "let go;");
  }
  SECTION("the session ends") {
    CHECK(world.words(world.sessions.remove(5)) == "let go;");
  }
  SECTION("another session is chosen") {
    world.sessions.put(a_session(6));
    CHECK(world.press("2", kNow) == "let go;");
    CHECK(world.press("y", kNow + milliseconds(900)) == "");
  }
  SECTION("the agent knows better") {
    auto less = a_session(5);
    less.granted = less.chosen = Permissions::view_only();
    world.sessions.put(less);
    CHECK(world.press("y", kNow + milliseconds(900)) == "choose 5;let go;");
    CHECK(world.chosen == Permissions::view_only());
  }
}

TEST_CASE("the chosen session and the keys are seen on a small screen too", "[window][console]") {
  World world;
  for (std::uint64_t call = 1; call <= 40; ++call) world.sessions.put(a_session(call, "Visitor"));
  for (int step = 0; step < 30; ++step) world.press("\t");
  for (const std::size_t rows : {6, 10, 25, 60}) {
    const ConsoleSize size{80, rows};
    INFO(world.shown(size));
    CHECK(world.sessions.lines(size).size() <= rows);
    CHECK(has(world.shown(size), "> 31  Visitor"));
    CHECK(has(world.shown(size), "[E] End"));
  }
  CHECK(world.press("e") == "end 31;");
}

}  // namespace gatehouse::console_sessions_test
