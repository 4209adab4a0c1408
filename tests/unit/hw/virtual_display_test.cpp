#include "hw/capture/virtual_display.h"

#include <sys/stat.h>

#include <fstream>
#include <set>

#include "appliance/base/files.h"
#include "hw/capture/confinement.h"
#include "hw/x11/connection.h"
#include "tests/support/catch.h"
#include "tests/support/process_status.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/x_server.h"

namespace gatehouse::hw::virtual_display_test {

struct Process {
  int pid = 0;
  std::string name;
  unsigned uid = 0;
};

// Programs whose home is under `directory`, this process's children and theirs.
std::vector<Process> processes_of(const std::string& directory) {
  std::vector<Process> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string pid = entry.path().filename();
    if (pid.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream environment(entry.path() / "environ"), name(entry.path() / "comm");
    const std::string variables((std::istreambuf_iterator<char>(environment)), {});
    struct stat info {};
    if (variables.find("HOME=" + directory) == std::string::npos || ::stat(entry.path().c_str(), &info) != 0)
      continue;
    Process process{std::stoi(pid), "", info.st_uid};
    std::getline(name, process.name);
    found.push_back(process);
  }
  return found;
}

int pid_of(const std::string& directory, const std::string& name) {
  for (const Process& process : processes_of(directory))
    if (process.name == name) return process.pid;
  return 0;
}

// Its frame and letters bring colours of their own to the background.
bool shows_terminal(const Frame& frame) {
  std::set<std::uint8_t> reds;
  for (int y = 0; y < frame.height; ++y)
    for (int x = 0; x < frame.width; ++x)
      reds.insert(
          frame.pixels[static_cast<std::size_t>(y) * frame.stride + static_cast<std::size_t>(x) * 4 + 2]);
  return reds.size() > 8;
}

class Place {
 public:
  Place() { ::chmod(directory_.path().c_str(), 0755); }
  std::string path() const { return directory_.path() + "/desktop"; }
  VirtualDisplayOptions options() const {
    return {.width = 900, .height = 700, .user = "", .hidden = {}, .directory = path()};
  }

 private:
  test::TemporaryDirectory directory_;
};

TEST_CASE("a virtual display that is not wanted any more gives up and leaves nothing behind", "[hw][x11]") {
  const Place place;
  VirtualDisplayOptions options = place.options();
  std::stop_source source;
  options.stop = source.get_token();
  source.request_stop();
  const auto display = VirtualDisplay::start(options);
  REQUIRE_FALSE(display);
  CHECK(display.error().message.find("not needed") != std::string::npos);
  CHECK(processes_of(place.path()).empty());
  CHECK_FALSE(std::filesystem::exists(place.path()));
}

TEST_CASE("a virtual display starts, can be captured and resized, and leaves nothing behind", "[hw][x11]") {
  const Place place;
  {
    Result<std::unique_ptr<VirtualDisplay>> display = VirtualDisplay::start(place.options());
    INFO((display ? "" : display.error().message));
    REQUIRE(display);
    Result<X11Socket> socket = (*display)->connect();
    REQUIRE(socket);
    CHECK(socket->auth_name == "MIT-MAGIC-COOKIE-1");
    Result<Display> screen = open_x11(std::move(socket->socket), socket->auth_name, socket->auth_data, true);
    REQUIRE(screen);
    REQUIRE(screen->capture->poll());
    CHECK((screen->capture->frame().width == 900 && screen->capture->frame().height == 700));
    CHECK(screen->capture->name() == "X11 (MIT-SHM, DAMAGE)");
    CHECK(test::eventually([&] {
      REQUIRE(screen->capture->poll());
      REQUIRE(screen->capture->grab());
      return shows_terminal(screen->capture->frame());
    }));
    for (const auto& [width, height] : {std::pair(1921, 1083), std::pair(640, 480), std::pair(3840, 2160)}) {
      REQUIRE(screen->capture->resize(width, height));
      REQUIRE(test::eventually([&] { return screen->capture->poll()->resized; }));
      CHECK((screen->capture->frame().width == width && screen->capture->frame().height == height));
      CHECK_FALSE(screen->capture->grab()->empty());
    }
    CHECK(test::eventually([&] { return (*display)->check() && pid_of(place.path(), "openbox") != 0; }));
    CHECK(test::eventually([&] { return pid_of(place.path(), "xterm") != 0; }));
    const Result<Confinement> confinement = Confinement::find("", {});
    REQUIRE(confinement);
    for (const Process& process : processes_of(place.path())) {
      CHECK(process.uid == confinement->account().uid);
      CHECK(process.uid != 0);
      CHECK(test::status_of(process.pid, "NoNewPrivs") == "1");
    }
  }
  CHECK_FALSE(file_exists(place.path()));
  CHECK(test::eventually([&] { return processes_of(place.path()).empty(); }));
}

TEST_CASE("what a killed virtual display left behind is cleared away", "[hw][x11]") {
  const Place place;
  const std::string old = place.path() + "/home/old";
  std::filesystem::create_directories(place.path() + "/home");
  std::ofstream(old) << "of the desktop before";
  const test::TemporaryDirectory elsewhere;
  std::ofstream(elsewhere.path() + "/kept") << "not ours";
  std::filesystem::create_directory_symlink(elsewhere.path(), place.path() + "/home/link");
  Result<std::unique_ptr<VirtualDisplay>> display = VirtualDisplay::start(place.options());
  REQUIRE(display);
  CHECK_FALSE(file_exists(old));
  display = Error{"ended"};
  CHECK_FALSE(file_exists(place.path()));
  CHECK(file_exists(elsewhere.path() + "/kept"));
}

TEST_CASE("without the dummy driver Xvfb serves, at the size asked for", "[hw][x11]") {
  const Place place;
  VirtualDisplayOptions options = place.options();
  options.prefer_xvfb = true;
  Result<std::unique_ptr<VirtualDisplay>> display = VirtualDisplay::start(options);
  INFO((display ? "" : display.error().message));
  REQUIRE(display);
  CHECK(pid_of(place.path(), "Xvfb") != 0);
  Result<X11Socket> socket = (*display)->connect();
  REQUIRE(socket);
  Result<Display> screen = open_x11(std::move(socket->socket), socket->auth_name, socket->auth_data, true);
  REQUIRE(screen);
  REQUIRE(screen->capture->poll());
  CHECK((screen->capture->frame().width == 900 && screen->capture->frame().height == 700));
  for (const auto& [width, height] : {std::pair(1921, 1083), std::pair(640, 480)}) {
    REQUIRE(screen->capture->resize(width, height));
    REQUIRE(test::eventually([&] { return screen->capture->poll()->resized; }));
    CHECK((screen->capture->frame().width == width && screen->capture->frame().height == height));
  }
}

TEST_CASE("keys are repeated by viewers and not by the server as well", "[hw][x11]") {
  const Place place;
  VirtualDisplayOptions options = place.options();
  options.prefer_xvfb = GENERATE(false, true);
  Result<std::unique_ptr<VirtualDisplay>> display = VirtualDisplay::start(options);
  REQUIRE(display);
  Result<X11Socket> socket = (*display)->connect();
  REQUIRE(socket);
  const auto connection =
      X11Connection::open(std::move(socket->socket), socket->auth_name, socket->auth_data);
  REQUIRE(connection);
  xcb_connection_t* xcb = (*connection)->get();
  const auto control = reply(xcb_get_keyboard_control_reply(xcb, xcb_get_keyboard_control(xcb), nullptr));
  REQUIRE(control);
  CHECK(control->global_auto_repeat == XCB_AUTO_REPEAT_MODE_OFF);
}

TEST_CASE("nobody gets in without the cookie, which only its owner can read", "[hw][x11]") {
  const Place place;
  Result<std::unique_ptr<VirtualDisplay>> display = VirtualDisplay::start(place.options());
  REQUIRE(display);
  struct stat info {};
  REQUIRE(::stat((place.path() + "/Xauthority").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  Result<X11Socket> socket = (*display)->connect();
  REQUIRE(socket);
  const Result<Display> screen =
      open_x11(std::move(socket->socket), socket->auth_name, std::string(16, 'x'), true);
  REQUIRE_FALSE(screen);
  CHECK(screen.error().message.find("cookie") != std::string::npos);
}

TEST_CASE("a terminal that is closed comes back, a server that dies is reported", "[hw][x11]") {
  const Place place;
  Result<std::unique_ptr<VirtualDisplay>> display = VirtualDisplay::start(place.options());
  REQUIRE(display);
  int terminal = 0;
  REQUIRE(test::eventually([&] { return (terminal = pid_of(place.path(), "xterm")) != 0; }));
  ::kill(terminal, SIGTERM);
  CHECK(test::eventually([&] {
    (*display)->check();
    const int now = pid_of(place.path(), "xterm");
    return now != 0 && now != terminal;
  }));
  const int xorg = pid_of(place.path(), "Xorg"), server = xorg != 0 ? xorg : pid_of(place.path(), "Xvfb");
  REQUIRE(server != 0);
  ::kill(server, SIGKILL);
  CHECK(test::eventually([&] { return !(*display)->check(); }));
  CHECK_FALSE((*display)->connect());
}

TEST_CASE("who watches the root window's properties, as a window manager does, is woken by every look",
          "[hw][x11]") {
  const Place place;
  Result<std::unique_ptr<VirtualDisplay>> display = VirtualDisplay::start(place.options());
  REQUIRE(display);
  Result<X11Socket> socket = (*display)->connect();
  REQUIRE(socket);
  const auto watcher = X11Connection::open(std::move(socket->socket), socket->auth_name, socket->auth_data);
  REQUIRE(watcher);
  const xcb_atom_t awake = (*watcher)->atom("_GATEHOUSE_AWAKE");
  int woken = 0;
  (*watcher)->on_event([&](const xcb_generic_event_t& event) {
    if ((event.response_type & 0x7f) != XCB_PROPERTY_NOTIFY) return;
    woken += reinterpret_cast<const xcb_property_notify_event_t&>(event).atom == awake ? 1 : 0;
  });
  const std::uint32_t events = XCB_EVENT_MASK_PROPERTY_CHANGE;
  xcb_change_window_attributes((*watcher)->get(), (*watcher)->root(), XCB_CW_EVENT_MASK, &events);
  (*watcher)->atom("");  // the server has heard that
  CHECK((*watcher)->alive());
  for (int looks = 1; looks <= 3; ++looks) {
    CHECK((*display)->check());
    CHECK(test::eventually([&] {
      (*watcher)->dispatch();
      return woken == looks;
    }));
  }
}

TEST_CASE("what a virtual display can't do without is said", "[hw][x11]") {
  const Place place;
  VirtualDisplayOptions options = place.options();
  options.user = "no-such-user";
  CHECK(VirtualDisplay::start(options).error().message.find("no-such-user") != std::string::npos);
  if (::geteuid() == 0) {
    options.user = "root";
    CHECK(VirtualDisplay::start(options).error().message.find("must not run as root") != std::string::npos);
    options = place.options();
    const test::TemporaryDirectory theirs;
    REQUIRE(::chown(theirs.path().c_str(), 65534, 65534) == 0);
    options.user = "nobody";
    options.hidden = {theirs.path()};
    CHECK(VirtualDisplay::start(options).error().message.find("belongs") != std::string::npos);
    const test::TemporaryDirectory closed;  // 0700, root's
    options = {
        .width = 900, .height = 700, .user = "", .hidden = {}, .directory = closed.path() + "/desktop"};
    CHECK(VirtualDisplay::start(options).error().message.find("may not enter") != std::string::npos);
  }
}

}  // namespace gatehouse::hw::virtual_display_test
