#include "hw/capture/virtual_server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string_view>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::hw {
namespace {

constexpr auto kPatience = std::chrono::seconds(5);

// The server itself: /usr/bin/Xorg may be a wrapper that takes no configuration from users.
constexpr const char* kXorg = "/usr/lib/xorg/Xorg";
constexpr const char* kDummyDriver = "/usr/lib/xorg/modules/drivers/dummy_drv.so";
constexpr const char* kXvfb = "/usr/bin/Xvfb";

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

Result<std::vector<std::string>> command(const std::string& directory) {
  if (file_exists(kXorg) && file_exists(kDummyDriver)) {
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

// The number that the server writes to its -displayfd when it is ready.
Result<std::string> wait_for_number(int fd, const std::string& log) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  std::string text;
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd wait{fd, POLLIN, 0};
    const int ready = left.count() > 0 ? ::poll(&wait, 1, static_cast<int>(left.count())) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return Error{"the X server of the virtual desktop does not get ready; see " + log};
    char buffer[16];
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got <= 0) return Error{"the X server of the virtual desktop ended while starting; see " + log};
    text.append(buffer, static_cast<std::size_t>(got));
    if (text.find('\n') == std::string::npos) continue;
    const auto number = parse_integer(trimmed(text), 0, 65535);
    if (!number) return Error{"the X server of the virtual desktop names no display"};
    return std::to_string(*number);
  }
}

}  // namespace

Result<void> virtual_server_installed() {
  if ((file_exists(kXorg) && file_exists(kDummyDriver)) || file_exists(kXvfb)) return {};
  return Error{
      "no X server for a virtual desktop: install the packages xserver-xorg-core and "
      "xserver-xorg-video-dummy"};
}

Result<VirtualServer> start_virtual_server(const std::string& directory, const std::string& home,
                                           const RunAs& who) {
  Result<std::vector<std::string>> words = command(directory);
  if (!words) return words.error();
  // A server that is not root could make it, but not as everybody expects it: owned by root.
  if (who.change && ::mkdir("/tmp/.X11-unix", 01777) == 0) ::chmod("/tmp/.X11-unix", 01777);

  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return errno_error("cannot make a pipe");
  const UniqueFd ready(ends[0]);
  UniqueFd tell(ends[1]);
  const std::string log = directory + "/x-server.log";
  const UniqueFd output(::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!output) return errno_error("cannot write " + log);

  ChildOptions child;
  child.words = std::move(*words);
  for (const char* word : {"-nolisten", "tcp", "-noreset", "-s", "0", "-dpms", "-br", "-auth"})
    child.words.push_back(word);
  child.words.push_back(directory + "/Xauthority");
  child.words.push_back("-displayfd");
  child.words.push_back(std::to_string(tell.get()));
  child.environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + home, "LANG=C.UTF-8"};
  child.directory = home;
  child.keep_fd = tell.get();
  child.output_fd = output.get();

  VirtualServer server;
  Result<std::unique_ptr<ChildProcess>> process = ChildProcess::start(child, who);
  if (!process) return process.error();
  server.process = std::move(*process);
  tell.reset();
  const Result<std::string> number = wait_for_number(ready.get(), log);
  if (!number) return number.error();
  server.name = ":" + *number;
  return server;
}

}  // namespace gatehouse::hw
