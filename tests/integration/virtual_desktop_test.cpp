// Who uses the virtual desktop's terminal gets no further than the desktop: typed into it through the real
// binary, by way of a viewer.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstddef>
#include <filesystem>

#include "tests/support/appliance_process.h"
#include "tests/support/catch.h"
#include "tests/support/process_status.h"
#include "tests/support/rfb_client.h"
#include "tests/support/viewer_client.h"

namespace gatehouse::virtual_desktop_test {

using test::ApplianceProcess;
using test::Json;
using test::text;
using test::ViewerClient;
using Words = std::vector<std::string>;

constexpr uid_t kNobody = 65534;
constexpr std::uint32_t kControl = 0xFFE3;  // keysym of the left one
const Words kOptions = {"--desktop.capture=virtual", "--desktop.size=1024x640"};
const Words kAsNobody = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};

Words joined(Words first, const Words& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// Why no cage can be made here; empty when it can.
std::string forbidden() {
  test::ChildProcess attempt(joined(::geteuid() == 0 ? kAsNobody : Words{"env"},
                                    {"bwrap", "--unshare-user", "--unshare-pid", "--ro-bind", "/", "/",
                                     "--proc", "/proc", "--dev", "/dev", "true"}));
  if (attempt.wait(test::kSoon) == 0) return "";
  return "skipped, since the kernel lets an ordinary user make no namespaces: " + attempt.output();
}

// Listens where X clients look first for the display :0, and never answers; or another X server does.
UniqueFd take_first_display() {
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  constexpr std::string_view kName("\0/tmp/.X11-unix/X0", 18);
  kName.copy(address.sun_path, kName.size());
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + kName.size());
  REQUIRE((::bind(fd.get(), reinterpret_cast<sockaddr*>(&address), length) == 0 || errno == EADDRINUSE));
  ::listen(fd.get(), 64);
  return fd;
}

std::string content(const std::string& path) {
  const auto read = read_file(path, 1 << 20);
  return read ? *read : "";
}

// Types lines into the terminal and gives it time to run them.
class Terminal {
 public:
  explicit Terminal(ApplianceProcess& appliance)
      : owner_(appliance.set_up()), viewer_(owner_, text(appliance.online_client(owner_)["id"])) {
    REQUIRE(viewer_.wait_open());
    rfb_ = std::make_unique<test::RfbClient>(viewer_.take_rfb());
    rfb_->handshake();
  }
  void set_home(std::string home) { home_ = std::move(home); }
  // Runs `line` until it has ended once; what it printed. The terminal may not be there yet, or need long.
  std::string run(const std::string& line) {
    for (int attempt = 0; attempt < 40; ++attempt) {
      rfb_->key(kControl, true);  // what an earlier attempt left of a line
      press('c');
      rfb_->key(kControl, false);
      for (const char c : "(" + line + ") > printed 2>&1; touch ended\r") press(c);
      if (ApplianceProcess::eventually([&] { return file_exists(home_ + "/ended"); },
                                       std::chrono::seconds(1 + attempt / 8)))
        break;
    }
    REQUIRE(std::filesystem::remove(home_ + "/ended"));
    return content(home_ + "/printed");
  }

 private:
  void press(char c) {
    if (c == 0) return;
    const std::uint32_t keysym = c == '\r' ? 0xFF0D : static_cast<std::uint32_t>(c);
    rfb_->key(keysym, true);
    rfb_->key(keysym, false);
  }

  test::HttpsClient owner_;
  ViewerClient viewer_;
  std::unique_ptr<test::RfbClient> rfb_;
  std::string home_;
};

void check_confined(ApplianceProcess& appliance, Terminal& terminal) {
  const std::string key = appliance.data() + "/keys/server.key";
  REQUIRE(content(key).find("PRIVATE KEY") != std::string::npos);
  CHECK(terminal.run("echo here; cat " + key).find("PRIVATE KEY") == std::string::npos);
  CHECK(terminal.run("echo here").find("here") != std::string::npos);
  const std::string listed = terminal.run("find " + appliance.data() + " -type f -readable");
  CHECK(listed.find(".key") == std::string::npos);
  CHECK(listed.find(".db") == std::string::npos);
  CHECK(terminal.run("touch " + appliance.data() + "/keys/planted; echo done").find("done") !=
        std::string::npos);
  CHECK_FALSE(file_exists(appliance.data() + "/keys/planted"));
}

TEST_CASE(
    "an ordinary user's virtual desktop reaches neither the data directory nor any process of the "
    "appliance",
    "[integration]") {
  if (const std::string reason = forbidden(); !reason.empty()) {
    WARN(reason);
    return;
  }
  const UniqueFd other_x_server = take_first_display();
  // As root: an ordinary user with what the systemd unit hands down.
  const Words before = joined(
      kAsNobody, {"--no-new-privs", "--inh-caps=+net_bind_service", "--ambient-caps=+net_bind_service"});
  const auto appliance = ::geteuid() == 0 ? std::make_unique<ApplianceProcess>(kOptions, before, kNobody)
                                          : std::make_unique<ApplianceProcess>(kOptions);
  const std::string directory = appliance->data() + "/agent/desktop";
  Terminal terminal(*appliance);
  terminal.set_home(directory + "/home");
  check_confined(*appliance, terminal);

  const std::string processes = terminal.run("ps -ef");
  CHECK(processes.find("xterm") != std::string::npos);
  CHECK(processes.find("desktop-worker") == std::string::npos);
  CHECK(processes.find("agent.server") == std::string::npos);
  CHECK(processes.find("serve") == std::string::npos);
  CHECK(terminal.run("grep -h CapEff /proc/self/status").find("0000000000000000") != std::string::npos);
  const auto workers = test::descendants(appliance->process().pid(), "desktop-worker");
  REQUIRE(workers.size() == 1);
  CHECK(terminal.run("kill -9 " + std::to_string(workers.front())).find("No such process") !=
        std::string::npos);

  // The appliance asks its agent to end twice, a console says so to all programs: it still clears up.
  const auto agents = test::descendants(appliance->process().pid(), "agent.server");
  REQUIRE(agents.size() == 1);
  appliance->process().signal(SIGTERM);
  CHECK(ApplianceProcess::eventually([&] {
    for (int i = 0; i < 10 && ::kill(agents.front(), SIGTERM) == 0; ++i) ::usleep(2000);
    return ::kill(agents.front(), 0) != 0;
  }));
  CHECK(appliance->process().wait(test::kSoon) == 0);
  CHECK_FALSE(file_exists(directory));
}

TEST_CASE("root's virtual desktop runs as an account of its own and leaves nothing behind", "[integration]") {
  if (::geteuid() != 0) {
    WARN("skipped: not root");
    return;
  }
  ApplianceProcess appliance(kOptions);
  Terminal terminal(appliance);
  struct stat info {};
  REQUIRE(::stat((appliance.data() + "/agent").c_str(), &info) == 0);
  const std::string directory =
      "/run/gatehouse-desktop-" + std::to_string(info.st_dev) + "-" + std::to_string(info.st_ino);
  terminal.set_home(directory + "/home");
  check_confined(appliance, terminal);
  for (const char* name : {"xterm", "openbox", "desktop-worker"}) {
    INFO(name);
    const auto programs = test::descendants(appliance.process().pid(), name);
    REQUIRE_FALSE(programs.empty());
    for (const pid_t program : programs) CHECK(test::status_of(program, "Uid").substr(0, 2) != "0\t");
  }
  CHECK(appliance.end(SIGTERM) == 0);
  CHECK_FALSE(file_exists(directory));
}

TEST_CASE("where nothing can confine a virtual desktop there is none", "[integration]") {
  if (std::string reason = forbidden(); !reason.empty() || ::geteuid() != 0) {
    WARN((reason.empty() ? "skipped: not root" : reason));
    return;
  }
  // A place where no further namespaces can be made.
  const Words before = joined(kAsNobody, {"bwrap", "--unshare-user", "--disable-userns", "--bind", "/", "/",
                                          "--dev", "/dev", "--die-with-parent"});
  ApplianceProcess appliance(kOptions, before, kNobody);
  auto owner = appliance.set_up();
  ViewerClient viewer(owner, text(appliance.online_client(owner)["id"]));
  CHECK(viewer.wait_closed() == wire::websocket_code(wire::CloseReason::display_lost));
  CHECK(appliance.process().output().find("user namespaces") != std::string::npos);
  CHECK(test::descendants(appliance.process().pid(), "xterm").empty());
}

}  // namespace gatehouse::virtual_desktop_test
