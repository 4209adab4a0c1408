// The icon in a real tray, and its menu: the real program on a real X server, and the socket of an agent.
#include <xcb/xcb.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "appliance/agent/local_server.h"
#include "appliance/base/files.h"
#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"
#include "tests/support/run_until.h"
#include "tests/support/x_server.h"
#include "tests/unit/agent/settings_world.h"

namespace gatehouse::tray_integration_test {

using test::Child;

struct Found {
  xcb_window_t window = XCB_NONE, parent = XCB_NONE;
  int x = 0, y = 0, width = 0, height = 0;  // of the screen
};

struct World {
  World() {
    put("xdg-open", "#!/bin/sh\nprintf '%s %s' $# \"$1\" > " + directory.path() + "/opened\n", 0755);
    put("tint2rc",
        "panel_items = S\npanel_size = 100% 32\npanel_position = bottom center horizontal\n"
        "background_color = #202428 100\npanel_background_id = 1\nsystray_icon_size = 24\n",
        0644);
    window_manager =
        std::make_unique<Child>(std::vector<std::string>{"openbox", "--sm-disable"}, environment());
    agent.now.online = true;
    server = std::make_unique<agent::LocalServer>(loop, agent,
                                                  agent::LocalOptions{.page = "127.0.0.1:0",
                                                                      .socket = socket(),
                                                                      .appliance = "box",
                                                                      .button = "",
                                                                      .desk = &desk,
                                                                      .directory = directory.path()});
    program = std::make_unique<Child>(command(), environment());
  }
  void put(const std::string& name, const std::string& text, unsigned mode) {
    REQUIRE(write_file_atomically(directory.path() + "/" + name, text, mode));
  }
  std::string socket() const { return directory.path() + "/socket"; }
  std::vector<std::string> command() const { return {test::binary(), "tray", "--agent.socket=" + socket()}; }
  std::vector<std::string> environment() const {
    auto all = screen.environment();
    all[0] = "PATH=" + directory.path() + ":/usr/bin:/bin";
    all.back() = "HOME=" + directory.path();  // tint2 makes what it misses there
    return all;
  }
  void start_tray() {
    tray = std::make_unique<Child>(std::vector<std::string>{"tint2", "-c", directory.path() + "/tint2rc"},
                                   environment());
  }
  bool soon(const std::function<bool()>& condition) { return test::run_until(loop, condition); }

  // The visible window of that class or name, wherever it is.
  Found find(const std::string& named, xcb_window_t under = XCB_NONE) {
    xcb_connection_t* x = connection->get();
    const xcb_window_t root = xcb_setup_roots_iterator(xcb_get_setup(x)).data->root;
    const xcb_window_t parent = under == XCB_NONE ? root : under;
    xcb_query_tree_reply_t* tree = xcb_query_tree_reply(x, xcb_query_tree(x, parent), nullptr);
    if (tree == nullptr) return {};
    const xcb_window_t* children = xcb_query_tree_children(tree);
    Found found;
    for (int i = 0; i < xcb_query_tree_children_length(tree) && found.window == XCB_NONE; ++i) {
      if (is_named(children[i], named)) {
        found = where(children[i], parent, root);
      } else {
        found = find(named, children[i]);
      }
    }
    free(tree);
    return found;
  }
  bool is_named(xcb_window_t window, const std::string& name) {
    xcb_connection_t* x = connection->get();
    for (const xcb_atom_t property : {XCB_ATOM_WM_CLASS, XCB_ATOM_WM_NAME}) {
      xcb_get_property_reply_t* reply = xcb_get_property_reply(
          x, xcb_get_property(x, 0, window, property, XCB_ATOM_STRING, 0, 64), nullptr);
      if (reply == nullptr) continue;
      const std::string text(static_cast<const char*>(xcb_get_property_value(reply)),
                             static_cast<std::size_t>(xcb_get_property_value_length(reply)));
      free(reply);
      if (text.substr(0, text.find('\0')) == name) return true;
    }
    return false;
  }
  Found where(xcb_window_t window, xcb_window_t parent, xcb_window_t root) {
    xcb_connection_t* x = connection->get();
    xcb_get_window_attributes_reply_t* its =
        xcb_get_window_attributes_reply(x, xcb_get_window_attributes(x, window), nullptr);
    xcb_get_geometry_reply_t* size = xcb_get_geometry_reply(x, xcb_get_geometry(x, window), nullptr);
    xcb_translate_coordinates_reply_t* place =
        xcb_translate_coordinates_reply(x, xcb_translate_coordinates(x, window, root, 0, 0), nullptr);
    Found found;
    if (its != nullptr && size != nullptr && place != nullptr && its->map_state == XCB_MAP_STATE_VIEWABLE &&
        parent != root)
      found = {window, parent, place->dst_x, place->dst_y, size->width, size->height};
    // The menu is nobody's child.
    if (found.window == XCB_NONE && its != nullptr && size != nullptr && its->override_redirect != 0 &&
        its->map_state == XCB_MAP_STATE_VIEWABLE && size->width > 100)
      found = {window, parent, place->dst_x, place->dst_y, size->width, size->height};
    free(its);
    free(size);
    free(place);
    return found;
  }
  bool shows(const std::string& name) {
    return soon([&] { return find(name).window != XCB_NONE; });
  }
  bool hides(const std::string& name) {
    return soon([&] { return find(name).window == XCB_NONE; });
  }

  void click(int x, int y, const char* button = "1") {
    REQUIRE(screen.run({"xdotool", "mousemove", std::to_string(x), std::to_string(y), "click", button}) == 0);
  }
  Found open_menu(const char* button = "1") {
    const Found icon = find("gatehouse-tray");
    REQUIRE(icon.window != XCB_NONE);
    click(icon.x + icon.width / 2, icon.y + icon.height / 2, button);
    REQUIRE(shows("Gatehouse menu"));
    test::run_until(loop, [until = std::chrono::steady_clock::now() + std::chrono::milliseconds(200)] {
      return std::chrono::steady_clock::now() > until;
    });
    return find("Gatehouse menu");
  }
  std::string clipboard() {
    std::string text;
    const std::string file = directory.path() + "/clipboard";
    // The program may be waiting for its agent, which is this thread.
    std::atomic<bool> read = false;
    std::thread reader([&] {
      static_cast<void>(screen.run({"sh", "-c", "timeout 5 xclip -selection clipboard -o > " + file}));
      read = true;
    });
    soon([&] { return read.load(); });
    reader.join();
    std::getline(std::ifstream(file), text);
    return text;
  }
  std::string opened() {
    const std::string file = directory.path() + "/opened";
    soon([&] { return file_exists(file) && !read_file(file, 1000)->empty(); });
    const auto text = read_file(file, 1000);
    ::unlink(file.c_str());
    return text ? *text : "";
  }
  // Is the mark of a session on the icon?
  bool is_marked() {
    const Found icon = find("gatehouse-tray");
    if (icon.window == XCB_NONE) return false;
    xcb_connection_t* x = connection->get();
    const xcb_window_t root = xcb_setup_roots_iterator(xcb_get_setup(x)).data->root;
    xcb_get_image_reply_t* image =
        xcb_get_image_reply(x,
                            xcb_get_image(x, XCB_IMAGE_FORMAT_Z_PIXMAP, root,
                                          static_cast<std::int16_t>(icon.x + icon.width * 3 / 4),
                                          static_cast<std::int16_t>(icon.y + icon.height * 3 / 4), 1, 1, ~0U),
                            nullptr);
    if (image == nullptr) return false;
    const std::uint8_t* data = xcb_get_image_data(image);
    const bool red = data[2] > 180 && data[0] < 90;
    free(image);
    return red;
  }

  test::TemporaryDirectory directory;
  test::XServer screen{"1024x800x24"};
  std::shared_ptr<hw::X11Connection> connection = screen.connect();
  net::EventLoop loop;
  local_settings_test::FakeAgent agent;
  local_settings_test::FakeDesk desk;
  std::unique_ptr<agent::LocalServer> server;
  std::unique_ptr<Child> window_manager, tray, program;
};

constexpr int kAddress = 21, kAlias = 53, kStart = 127, kSettings = 159;  // the middle of the menu's rows

TEST_CASE("the icon is in the tray, and its menu copies and leads", "[integration][tray]") {
  World world;
  CHECK(world.find("gatehouse-tray").window == XCB_NONE);  // there is no tray yet
  world.start_tray();
  REQUIRE(world.shows("gatehouse-tray"));
  const Found icon = world.find("gatehouse-tray");
  CHECK(icon.width == icon.height);
  CHECK(icon.y > 760);

  Found menu = world.open_menu();
  world.click(menu.x + 40, menu.y + kAddress);
  CHECK(world.hides("Gatehouse menu"));
  CHECK(world.clipboard() == "123456789");
  menu = world.open_menu("3");
  world.click(menu.x + 40, menu.y + kAlias);
  CHECK(world.hides("Gatehouse menu"));
  CHECK(world.clipboard() == "desk@ad");

  const std::string page = "http://" + world.server->page() + "/";
  menu = world.open_menu();
  world.click(menu.x + 40, menu.y + kStart);
  CHECK(world.opened() == "1 " + page);
  menu = world.open_menu();
  world.click(menu.x + 40, menu.y + kSettings);
  CHECK(world.opened() == "1 " + page + "settings");
  CHECK(world.hides("Gatehouse menu"));

  // By the keyboard, and not at all.
  world.open_menu();
  REQUIRE(world.screen.run({"xdotool", "key", "--delay", "40", "Down", "Down", "Down", "Return"}) == 0);
  CHECK(world.opened() == "1 " + page);
  world.open_menu();
  REQUIRE(world.screen.run({"xdotool", "key", "Escape"}) == 0);
  CHECK(world.hides("Gatehouse menu"));
  world.open_menu();
  world.click(700, 100);
  CHECK(world.hides("Gatehouse menu"));
}

TEST_CASE("the icon says that somebody is connected, and comes back with its tray", "[integration][tray]") {
  World world;
  world.start_tray();
  REQUIRE(world.shows("gatehouse-tray"));
  CHECK_FALSE(world.is_marked());
  world.agent.now.open = 1;
  CHECK(world.soon([&] { return world.is_marked(); }));
  for (const int signal : {SIGTERM, SIGKILL}) {
    world.tray->end(signal);
    CHECK(world.hides("gatehouse-tray"));
    world.start_tray();
    CHECK(world.shows("gatehouse-tray"));
    CHECK(world.soon([&] { return world.is_marked(); }));
  }
  world.agent.now.open = 0;
  CHECK(world.soon([&] { return !world.is_marked(); }));
  // Without an agent there is a menu all the same.
  world.server.reset();
  world.open_menu();
}

TEST_CASE("a second one, and one without an X server, end quietly", "[integration][tray]") {
  World world;
  world.start_tray();
  REQUIRE(world.shows("gatehouse-tray"));
  Child second(world.command(), world.environment());
  CHECK(second.wait() == 0);
  Child without(world.command(), {"PATH=/usr/bin:/bin"});
  CHECK(without.wait() == 0);
  Child nowhere(world.command(), {"PATH=/usr/bin:/bin", "DISPLAY=:60999"});
  CHECK(nowhere.wait() == 0);
  world.screen.kill();
  CHECK(world.program->wait() == 0);
}

}  // namespace gatehouse::tray_integration_test
