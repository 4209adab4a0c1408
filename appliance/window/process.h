// The agent's handle on its consent window: a process of its own on the screen that is served, or on the machine's text
// console, which asks the person there and shows who is connected. What it says is the person's word, so it runs as nobody
// whom a program on that screen may touch. Loop thread of the agent; the owner watches control_fd().
#pragma once
#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "appliance/base/result.h"
#include "appliance/window/messages.h"

namespace gatehouse::window {

// Where `consent-window` finds its end of the socket.
inline constexpr int kWindowControlFd = 3;

struct Screen {
  std::string display;               // ":0"
  std::string auth_name, auth_data;  // its cookie; empty: it wants none
  std::optional<uid_t> server;       // who runs the X server
  // Not there, but on a virtual terminal of the machine, in text; the rest does not matter then. Needs root.
  bool console = false;
};

// Called from on_readable(). Only within `exited` may the WindowProcess be destroyed.
struct WindowEvents {
  std::function<void(const Message&)> said;
  // The process is gone, for whatever reason; last event. `words` for the log.
  std::function<void(const std::string& words)> exited;
};

class WindowProcess {
 public:
  // Starts `program` consent-window with nothing open but the socket and standard error, and no environment. When we
  // are root it becomes `user`; only where the X server asks for no cookie and so goes by accounts, the X server's own.
  // For the text console `program` consent-console, as `user`, with nothing open but the socket and a virtual terminal.
  // Returns at once; Ready comes later, or `exited`.
  static Result<std::unique_ptr<WindowProcess>> start(const std::string& program, const std::string& user,
                                                      const Screen& screen, WindowEvents events);
  virtual ~WindowProcess() = default;  // ends the process

  virtual int control_fd() const = 0;
  virtual void on_readable() = 0;
  // A window that does not listen is ended, unless it is only a Chat that it does not hear; `exited` follows.
  virtual void send(const Message& message) = 0;
};

using WindowStarter =
    std::function<Result<std::unique_ptr<WindowProcess>>(const Screen& screen, WindowEvents events)>;

// The window's own main (hidden command `consent-window`): serves until `control_fd` is closed. Returns the exit
// status.
int run_window(int control_fd);
// That of the text console (hidden command `consent-console`), on a terminal that is its controlling one.
int run_console(int control_fd, int terminal_fd);

}  // namespace gatehouse::window
