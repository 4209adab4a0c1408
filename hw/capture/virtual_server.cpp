#include "hw/capture/virtual_server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string_view>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/base/unique_fd.h"
#include "hw/x11/connect.h"

namespace gatehouse::hw {
namespace {

// The first one after a small machine has started reads everything from a slow card.
constexpr auto kPatience = std::chrono::seconds(20);
constexpr std::chrono::milliseconds kGlance{100};  // between two looks whether it is still wanted

// The server itself: /usr/bin/Xorg may be a wrapper that takes no configuration from users.
constexpr const char* kXorg = "/usr/lib/xorg/Xorg";
constexpr const char* kDummyDriver = "/usr/lib/xorg/modules/drivers/dummy_drv.so";
constexpr const char* kXvfb = "/usr/bin/Xvfb";
constexpr const char* kUsualSockets = "/tmp/.X11-unix";
constexpr std::size_t kLogCap = 1024 * 1024;

// Nothing of the machine's own hardware is touched: no devices, no graphics cards, no console. The wide
// ranges let every mode pass.
constexpr std::string_view kXorgConfiguration = R"(Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
  Option "AutoAddGPU" "false"
  Option "AutoBindGPU" "false"
  Option "DontVTSwitch" "true"
  Option "BlankTime" "0"
  Option "StandbyTime" "0"
  Option "SuspendTime" "0"
  Option "OffTime" "0"
EndSection
Section "Device"
  Identifier "device"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 1-1000
  VertRefresh 1-200
EndSection
Section "Screen"
  Identifier "screen"
  Device "device"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 1280 800
  EndSubSection
EndSection
)";

bool xorg_installed() {
  return file_exists(kXorg) && file_exists(kDummyDriver);
}

Result<std::vector<std::string>> command(const std::string& directory, bool prefer_xvfb) {
  if (xorg_installed() && !(prefer_xvfb && file_exists(kXvfb))) {
    const std::string configuration = directory + "/xorg.conf", no_more = directory + "/xorg.conf.d";
    if (Result<void> written = write_file_atomically(configuration, kXorgConfiguration, 0644); !written)
      return written.error();
    if (Result<void> made = make_directory(no_more, 0755); !made) return made.error();
    return std::vector<std::string>{kXorg,      "-config",   configuration, "-configdir", no_more,
                                    "-logfile", "/dev/null", "-novtswitch", "-sharevts"};
  }
  // Xvfb can't become larger than it was at the start.
  if (file_exists(kXvfb)) return std::vector<std::string>{kXvfb, "-screen", "0", "3840x2160x24"};
  return virtual_server_installed().error();
}

// The last thing it complained about, for people.
std::string complaint(const std::string& log) {
  const Result<std::string> text = read_file(log, kLogCap);
  std::string last;
  if (text) {
    for (const std::string& line : split(*text, '\n')) {
      const std::string words(trimmed(line));
      if (words.size() > std::string_view("(EE)").size() && (words.starts_with("(EE)") || last.empty()))
        last = words;
    }
  }
  return last.empty() ? "" : ": " + last.substr(0, 200);
}

// The number that the server writes to its -displayfd when it is ready.
Result<std::string> wait_for_number(int fd, const std::string& log, const std::stop_token& stop) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  std::string text;
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd wait{fd, POLLIN, 0};
    if (stop.stop_requested()) return Error{"the X server of the virtual desktop is not needed any more"};
    const int ready =
        left.count() > 0 ? ::poll(&wait, 1, static_cast<int>(std::min(left, kGlance).count())) : 0;
    if ((ready < 0 && errno == EINTR) || (ready == 0 && left > kGlance)) continue;
    if (ready <= 0) return Error{"the X server of the virtual desktop does not get ready" + complaint(log)};
    char buffer[16];
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got <= 0) return Error{"the X server of the virtual desktop ended while starting" + complaint(log)};
    text.append(buffer, static_cast<std::size_t>(got));
    if (text.find('\n') == std::string::npos) continue;
    const auto number = parse_integer(trimmed(text), 0, 65535);
    if (!number) return Error{"the X server of the virtual desktop names no display"};
    return std::to_string(*number);
  }
}

}  // namespace

Result<void> virtual_server_installed() {
  if (xorg_installed() || file_exists(kXvfb)) return {};
  return Error{
      "no X server for a virtual desktop: install the packages xserver-xorg-core and "
      "xserver-xorg-video-dummy"};
}

Result<VirtualServer> start_virtual_server(const std::string& directory, const Confinement& confinement,
                                           bool prefer_xvfb, const std::stop_token& stop) {
  Result<std::vector<std::string>> words = command(directory, prefer_xvfb);
  if (!words) return words.error();
  VirtualServer server;
  if (confinement.caged()) {
    server.sockets = directory + "/sockets";
    // Only by its file: an abstract socket would be there for every program of the machine. That namespace is not
    // caged, so another X server of the same number would have the desktop's programs.
    words->insert(words->end(), {":" + std::to_string(free_display_number()), "-nolisten", "local"});
  } else {
    server.sockets = kUsualSockets;
    // A server that is not root could make it, but not as everybody expects it: owned by root.
    if (::mkdir(kUsualSockets, 01777) == 0) ::chmod(kUsualSockets, 01777);
  }

  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return errno_error("cannot make a pipe");
  const UniqueFd ready(ends[0]);
  UniqueFd tell(ends[1]);
  const std::string log = directory + "/x-server.log";
  const UniqueFd output(::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!output) return errno_error("cannot write " + log);

  // "-r": viewers repeat held keys themselves; a release that is late on its way must not repeat them here.
  for (const char* word : {"-nolisten", "tcp", "-noreset", "-r", "-s", "0", "-dpms", "-br", "-auth"})
    words->emplace_back(word);
  words->push_back(directory + "/Xauthority");
  words->insert(words->end(), {"-displayfd", std::to_string(kPassedFd)});
  SpawnOptions child = confinement.confined(
      directory, *words,
      {"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + directory + "/home", "LANG=C.UTF-8"});
  child.output = child.error = output.get();
  child.passed = tell.get();

  Result<std::unique_ptr<ChildProcess>> process = ChildProcess::start(child);
  if (!process) return process.error();
  server.process = std::move(*process);
  tell.reset();
  const Result<std::string> number = wait_for_number(ready.get(), log, stop);
  if (!number) return number.error();
  server.name = ":" + *number;
  return server;
}

}  // namespace gatehouse::hw
