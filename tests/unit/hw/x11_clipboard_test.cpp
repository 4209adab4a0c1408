#include "appliance/base/files.h"
#include "hw/clipboard/latin1.h"
#include "hw/display.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/x_server.h"

namespace gatehouse::hw::x11_clipboard_test {

std::string text_of_size(std::size_t size) {
  std::string text;
  for (int line = 0; text.size() < size; ++line)
    text += "Zeile " + std::to_string(line) + " mit ä, €, 漢 und 😀\n";
  return text;
}

// Another program on the same screen, played by xclip, while the display is served.
class Neighbour {
 public:
  explicit Neighbour(const test::XServer& server) : server_(server), display_(server.open()) {
    display_.clipboard->on_changed([this](const std::string& text) { heard_.push_back(text); });
    REQUIRE(display_.capture->poll());
  }

  void copies(const std::string& text, const std::string& target = "UTF8_STRING") {
    const std::string file = directory_.path() + "/copied";
    REQUIRE(write_file_atomically(file, text, 0600));
    REQUIRE(server_.run({"xclip", "-selection", "clipboard", "-t", target, "-i", file}) == 0);
  }
  std::string pastes(const std::string& target = "UTF8_STRING") {
    const std::string file = directory_.path() + "/pasted", done = file + ".done";
    test::Child xclip(
        {"sh", "-c", "xclip -selection clipboard -t " + target + " -o > " + file + "; : > " + done},
        server_.environment());
    REQUIRE(serve_until([&] { return file_exists(done); }));
    std::filesystem::remove(done);
    return *read_file(file, 4 << 20);
  }
  bool serve_until(const std::function<bool()>& condition) {
    return test::eventually([&] {
      REQUIRE(display_.capture->poll());
      return condition();
    });
  }
  Clipboard& clipboard() { return *display_.clipboard; }
  const std::vector<std::string>& heard() const { return heard_; }

 private:
  const test::XServer& server_;
  test::TemporaryDirectory directory_;
  Display display_;
  std::vector<std::string> heard_;
};

TEST_CASE("text copied at the machine is heard, small and large", "[hw][x11]") {
  const test::XServer server;
  Neighbour neighbour(server);
  const std::string large = text_of_size(300 * 1024);
  for (const std::string& text : {std::string("grüß dich 😀"), large, std::string("short again")}) {
    const std::size_t before = neighbour.heard().size();
    neighbour.copies(text);
    REQUIRE(neighbour.serve_until([&] { return neighbour.heard().size() > before; }));
    CHECK((neighbour.heard().back() == text));
  }
  neighbour.copies("one\r\ntwo\rthree");
  REQUIRE(neighbour.serve_until([&] { return neighbour.heard().size() == 4; }));
  CHECK(neighbour.heard().back() == "one\ntwo\rthree");
}

TEST_CASE("a text beyond the cap is not taken, and the next one is", "[hw][x11]") {
  const test::XServer server;
  Neighbour neighbour(server);
  neighbour.copies(text_of_size(kClipboardCap + 1));
  for (int i = 0; i < 200; ++i) neighbour.serve_until([] { return true; });
  neighbour.copies("\xFF not UTF-8");
  for (int i = 0; i < 200; ++i) neighbour.serve_until([] { return true; });
  neighbour.copies("small");
  REQUIRE(neighbour.serve_until([&] { return !neighbour.heard().empty(); }));
  CHECK(neighbour.heard() == std::vector<std::string>{"small"});
}

TEST_CASE("text from a viewer can be pasted at the machine, small and large", "[hw][x11]") {
  const test::XServer server;
  Neighbour neighbour(server);
  for (const std::string& text : {std::string("grüß dich 😀"), text_of_size(300 * 1024), std::string("x")}) {
    neighbour.clipboard().set_text(text);
    // Programs see a new owner as soon as the server has told us its time.
    REQUIRE(neighbour.serve_until([&] { return neighbour.pastes() == text; }));
    CHECK((neighbour.pastes("text/plain\\;charset=utf-8") == text));
  }
  neighbour.clipboard().set_text("größer als 5 €");
  REQUIRE(neighbour.serve_until(
      [&] { return neighbour.pastes("STRING") == latin1_from_utf8("größer als 5 €"); }));
  const std::string targets = neighbour.pastes("TARGETS");
  for (const char* target : {"TARGETS", "TIMESTAMP", "UTF8_STRING", "STRING"})
    CHECK(targets.find(target) != std::string::npos);
  CHECK(neighbour.pastes("image/png").empty());
  CHECK(neighbour.heard().empty());  // our own text is not news
}

TEST_CASE("Latin-1 goes both ways", "[hw]") {
  CHECK(utf8_from_latin1("a\xE4\xFF") == "aäÿ");
  CHECK(latin1_from_utf8("aäÿ€😀!") ==
        "a\xE4\xFF"
        "??"
        "!");
}

}  // namespace gatehouse::hw::x11_clipboard_test
