#include "appliance/window/console_text.h"

#include "tests/support/catch.h"

namespace gatehouse::console_text_test {

using namespace window;

TEST_CASE("text for a console is measured in cells, and cut to them", "[window][console]") {
  const struct {
    const char* text;
    std::size_t cells;
    std::size_t width;
    const char* cut;
  } cases[] = {
      {"", 0, 4, ""},
      {"Ada", 3, 3, "Ada"},
      {"Ada King", 8, 4, "A..."},
      {"Ada", 3, 2, ".."},
      {"Ada", 3, 0, ""},
      {"Zoë", 3, 3, "Zoë"},
      {"北京市", 6, 6, "北京市"},
      {"北京市", 6, 5, "北..."},
      {"北京市", 6, 4, "..."},
      {"a\U0001F600b", 4, 4, "a\U0001F600b"},
  };
  for (const auto& [text, count, width, expected] : cases) {
    INFO(text << " in " << width);
    CHECK(cells(text) == count);
    CHECK(cut(text, width) == expected);
    CHECK(cells(filled(text, width)) == width);
  }
}

TEST_CASE("long texts are broken into lines", "[window][console]") {
  using Lines = std::vector<std::string>;
  CHECK(wrapped_cells("the printer is on fire", 11, 9) == Lines{"the printer", "is on fire"});
  CHECK(wrapped_cells("the printer is on fire", 12, 9) == Lines{"the printer", "is on fire"});
  CHECK(wrapped_cells("abcdefghij", 4, 9) == Lines{"abcd", "efgh", "ij"});
  CHECK(wrapped_cells("the printer is on fire", 8, 2) == Lines{"the", "print..."});
  CHECK(wrapped_cells("", 8, 2).empty());
  CHECK(wrapped_cells("北京市", 3, 9) == Lines{"北", "京", "市"});
  CHECK(wrapped_cells("北京", 1, 9).size() == 2);  // an end is found
}

TEST_CASE("only what changed is drawn again", "[window][console]") {
  const ConsoleSize size{10, 3};
  const std::vector<ConsoleLine> before = {{"one"}, {"two"}, {"three"}}, now = {{"one"}, {"2"}};
  CHECK(redrawn(before, before, size).empty());
  const std::string changes = redrawn(before, now, size);
  CHECK(changes == "\033[2;1H\033[2K2\033[0m\033[3;1H\033[2K\033[0m");
  const std::string all = redrawn({}, now, size);
  CHECK(all.find("\033[2J") != std::string::npos);
  CHECK(all.find("one") != std::string::npos);
  // Neither more rows nor more columns than there are.
  const std::string small = redrawn({}, {{"one"}, {"two"}, {"three"}, {"four"}, {"0123456789ab"}}, {4, 3});
  CHECK(small.find("four") == std::string::npos);
  CHECK(small.find("t...") != std::string::npos);
}

TEST_CASE("nothing but our own marks speaks to the terminal", "[window][console]") {
  const std::string hostile[] = {"\033[2J",
                                 "\033]0;title\a",
                                 "a\rb",
                                 "a\nb",
                                 "\x7f",
                                 "\xc2\x9b"
                                 "2J",
                                 "\x9b"
                                 "2J",
                                 std::string("\0", 1),
                                 "\xff\xfe",
                                 "\x0e\x0f"};
  const std::string frame = redrawn({}, {{""}}, {80, 25});
  for (const std::string& text : hostile) {
    const std::string drawn = redrawn({}, {{text}}, {80, 25});
    const std::size_t at = drawn.find("\033[1;1H\033[2K") + 10;
    const std::string shown = drawn.substr(at, drawn.find("\033[0m", at) - at);
    INFO(drawn);
    CHECK(drawn.size() - shown.size() == frame.size());
    for (const char byte : shown) CHECK((byte >= 0x20 && byte < 0x7f));
  }
}

}  // namespace gatehouse::console_text_test
