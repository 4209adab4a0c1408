#include <xcb/xcb.h>
#include <xcb/xtest.h>

#include <thread>

#include "appliance/base/files.h"
#include "hw/display.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/x_server.h"

namespace gatehouse::hw::x11_input_test {

constexpr std::uint32_t kReturn = 0xFF0D, kShift = 0xFFE1, kControl = 0xFFE3, kCapsLock = 0xFFE5,
                        kAltGr = 0xFE03;

std::u32string code_points(const std::string& utf8) {
  std::u32string result;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const int length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0x7F >> length);
    for (int k = 1; k < length; ++k)
      point = point << 6 | (static_cast<unsigned char>(utf8[i + static_cast<std::size_t>(k)]) & 0x3F);
    result.push_back(point);
    i += static_cast<std::size_t>(length);
  }
  return result;
}

// A terminal whose lines go to a file: what real programs make of our keys.
class Terminal {
 public:
  explicit Terminal(const test::XServer& server)
      : display_(server.open()),
        file_(directory_.path() + "/typed"),
        xterm_({"xterm", "-u8", "-geometry", "60x20+0+0", "-e", "sh", "-c",
                "stty -echo; : > " + file_ + "; exec cat >> " + file_},
               server.environment()) {
    display_.input->pointer(50, 50, 0);  // without a window manager the keys go where the pointer is
    if (!test::eventually([&] { return file_exists(file_); }))
      throw std::runtime_error("xterm does not start");
    wait_until_it_listens();
  }

  Input& input() { return *display_.input; }
  void tap(std::uint32_t keysym) {
    input().key(keysym, 0, true);
    input().key(keysym, 0, false);
  }
  void type(const std::string& text) {
    for (const char32_t point : code_points(text)) {
      REQUIRE(display_.capture->poll());
      tap(point < 0x100 ? point : 0x01000000 + point);
    }
  }
  std::string line() {
    tap(kReturn);
    std::string text;
    test::eventually([&] {
      REQUIRE(display_.capture->poll());
      text = read_file(file_, 100000)->substr(heard_);
      return text.ends_with('\n');
    });
    heard_ += text.size();
    return text;
  }

 private:
  // Its window may come after its shell: keys are lost until it has the focus.
  void wait_until_it_listens() {
    const auto arrives = [&](const std::string& word) {
      type(word);
      tap(kReturn);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      const std::string text = *read_file(file_, 100000);
      heard_ = text.size();
      return text.ends_with(word + "\n");
    };
    if (!test::eventually([&] { return arrives("a"); })) throw std::runtime_error("xterm does not listen");
    int word = 0;  // a word never typed before: nothing of the others is still on its way
    if (!test::eventually([&] { return arrives("b" + std::to_string(++word)); }))
      throw std::runtime_error("xterm does not listen");
  }

  test::TemporaryDirectory directory_;
  Display display_;
  std::string file_;
  std::size_t heard_ = 0;
  test::Child xterm_;
};

TEST_CASE("typed text arrives exactly on every layout", "[hw][x11]") {
  const std::string text =
      "The quick Brown fox: {[(<~@#$%^&*|\\/?!\"'`>)]} 0123456789 yz YZ aq -_=+ ä Ö ß é ç ñ € µ § „漢字“ 😀 Ж "
      "λ";
  for (const char* layout : {"us", "de", "fr", "us,ru"}) {
    const test::XServer server;
    REQUIRE(server.run({"setxkbmap", layout}) == 0);
    Terminal terminal(server);
    terminal.type(text);
    INFO(layout);
    CHECK(terminal.line() == text + "\n");
  }
}

// The second and third line use again the keys of the first, once those have arrived: how long programs take to look
// a key up is up to the computer.
TEST_CASE("many symbols that the layout lacks, more than there are spare keys, arrive", "[hw][x11]") {
  const test::XServer server;
  Terminal terminal(server);
  for (char32_t first = 0x4E00; first < 0x4E00 + 60; first += 20) {
    std::string text;
    for (char32_t point = first; point < first + 20; ++point) {
      text += static_cast<char>(0xE0 | point >> 12);
      text += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
      text += static_cast<char>(0x80 | (point & 0x3F));
    }
    terminal.type(text);
    CHECK(terminal.line() == text + "\n");
  }
}

TEST_CASE("modifiers the viewer holds and Caps Lock do not change what a keysym types", "[hw][x11]") {
  const test::XServer server;
  REQUIRE(server.run({"setxkbmap", "de"}) == 0);
  Terminal terminal(server);
  Input& input = terminal.input();
  input.key(kShift, 0, true);
  terminal.type("aA7/ä{");
  input.key(kShift, 0, false);
  input.key(kAltGr, 0, true);
  terminal.type("@q");
  input.key(kAltGr, 0, false);
  terminal.tap(kCapsLock);
  terminal.type("bB1!ñÑ");
  terminal.tap(kCapsLock);
  terminal.type("c");
  CHECK(terminal.line() == "aA7/ä{@qbB1!ñÑc\n");
}

// A window of our own over the whole screen that notes what comes in.
class Window {
 public:
  explicit Window(const test::XServer& server)
      : connection_(server.connect()), window_(xcb_generate_id(connection_->get())) {
    xcb_connection_t* xcb = connection_->get();
    const std::uint32_t values[] = {1, XCB_EVENT_MASK_KEY_PRESS | XCB_EVENT_MASK_KEY_RELEASE |
                                           XCB_EVENT_MASK_BUTTON_PRESS | XCB_EVENT_MASK_BUTTON_RELEASE};
    xcb_create_window(xcb, XCB_COPY_FROM_PARENT, window_, connection_->root(), 0, 0, 640, 480, 0,
                      XCB_WINDOW_CLASS_INPUT_OUTPUT, XCB_COPY_FROM_PARENT,
                      XCB_CW_OVERRIDE_REDIRECT | XCB_CW_EVENT_MASK, values);
    xcb_map_window(xcb, window_);
    xcb_set_input_focus(xcb, XCB_INPUT_FOCUS_PARENT, window_, XCB_CURRENT_TIME);
    reply(xcb_get_input_focus_reply(xcb, xcb_get_input_focus(xcb), nullptr));
    connection_->on_event([this](const xcb_generic_event_t& event) { note(event); });
  }

  // What has come in, once it has as many words as `words`.
  std::string after(const std::string& words) {
    test::eventually([&] {
      connection_->dispatch();
      return std::count(seen_.begin(), seen_.end(), ' ') > std::count(words.begin(), words.end(), ' ');
    });
    return seen_.substr(0, seen_.empty() ? 0 : seen_.size() - 1);
  }

 private:
  // "+38" key 38 pressed, "-b1@5,6" button 1 released at 5,6.
  void note(const xcb_generic_event_t& event) {
    const auto& input = reinterpret_cast<const xcb_button_press_event_t&>(event);
    switch (event.response_type & 0x7F) {
      case XCB_KEY_PRESS:
        seen_ += "+" + std::to_string(input.detail) + " ";
        break;
      case XCB_KEY_RELEASE:
        seen_ += "-" + std::to_string(input.detail) + " ";
        break;
      case XCB_BUTTON_PRESS:
        seen_ += "+b" + place(input) + " ";
        break;
      case XCB_BUTTON_RELEASE:
        seen_ += "-b" + place(input) + " ";
        break;
      default:
        break;
    }
  }
  static std::string place(const xcb_button_press_event_t& event) {
    return std::to_string(event.detail) + "@" + std::to_string(event.event_x) + "," +
           std::to_string(event.event_y);
  }

  std::shared_ptr<X11Connection> connection_;
  xcb_window_t window_;
  std::string seen_;
};

TEST_CASE("every button arrives where the pointer is, and is let go at the end", "[hw][x11]") {
  const test::XServer server;
  Window window(server);
  Display display = server.open();
  std::string expected;
  for (int button = 1; button <= 9; ++button) {
    display.input->pointer(10 * button, 20, 1U << (button - 1));
    display.input->pointer(10 * button + 1, 20, 0);
    expected += "+b" + std::to_string(button) + "@" + std::to_string(10 * button) + ",20 ";
    expected += "-b" + std::to_string(button) + "@" + std::to_string(10 * button + 1) + ",20 ";
  }
  display.input->pointer(5, 6, 1);
  display.input->release_all();
  expected += "+b1@5,6 -b1@5,6";
  CHECK(window.after(expected) == expected);
}

TEST_CASE("keys are let go as they were pressed, repeated, and released with the viewer", "[hw][x11]") {
  const test::XServer server;
  Window window(server);
  Display display = server.open();
  Input& input = *display.input;
  input.key(kControl, 0, true);
  input.key('c', 0, true);
  input.key('c', 0, true);  // repeat
  input.key('c', 0, false);
  input.key('c', 0, false);  // nothing is down any more
  input.key(0, 0x1E, true);  // the key alone
  input.release_all();
  const std::string expected = "+37 +54 -54 +54 -54 +38 -38 -37";
  CHECK(window.after(expected) == expected);
}

TEST_CASE("keys that wait for a spare one cost the X server nothing", "[hw][x11]") {
  const test::XServer server;
  Display display = server.open();
  const auto tap = [&](std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t point = first; point < last; ++point) {
      display.input->key(0x01000000 + point, 0, true);
      display.input->key(0x01000000 + point, 0, false);
    }
  };
  tap(0x4E00, 0x4E80);  // more than there are spare keys
  const auto before = std::chrono::steady_clock::now();
  tap(0x4E80, 0x8E80);
  CHECK(std::chrono::steady_clock::now() - before < test::when_busy(std::chrono::milliseconds(200)));
}

TEST_CASE("spare keys are given back", "[hw][x11]") {
  const test::XServer server;
  const auto connection = server.connect();
  const auto symbols = [&] {
    const xcb_setup_t* setup = xcb_get_setup(connection->get());
    const auto count = static_cast<std::uint8_t>(setup->max_keycode - setup->min_keycode + 1);
    const auto map = reply(xcb_get_keyboard_mapping_reply(
        connection->get(), xcb_get_keyboard_mapping(connection->get(), setup->min_keycode, count), nullptr));
    const xcb_keysym_t* list = xcb_get_keyboard_mapping_keysyms(map.get());
    return std::count(list, list + xcb_get_keyboard_mapping_keysyms_length(map.get()), 0x01006F22U);
  };
  {
    Display display = server.open();
    display.input->key(0x01006F22, 0, true);
    REQUIRE(test::eventually([&] { return symbols() > 0; }));
  }
  CHECK(test::eventually([&] { return symbols() == 0; }));
}

}  // namespace gatehouse::hw::x11_input_test
