#include <xcb/xcb.h>

#include <algorithm>
#include <cstring>

#include "appliance/base/files.h"
#include "hw/display.h"
#include "hw/x11/xauthority.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/x_server.h"

namespace gatehouse::hw::x11_capture_test {

std::uint32_t pixel(const Frame& frame, int x, int y) {
  std::uint32_t value = 0;
  std::memcpy(&value,
              frame.pixels + static_cast<std::size_t>(y) * frame.stride + static_cast<std::size_t>(x) * 4, 4);
  return value & 0xFFFFFF;
}

// A program that paints the root window.
class Painter {
 public:
  explicit Painter(const test::XServer& server)
      : connection_(server.connect()), gc_(xcb_generate_id(connection_->get())) {
    xcb_create_gc(connection_->get(), gc_, connection_->root(), 0, nullptr);
  }
  void fill(std::uint32_t colour, Rect rect) {
    xcb_change_gc(connection_->get(), gc_, XCB_GC_FOREGROUND, &colour);
    const xcb_rectangle_t area{static_cast<std::int16_t>(rect.x), static_cast<std::int16_t>(rect.y),
                               static_cast<std::uint16_t>(rect.width),
                               static_cast<std::uint16_t>(rect.height)};
    xcb_poly_fill_rectangle(connection_->get(), connection_->root(), gc_, 1, &area);
    // A reply says that the server has done it.
    reply(xcb_get_input_focus_reply(connection_->get(), xcb_get_input_focus(connection_->get()), nullptr));
  }
  X11Connection& connection() { return *connection_; }

 private:
  std::shared_ptr<X11Connection> connection_;
  xcb_gcontext_t gc_;
};

bool covers(const std::vector<Rect>& rects, int x, int y) {
  return std::any_of(rects.begin(), rects.end(), [&](const Rect& rect) {
    return x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
  });
}

// How many pixels are not what `expected(x, y)` says.
template <class Expected>
int wrong_pixels(const Frame& frame, Expected expected) {
  int wrong = 0;
  for (int y = 0; y < frame.height; ++y)
    for (int x = 0; x < frame.width; ++x) wrong += pixel(frame, x, y) != expected(x, y);
  return wrong;
}

TEST_CASE("an X screen is captured exactly, and only what changed is named", "[hw][x11]") {
  const test::XServer server;
  Painter painter(server);
  painter.fill(0x123456, {0, 0, 640, 480});
  Display display = server.open();
  Capture& capture = *display.capture;
  REQUIRE(capture.poll()->resized);
  CHECK(capture.name() == "X11 (MIT-SHM, DAMAGE)");
  CHECK(*capture.grab() == std::vector<Rect>{{0, 0, 640, 480}});
  const Frame frame = capture.frame();
  CHECK((frame.width == 640 && frame.height == 480));
  CHECK(wrong_pixels(frame, [](int, int) { return 0x123456U; }) == 0);
  REQUIRE(capture.poll());
  REQUIRE(capture.grab());

  painter.fill(0xFF0000, {10, 20, 30, 40});      // narrow: fetched alone
  painter.fill(0x00FF00, {100, 300, 500, 100});  // wide: fetched as rows
  Result<Capture::Changes> changes = capture.poll();
  CHECK(changes->damaged);
  CHECK_FALSE(changes->resized);
  CHECK(*capture.grab() == std::vector<Rect>{{10, 20, 30, 40}, {100, 300, 500, 100}});
  CHECK(wrong_pixels(frame, [](int x, int y) {
          const bool red = x >= 10 && x < 40 && y >= 20 && y < 60,
                     green = x >= 100 && x < 600 && y >= 300 && y < 400;
          return red ? 0xFF0000U : green ? 0x00FF00U : 0x123456U;
        }) == 0);
  CHECK_FALSE(capture.poll()->damaged);
  CHECK(capture.grab()->empty());
}

TEST_CASE("scattered changes become few rectangles that cover them all", "[hw][x11]") {
  const test::XServer server;
  Painter painter(server);
  Display display = server.open();
  Capture& capture = *display.capture;
  REQUIRE(capture.poll());
  REQUIRE(capture.grab());
  REQUIRE(capture.poll());
  REQUIRE(capture.grab());
  for (int i = 0; i < 90; ++i) painter.fill(0xABCDEF, {(i * 97) % 630, i * 5, 7, 3});
  REQUIRE(test::eventually([&] { return capture.poll()->damaged; }));
  const Result<std::vector<Rect>> rects = capture.grab();
  CHECK(rects->size() <= 16);
  for (int i = 0; i < 90; ++i) {
    CHECK(covers(*rects, (i * 97) % 630 + 3, i * 5 + 1));
    CHECK(pixel(capture.frame(), (i * 97) % 630 + 3, i * 5 + 1) == 0xABCDEF);
  }
}

TEST_CASE("the cursor's shape is told with its hot spot", "[hw][x11]") {
  const test::XServer server;
  Painter painter(server);
  Display display = server.open();
  Capture& capture = *display.capture;
  REQUIRE(capture.poll()->cursor);
  const std::uint32_t before = capture.cursor()->serial;

  xcb_connection_t* xcb = painter.connection().get();
  const xcb_pixmap_t shape = xcb_generate_id(xcb);
  xcb_create_pixmap(xcb, 1, shape, painter.connection().root(), 16, 8);
  const xcb_gcontext_t gc = xcb_generate_id(xcb);
  const std::uint32_t one = 1;
  xcb_create_gc(xcb, gc, shape, XCB_GC_FOREGROUND, &one);
  const xcb_rectangle_t all{0, 0, 16, 8};
  xcb_poly_fill_rectangle(xcb, shape, gc, 1, &all);
  const xcb_cursor_t cursor = xcb_generate_id(xcb);
  xcb_create_cursor(xcb, cursor, shape, shape, 0xFFFF, 0, 0, 0, 0, 0, 5, 3);
  xcb_change_window_attributes(xcb, painter.connection().root(), XCB_CW_CURSOR, &cursor);
  xcb_flush(xcb);
  REQUIRE(test::eventually([&] { return capture.poll()->cursor; }));
  const CursorShape& seen = *capture.cursor();
  CHECK(seen.serial != before);
  CHECK((seen.width == 16 && seen.height == 8));
  CHECK((seen.hot_x == 5 && seen.hot_y == 3));
  REQUIRE(seen.pixels.size() == 128);
  CHECK(seen.pixels[0] == 0xFFFF0000);
}

TEST_CASE("an X screen is resized both ways and captured at its new size", "[hw][x11]") {
  const test::XServer server("1600x1200x24");
  Painter painter(server);
  Display display = server.open();
  Capture& capture = *display.capture;
  REQUIRE(capture.poll());
  const Rect sizes[] = {
      {0, 0, 801, 603}, {0, 0, 1333, 1111}, {0, 0, 640, 1200}, {0, 0, 801, 603}, {0, 0, 801, 603}};
  Rect last;
  for (const Rect& size : sizes) {
    const Result<void> resized = capture.resize(size.width, size.height);
    INFO((resized ? "" : resized.error().message));
    REQUIRE(resized);
    if (size == last) {
      CHECK_FALSE(capture.poll()->resized);
      continue;
    }
    last = size;
    REQUIRE(test::eventually([&] { return capture.poll()->resized; }));
    CHECK((capture.frame().width == size.width && capture.frame().height == size.height));
    painter.fill(0x0000FF, {size.width - 1, size.height - 1, 1, 1});
    REQUIRE(capture.grab()->size() == 1);
    CHECK(pixel(capture.frame(), size.width - 1, size.height - 1) == 0x0000FF);
  }
  REQUIRE(capture.resize(1, 100000));
  REQUIRE(test::eventually([&] { return capture.poll()->resized; }));
  CHECK((capture.frame().width == kSmallestScreen && capture.frame().height == 1200));
  CHECK_FALSE(server.open(false).capture->resize(800, 600));
}

TEST_CASE("a size that somebody else sets is followed", "[hw][x11]") {
  const test::XServer server;
  Display display = server.open(false);
  Display other = server.open();
  REQUIRE(display.capture->poll());
  REQUIRE(other.capture->resize(500, 400));
  REQUIRE(display.capture->grab());  // at a size that is no longer true: no error
  REQUIRE(test::eventually([&] { return display.capture->poll()->resized; }));
  CHECK(display.capture->frame().width == 500);
  CHECK(*display.capture->grab() == std::vector<Rect>{{0, 0, 500, 400}});
}

TEST_CASE("a server that dies is an error value", "[hw][x11]") {
  test::XServer server;
  Display display = server.open();
  REQUIRE(display.capture->poll());
  server.kill();
  REQUIRE(test::eventually([&] { return !display.capture->poll(); }));
  display.input->key('a', 0, true);
  display.input->pointer(1, 1, 1);
  display.input->release_all();
  display.clipboard->set_text("lost");
  CHECK_FALSE(display.capture->resize(500, 500));
  CHECK_FALSE(display.capture->grab());
  CHECK_FALSE(display.capture->poll());
  CHECK_FALSE(connect_x11(server.name(), ""));
}

TEST_CASE("a server that does not know our cookie is refused with a sentence, at once", "[hw][x11]") {
  const test::TemporaryDirectory directory;
  const std::string right = directory.path() + "/right", wrong = directory.path() + "/wrong";
  REQUIRE(write_file_atomically(right, make_xauthority({"MIT-MAGIC-COOKIE-1", std::string(16, 'r')}), 0600));
  REQUIRE(write_file_atomically(wrong, make_xauthority({"MIT-MAGIC-COOKIE-1", std::string(16, 'w')}), 0600));
  const test::XServer server("640x480x24", "", {"-noreset", "-auth", right});
  for (const std::string& file : {wrong, std::string("/dev/null")}) {
    const Result<X11Socket> refused = connect_x11(server.name(), file);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("does not let us in") != std::string::npos);
  }
  Result<X11Socket> socket = connect_x11(server.name(), right);
  REQUIRE(socket);
  CHECK(open_x11(std::move(socket->socket), socket->auth_name, socket->auth_data, false));
}

TEST_CASE("a server that starts anew when its last client goes is served, too", "[hw][x11]") {
  const test::XServer server("640x480x24", "", {});
  Display display = server.open();
  CHECK(display.capture->poll());
}

TEST_CASE("a screen that is not 24-bit colour is refused with a sentence", "[hw][x11]") {
  const test::XServer server("640x480x16");
  Result<X11Socket> socket = connect_x11(server.name(), "/dev/null");
  REQUIRE(socket);
  const Result<Display> display = open_x11(std::move(socket->socket), "", "", false);
  REQUIRE_FALSE(display);
  CHECK(display.error().message.find("depth to 24") != std::string::npos);
}

}  // namespace gatehouse::hw::x11_capture_test
