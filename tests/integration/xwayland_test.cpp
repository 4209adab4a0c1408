// The question on a Wayland desktop: a real sway without a monitor, its Xwayland, and the real window on it, all of them an ordinary
// account's.
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "appliance/agent/consent_desk.h"
#include "appliance/base/files.h"
#include "appliance/base/spawn.h"
#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"
#include "tests/support/fake_desktop.h"
#include "tests/support/needs.h"
#include "tests/support/run_until.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/x_server.h"

namespace gatehouse::xwayland_test {

using agent::ConsentDesk;
using test::Child;

constexpr const char* kConfig = R"(
output HEADLESS-1 resolution 1280x800 bg #336699 solid_color
xwayland force
exec echo $DISPLAY > $HOME/display
)";

bool is_installed() {
  for (const char* program : {"sway", "Xwayland", "grim", "xdotool"})
    if (!file_exists(std::string("/usr/bin/") + program)) return false;
  return true;
}

struct World : ConsentDesk::Needs {
  World() {
    REQUIRE(write_file_atomically(home() + "/config", kConfig, 0644));
    REQUIRE(::mkdir((home() + "/run").c_str(), 0700) == 0);
    if (::geteuid() == 0) {
      const auto nobody = find_account(std::string("nobody"));
      REQUIRE(nobody);
      for (const std::string& path : {home(), home() + "/run"})
        REQUIRE(::chown(path.c_str(), nobody->uid, nobody->gid) == 0);
    }
    sway = std::make_unique<Child>(as_person({"sway", "-c", home() + "/config"}), environment());
    const std::string told = home() + "/display";
    REQUIRE(test::eventually([&] {
      std::getline(std::ifstream(told), display);
      return !display.empty();
    }));
    displays.kind = desktop::DisplaySource::Kind::x11;
    displays.name = display;
    ConsentDesk::Options options;
    options.known_accounts = directory.path() + "/known";
    const auto start = [](const window::Screen& its, window::WindowEvents events) {
      return window::WindowProcess::start(test::binary(), "nobody", its, std::move(events));
    };
    desk = std::make_unique<ConsentDesk>(loop, displays, start, *this, options);
  }
  void choose(std::uint64_t, policy::Permissions) override {}
  void end(std::uint64_t, wire::CloseReason) override {}
  void hold_input(bool) override {}
  void person_there(std::uint64_t, bool) override {}
  void say(std::uint64_t, const std::string&) override {}
  void give_controls(std::uint64_t) override {}
  bool will_show(const std::string&) override { return true; }

  const std::string& home() const { return directory.path(); }
  // This account's, when it is not root.
  static std::vector<std::string> as_person(std::vector<std::string> words) {
    if (::geteuid() == 0)
      words.insert(words.begin(), {"setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"});
    return words;
  }
  std::vector<std::string> environment() const {
    return {"PATH=/usr/bin:/bin:/usr/sbin:/sbin",
            "HOME=" + home(),
            "XDG_RUNTIME_DIR=" + home() + "/run",
            "WAYLAND_DISPLAY=wayland-1",
            "DISPLAY=" + display,
            "WLR_BACKENDS=headless",
            "WLR_RENDERER=pixman",
            "WLR_LIBINPUT_NO_DEVICES=1",
            "LANG=C.UTF-8"};
  }
  int run(const std::vector<std::string>& words) const {
    return Child(as_person(words), environment()).wait();
  }
  // How many pixels of the picture that the compositor shows are of this color.
  int pixels_of(std::uint32_t color) {
    const std::string file = home() + "/run/picture.ppm";
    if (run({"grim", "-t", "ppm", file}) != 0) return -1;
    std::ifstream in(file, std::ios::binary);
    std::string kind;
    int width = 0, height = 0, most = 0, found = 0;
    in >> kind >> width >> height >> most;
    in.get();
    std::string row(static_cast<std::size_t>(width) * 3, '\0');
    for (int y = 0; y < height && in.read(row.data(), static_cast<std::streamsize>(row.size())); ++y)
      for (std::size_t x = 0; x < row.size(); x += 3)
        found += static_cast<std::uint8_t>(row[x]) == (color >> 16 & 255) &&
                 static_cast<std::uint8_t>(row[x + 1]) == (color >> 8 & 255) &&
                 static_cast<std::uint8_t>(row[x + 2]) == (color & 255);
    return found;
  }

  test::TemporaryDirectory directory;
  std::string display;
  net::EventLoop loop;
  test::FakeDisplays displays;
  std::unique_ptr<Child> sway;
  std::unique_ptr<ConsentDesk> desk;
};

TEST_CASE("the person is asked on a Wayland desktop, by its Xwayland", "[integration][xwayland]") {
  if (!test::needs(is_installed(), "sway, xwayland, grim and xdotool (scripts/packages)")) return;
  World world;
  agent::Visitor visitor;
  visitor.call = 1;
  visitor.name = "Ada King";
  visitor.account = "ada@example.org";
  visitor.reason = "The printer does not print";
  visitor.offered = policy::Permissions::all();
  std::optional<agent::Admission::Verdict> verdict;
  world.desk->ask(visitor, [&](agent::Admission::Verdict said) { verdict = std::move(said); });
  // Its button turns green when it is armed.
  constexpr std::uint32_t kAccept = 0x1b7f4b;
  REQUIRE(test::run_until(world.loop, [&] { return world.pixels_of(kAccept) > 500; }));
  if (const char* pictures = std::getenv("PICTURES"))
    REQUIRE(world.run({"grim", std::string(pictures) + "/consent-xwayland.png"}) == 0);
  CHECK_FALSE(verdict);
  REQUIRE(world.run({"sh", "-c",
                     "id=$(xdotool search --onlyvisible --name '^Remote session$') && "
                     "eval $(xdotool getwindowgeometry --shell $id) && "
                     "xdotool mousemove $((X + WIDTH - 84)) $((Y + HEIGHT - 42)) sleep 0.2 click 1"}) == 0);
  CHECK(test::run_until(world.loop, [&] { return verdict.has_value(); }));
  REQUIRE(verdict);
  CHECK(std::holds_alternative<agent::Grant>(*verdict));
  // The bar is there now, and the question is not.
  CHECK(test::run_until(world.loop,
                        [&] { return world.pixels_of(kAccept) == 0 && world.pixels_of(0xc02b2b) > 500; }));
  if (const char* pictures = std::getenv("PICTURES"))
    REQUIRE(world.run({"grim", std::string(pictures) + "/bar-xwayland.png"}) == 0);
}

}  // namespace gatehouse::xwayland_test
