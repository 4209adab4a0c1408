// The question and the locked screen: the real window on a real X server, with real programs that lock it.
#include <unistd.h>
#include <xcb/xcb.h>

#include "appliance/agent/consent_desk.h"
#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"
#include "tests/support/fake_desktop.h"
#include "tests/support/run_until.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/x_server.h"

namespace gatehouse::locked_screen_test {

using agent::ConsentDesk;
using test::Child;

struct World : ConsentDesk::Needs {
  World() {
    displays.kind = desktop::DisplaySource::Kind::x11;
    displays.name = screen.name();
    ConsentDesk::Options options;
    options.known_accounts = directory.path() + "/known";
    const auto start = [](const window::Screen& its, window::WindowEvents events) {
      return window::WindowProcess::start(test::binary(), "nobody", its, std::move(events));
    };
    desk = std::make_unique<ConsentDesk>(loop, displays, start, *this, options);
    agent::Visitor visitor;
    visitor.call = 1;
    visitor.name = visitor.account = "Ada";
    visitor.offered = policy::Permissions::all();
    desk->ask(visitor, [this](agent::Admission::Verdict) { answered = true; });
  }
  void choose(std::uint64_t, policy::Permissions) override {}
  void end(std::uint64_t, wire::CloseReason) override {}
  void hold_input(bool) override {}
  void person_there(std::uint64_t, bool) override {}
  void say(std::uint64_t, const std::string&) override {}
  void give_controls(std::uint64_t) override {}
  bool will_show(const std::string&) override { return true; }

  bool is_shown() const {
    return screen.run({"xdotool", "search", "--onlyvisible", "--name", "^Remote session$"}) == 0;
  }
  bool shows(bool shown) {
    // The processes' own time is not the loop's: it goes on meanwhile.
    return test::run_until(loop, [&] { return is_shown() == shown; });
  }
  // Not at once, and not a little later.
  bool stays(bool shown) {
    if (!shows(shown)) return false;
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(2500);
    bool same = true;
    test::run_until(loop, [&] {
      same = same && is_shown() == shown;
      return !same || std::chrono::steady_clock::now() > until;
    });
    return same;
  }

  test::XServer screen{"800x600x24"};
  test::TemporaryDirectory directory;
  net::EventLoop loop;
  test::FakeDisplays displays;
  bool answered = false;
  std::unique_ptr<ConsentDesk> desk;
};

TEST_CASE("a question goes when the screen is locked, and comes back", "[integration][locked_screen]") {
  World world;
  REQUIRE(world.shows(true));
  {
    const Child locker({"i3lock", "-n"}, world.screen.environment());
    CHECK(world.shows(false));
    CHECK(world.stays(false));
  }
  CHECK(world.shows(true));
  for (const std::string status : {"LOCK", "BLANK"}) {
    INFO("xscreensaver says " << status);
    REQUIRE(world.screen.run({"xprop", "-root", "-f", "_SCREENSAVER_STATUS", "32a", "-set",
                              "_SCREENSAVER_STATUS", status}) == 0);
    CHECK(world.shows(status == "BLANK"));
  }
  CHECK_FALSE(world.answered);
}

TEST_CASE("no question comes onto a screen that is locked already", "[integration][locked_screen]") {
  World first;
  REQUIRE(first.shows(true));
  Child locker({"i3lock", "-n"}, first.screen.environment());
  REQUIRE(first.shows(false));
  agent::Visitor visitor;
  visitor.call = 2;
  visitor.offered = policy::Permissions::all();
  first.desk->ask(visitor, [](agent::Admission::Verdict) {});
  CHECK(first.stays(false));
  // Nor from a window that was started afterwards.
  first.desk->left(1);
  first.desk->left(2);
  test::settle(first.loop);
  visitor.call = 3;
  first.desk->ask(visitor, [](agent::Admission::Verdict) {});
  CHECK(first.stays(false));
  locker.end(SIGKILL);
  CHECK(first.shows(true));
}

// A program's window of that size, which no window manager manages.
struct Unmanaged {
  Unmanaged(xcb_connection_t* x, xcb_rectangle_t box) : id(xcb_generate_id(x)), connection(x) {
    const xcb_screen_t* screen = xcb_setup_roots_iterator(xcb_get_setup(x)).data;
    const std::uint32_t values[] = {1};
    xcb_create_window(x, XCB_COPY_FROM_PARENT, id, screen->root, box.x, box.y, box.width, box.height, 0,
                      XCB_WINDOW_CLASS_INPUT_OUTPUT, XCB_COPY_FROM_PARENT, XCB_CW_OVERRIDE_REDIRECT, values);
    xcb_map_window(x, id);
    xcb_flush(x);
  }
  ~Unmanaged() {
    xcb_destroy_window(connection, id);
    xcb_flush(connection);
  }
  void grab() const {
    free(xcb_grab_keyboard_reply(
        connection,
        xcb_grab_keyboard(connection, 1, id, XCB_CURRENT_TIME, XCB_GRAB_MODE_ASYNC, XCB_GRAB_MODE_ASYNC),
        nullptr));
  }
  const xcb_window_t id;
  xcb_connection_t* connection;
};

TEST_CASE("menus, games and desktops are no locks", "[integration][locked_screen]") {
  World world;
  REQUIRE(world.shows(true));
  const auto program = world.screen.connect();
  xcb_connection_t* x = program->get();
  SECTION("a menu that has the keyboard") {
    const Unmanaged menu(x, {100, 100, 200, 300});
    menu.grab();
    CHECK(world.stays(true));
  }
  SECTION("a window over everything that has not") {
    const Unmanaged cover(x, {0, 0, 800, 600});
    CHECK(world.stays(true));
  }
  SECTION("a full-screen program under a window manager, with the keyboard") {
    const Unmanaged frame(x, {0, 0, 800, 600});
    xcb_intern_atom_reply_t* atom = xcb_intern_atom_reply(x, xcb_intern_atom(x, 0, 8, "WM_STATE"), nullptr);
    const std::uint32_t state[] = {1, 0};
    xcb_change_property(x, XCB_PROP_MODE_REPLACE, frame.id, atom->atom, atom->atom, 32, 2, state);
    free(atom);
    frame.grab();
    CHECK(world.stays(true));
  }
  SECTION("but with both it is one") {
    const Unmanaged cover(x, {0, 0, 800, 600});
    cover.grab();
    CHECK(world.shows(false));
  }
}

}  // namespace gatehouse::locked_screen_test
