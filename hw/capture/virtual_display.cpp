#include "hw/capture/virtual_display.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>
#include <vector>

#include "appliance/base/clock.h"
#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/base/secret.h"
#include "hw/capture/virtual_server.h"
#include "hw/capture/x11_resize.h"
#include "hw/x11/connect.h"
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
Result<void> check_reachable(const std::string& path, const Account& who) {
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    struct stat info {};
    if (::stat(part.c_str(), &info) != 0) return errno_error("cannot look at " + part);
    const unsigned bit = info.st_uid == who.uid ? S_IXUSR : info.st_gid == who.gid ? S_IXGRP : S_IXOTH;
    if ((info.st_mode & bit) == 0)
      return Error{"the user " + who.name + " may not enter " + part +
                   ", which the virtual desktop needs; move agent.data to where that user may enter"};
    if (end == std::string::npos) return {};
  }
}

// A directory of our own that goes with us, and what an earlier one of the same name left when it was killed.
class OwnDirectory {
 public:
  static Result<OwnDirectory> make(std::string path) {
    OwnDirectory directory(std::move(path));
    directory.remove();
    if (Result<void> made = make_directory(directory.path_, 0755); !made) return made.error();
    return directory;
  }
  OwnDirectory(OwnDirectory&& other) noexcept : path_(std::exchange(other.path_, "")) {}
  OwnDirectory& operator=(OwnDirectory&&) = delete;
  ~OwnDirectory() { remove(); }

  const std::string& path() const { return path_; }

 private:
  explicit OwnDirectory(std::string path) : path_(std::move(path)) {}
  // Follows no link. What can't be removed is the next start's to complain about.
  void remove() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }

  std::string path_;  // empty: moved from
};

// A program that belongs to the desktop and comes back when it ends.
class SessionProgram {
 public:
  explicit SessionProgram(SpawnOptions options) : options_(std::move(options)) {}

  void keep_running() {
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
    Result<std::unique_ptr<ChildProcess>> process = ChildProcess::start(options_);
    if (process) {
      process_ = std::move(*process);
    } else {
      log::warning("virtual-display", process.error().message);
      next_ = now + std::chrono::seconds(kLongestWait);
    }
  }

 private:
  SpawnOptions options_;
  std::unique_ptr<ChildProcess> process_;
  SteadyTime started_, next_ = SteadyTime::min();
  int attempts_ = 0;  // that ended early, in a row
};

Result<X11Socket> connect_to(const VirtualServer& server, const std::string& cookie_file) {
  return connect_x11_at(server.sockets, server.name, cookie_file);
}

class StartedDisplay final : public VirtualDisplay {
 public:
  StartedDisplay(OwnDirectory directory, VirtualServer server, std::string cookie_file,
                 std::shared_ptr<X11Connection> connection, std::vector<SessionProgram> programs)
      : directory_(std::move(directory)),
        server_(std::move(server)),
        cookie_file_(std::move(cookie_file)),
        connection_(std::move(connection)),
        awake_(connection_->atom("_GATEHOUSE_AWAKE")),
        programs_(std::move(programs)) {}

  std::string name() const override { return server_.name; }
  Result<X11Socket> connect() const override { return connect_to(server_, cookie_file_); }
  bool check() override {
    if (!server_.process->running()) return false;
    for (SessionProgram& program : programs_) program.keep_running();
    wake_window_manager();
    return true;
  }

 private:
  // Openbox may have read a window's wish to be mapped while it waited for an answer to something else, and then looks at
  // it when the next event comes: on a busy machine the terminal stayed unseen until somebody moved the mouse. It hears of every
  // change of the root window's properties (EWMH).
  void wake_window_manager() {
    xcb_change_property(connection_->get(), XCB_PROP_MODE_REPLACE, connection_->root(), awake_,
                        XCB_ATOM_CARDINAL, 32, 0, nullptr);
    connection_->flush();
  }

  OwnDirectory directory_;  // goes last
  VirtualServer server_;
  std::string cookie_file_;
  std::shared_ptr<X11Connection> connection_;
  const xcb_atom_t awake_;
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
void wait_for_window_manager(X11Connection& connection, const std::stop_token& stop) {
  const xcb_atom_t started = connection.atom("_NET_SUPPORTING_WM_CHECK");
  const SteadyTime deadline = std::chrono::steady_clock::now() + kWindowManagerPatience;
  while (std::chrono::steady_clock::now() < deadline) {
    if (stop.stop_requested()) return;
    const auto answer = reply(xcb_get_property_reply(
        connection.get(),
        xcb_get_property(connection.get(), 0, connection.root(), started, XCB_ATOM_WINDOW, 0, 1), nullptr));
    if (!answer || answer->type == XCB_ATOM_WINDOW) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  log::warning("virtual-display", "the window manager does not get ready");
}

std::vector<std::string> user_environment(const std::string& display, const std::string& cookie_file,
                                          const std::string& home, const Account& who) {
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
  const Result<Confinement> confinement = Confinement::find(options.user, options.hidden);
  if (!confinement) return confinement.error();
  log::info("virtual-display", "the virtual desktop " + confinement->words());

  std::error_code no_path;
  Result<OwnDirectory> own =
      OwnDirectory::make(std::filesystem::absolute(options.directory, no_path).lexically_normal().string());
  if (!own) return own.error();
  const std::string& directory = own->path();
  const std::string home = directory + "/home", cookie_file = directory + "/Xauthority";
  if (Result<void> made = make_directory(home, 0700); !made) return made.error();
  if (Result<void> made = make_directory(directory + "/sockets", 0700); !made) return made.error();
  const XauthorityEntry cookie{"MIT-MAGIC-COOKIE-1", random_bytes(16)};
  if (Result<void> written = write_file_atomically(cookie_file, make_xauthority(cookie), 0600); !written)
    return written.error();
  for (const std::string& path : {home, cookie_file})
    if (Result<void> given = confinement->give(path); !given) return given.error();
  if (Result<void> reachable = check_reachable(home, confinement->account()); !reachable)
    return reachable.error();

  Result<VirtualServer> server =
      start_virtual_server(directory, *confinement, options.prefer_xvfb, options.stop);
  if (!server) return server.error();
  Result<X11Socket> access = connect_to(*server, cookie_file);
  if (!access) return access.error();
  Result<std::shared_ptr<X11Connection>> connection =
      X11Connection::open(std::move(access->socket), access->auth_name, access->auth_data);
  if (!connection) return connection.error();
  if (Result<void> prepared = prepare_screen(**connection, options.width, options.height); !prepared)
    return prepared.error();

  const auto environment = user_environment(server->name, cookie_file, home, confinement->account());
  const auto program = [&](const std::vector<std::string>& words) {
    return SessionProgram(confinement->confined(directory, words, environment));
  };
  std::vector<SessionProgram> programs;
  programs.push_back(program({*window_manager}));
  programs.back().keep_running();
  wait_for_window_manager(**connection, options.stop);
  // A terminal whose first words to the window manager are lost, because that is only just there, would stay
  // unseen for five seconds: as long as Xt waits for an answer.
  programs.push_back(
      program({*terminal,   "-u8",         "-fa",  "DejaVu Sans Mono", "-fs", "11",      "-bg", "#1B2228",
               "-fg",       "#E6EAED",     "-cr",  "#E6EAED",          "-b",  "6",       "-sl", "5000",
               "-geometry", "96x28+48+48", "-xrm", "*wmTimeout: 200",  "-T",  "Terminal"}));
  auto display = std::make_unique<StartedDisplay>(*std::move(own), std::move(*server), cookie_file,
                                                  *std::move(connection), std::move(programs));
  display->check();
  return std::unique_ptr<VirtualDisplay>(std::move(display));
}

}  // namespace gatehouse::hw
