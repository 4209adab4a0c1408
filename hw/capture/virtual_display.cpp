#include "hw/capture/virtual_display.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <vector>

#include "appliance/base/clock.h"
#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/base/secret.h"
#include "hw/capture/virtual_server.h"
#include "hw/capture/x11_resize.h"
#include "hw/x11/connection.h"
#include "hw/x11/xauthority.h"

namespace gatehouse::hw {
namespace {

constexpr std::uint32_t kBackground = 0x2F4858;
constexpr auto kHealthyAfter =
    std::chrono::seconds(5);      // a program that lived so long is started again at once
constexpr int kLongestWait = 32;  // seconds between attempts
constexpr auto kWindowManagerPatience = std::chrono::seconds(5);

Result<std::string> find_program(const std::string& name, const std::string& package) {
  for (const char* directory : {"/usr/bin/", "/usr/local/bin/", "/bin/"})
    if (::access((directory + name).c_str(), X_OK) == 0) return directory + name;
  return Error{"the virtual desktop needs " + name + ": install the package " + package};
}

// Whether `who` gets through every directory on the way.
Result<void> check_reachable(const std::string& path, const RunAs& who) {
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    struct stat info {};
    if (::stat(part.c_str(), &info) != 0) return errno_error("cannot look at " + part);
    const unsigned bit = info.st_uid == who.uid ? S_IXUSR : info.st_gid == who.gid ? S_IXGRP : S_IXOTH;
    if ((info.st_mode & bit) == 0)
      return Error{"the user " + who.name + " may not enter " + part +
                   ", which the virtual desktop needs; choose another directory"};
    if (end == std::string::npos) return {};
  }
}

// A directory or file of ours that `who` is to own. Its parent is ours, so nobody can put something else in
// its place.
Result<void> give(const std::string& path, const RunAs& who) {
  if (who.change && ::lchown(path.c_str(), who.uid, who.gid) != 0)
    return errno_error("cannot give away " + path);
  return {};
}

// A program that belongs to the desktop and comes back when it ends.
class SessionProgram {
 public:
  SessionProgram(std::vector<std::string> words, const std::vector<std::string>& environment,
                 const std::string& home)
      : options_{std::move(words), environment, home, -1, -1} {}

  void keep_running(const RunAs& who) {
    const SteadyTime now = std::chrono::steady_clock::now();
    if (process_ && process_->running()) return;
    if (process_) {
      process_.reset();
      attempts_ = now - started_ >= kHealthyAfter ? 0 : attempts_ + 1;
      next_ = attempts_ == 0
                  ? now
                  : now + std::chrono::seconds(std::min(1 << std::min(attempts_ - 1, 5), kLongestWait));
    }
    if (now < next_) return;
    started_ = now;
    Result<std::unique_ptr<ChildProcess>> process = ChildProcess::start(options_, who);
    if (process) {
      process_ = std::move(*process);
    } else {
      log::warning("virtual-display", process.error().message);
      next_ = now + std::chrono::seconds(kLongestWait);
    }
  }

 private:
  ChildOptions options_;
  std::unique_ptr<ChildProcess> process_;
  SteadyTime started_, next_ = SteadyTime::min();
  int attempts_ = 0;  // that ended early, in a row
};

class StartedDisplay final : public VirtualDisplay {
 public:
  StartedDisplay(VirtualServer server, std::string cookie_file, RunAs who,
                 std::vector<SessionProgram> programs)
      : server_(std::move(server)),
        cookie_file_(std::move(cookie_file)),
        who_(std::move(who)),
        programs_(std::move(programs)) {}

  std::string name() const override { return server_.name; }
  Result<X11Socket> connect() const override { return connect_x11(server_.name, cookie_file_); }
  bool check() override {
    if (!server_.process->running()) return false;
    for (SessionProgram& program : programs_) program.keep_running(who_);
    return true;
  }

 private:
  VirtualServer server_;
  std::string cookie_file_;
  RunAs who_;
  std::vector<SessionProgram> programs_;  // go before the server
};

// The size asked for and a quiet background.
Result<void> prepare_screen(X11Connection& connection, int width, int height) {
  if (Result<void> resized = resize_x11_screen(connection, width, height); !resized) return resized;
  xcb_connection_t* xcb = connection.get();
  xcb_change_window_attributes(xcb, connection.root(), XCB_CW_BACK_PIXEL, &kBackground);
  xcb_clear_area(xcb, 0, connection.root(), 0, 0, 0, 0);
  connection.flush();
  return {};
}

// Openbox forgets a window that is mapped while it starts, and that window is never seen. This property
// (EWMH) says that it has started. Without it we go on: a window without a frame is better than none.
void wait_for_window_manager(X11Connection& connection) {
  const xcb_atom_t started = connection.atom("_NET_SUPPORTING_WM_CHECK");
  const SteadyTime deadline = std::chrono::steady_clock::now() + kWindowManagerPatience;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto answer = reply(xcb_get_property_reply(
        connection.get(),
        xcb_get_property(connection.get(), 0, connection.root(), started, XCB_ATOM_WINDOW, 0, 1), nullptr));
    if (!answer || answer->type == XCB_ATOM_WINDOW) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  log::warning("virtual-display", "the window manager does not get ready");
}

std::vector<std::string> user_environment(const std::string& display, const std::string& cookie_file,
                                          const std::string& home, const RunAs& who) {
  const char* shell = file_exists("/bin/bash") ? "/bin/bash" : "/bin/sh";
  return {"DISPLAY=" + display,
          "XAUTHORITY=" + cookie_file,
          "HOME=" + home,
          "USER=" + who.name,
          "LOGNAME=" + who.name,
          std::string("SHELL=") + shell,
          "PATH=/usr/local/bin:/usr/bin:/bin:/usr/games",
          "LANG=C.UTF-8",
          "XDG_SESSION_TYPE=x11"};
}

}  // namespace

Result<void> virtual_display_installed() {
  if (auto server = virtual_server_installed(); !server) return server;
  if (const auto window_manager = find_program("openbox", "openbox"); !window_manager)
    return window_manager.error();
  if (const auto terminal = find_program("xterm", "xterm"); !terminal) return terminal.error();
  return {};
}

Result<std::unique_ptr<VirtualDisplay>> VirtualDisplay::start(const VirtualDisplayOptions& options) {
  const Result<std::string> window_manager = find_program("openbox", "openbox");
  if (!window_manager) return window_manager.error();
  const Result<std::string> terminal = find_program("xterm", "xterm");
  if (!terminal) return terminal.error();
  const Result<RunAs> who = run_as(options.user);
  if (!who) return who.error();

  std::error_code no_path;
  const std::string directory =
      std::filesystem::absolute(options.directory, no_path).lexically_normal().string();
  const std::string home = directory + "/home", cookie_file = directory + "/Xauthority";
  if (Result<void> made = make_directory(directory, 0755); !made) return made.error();
  if (Result<void> made = make_directory(home, 0700); !made) return made.error();
  const XauthorityEntry cookie{"MIT-MAGIC-COOKIE-1", random_bytes(16)};
  if (Result<void> written = write_file_atomically(cookie_file, make_xauthority(cookie), 0600); !written)
    return written.error();
  for (const std::string& path : {home, cookie_file})
    if (Result<void> given = give(path, *who); !given) return given.error();
  if (Result<void> reachable = check_reachable(home, *who); !reachable) return reachable.error();

  Result<VirtualServer> server = start_virtual_server(directory, home, *who);
  if (!server) return server.error();
  Result<X11Socket> access = connect_x11(server->name, cookie_file);
  if (!access) return access.error();
  Result<std::shared_ptr<X11Connection>> connection =
      X11Connection::open(std::move(access->socket), access->auth_name, access->auth_data);
  if (!connection) return connection.error();
  if (Result<void> prepared = prepare_screen(**connection, options.width, options.height); !prepared)
    return prepared.error();

  const auto environment = user_environment(server->name, cookie_file, home, *who);
  std::vector<SessionProgram> programs;
  programs.emplace_back(std::vector<std::string>{*window_manager}, environment, home);
  programs.back().keep_running(*who);
  wait_for_window_manager(**connection);
  programs.emplace_back(std::vector<std::string>{*terminal,   "-u8",         "-fa", "DejaVu Sans Mono",
                                                 "-fs",       "11",          "-bg", "#1B2228",
                                                 "-fg",       "#E6EAED",     "-cr", "#E6EAED",
                                                 "-b",        "6",           "-sl", "5000",
                                                 "-geometry", "96x28+48+48", "-T",  "Terminal"},
                        environment, home);
  auto display = std::make_unique<StartedDisplay>(std::move(*server), cookie_file, *who, std::move(programs));
  display->check();
  return std::unique_ptr<VirtualDisplay>(std::move(display));
}

}  // namespace gatehouse::hw
